/** What the launcher on the company's page and the panel in its frame tell each other. Never what is said in the chat. */
export type ToPanel =
  /** `focus`: the visitor has just opened it; a page that shows it again must not take the cursor. */
  | { readonly patchbay: "shown"; readonly focus: boolean }
  | { readonly patchbay: "hidden" }
  | {
      readonly patchbay: "about";
      /** What the page knows of its visitor: parameters of the chat. */
      readonly parameters: Readonly<Record<string, string>>;
      readonly page: { readonly address: string; readonly title: string };
    };

export type FromPanel =
  | { readonly patchbay: "ready" }
  | { readonly patchbay: "close" }
  | { readonly patchbay: "chat"; readonly active: boolean; readonly unread: number };

export function isMessage(value: unknown): value is { readonly patchbay: string } {
  return (
    typeof value === "object" && value !== null && "patchbay" in value && typeof value.patchbay === "string"
  );
}
