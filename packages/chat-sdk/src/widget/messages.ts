import type { WidgetAnswer } from "@patchbay/protocol";

/** What the launcher on the company's page and the panel in its frame tell each other. Never what is said in the chat. */
export type ToPanel =
  /** `focus`: the visitor has just opened it; a page that shows it again must not take the cursor. */
  | { readonly patchbay: "shown"; readonly focus: boolean }
  | { readonly patchbay: "hidden" }
  /** `default`: the visitor may be asked whether to be notified; `none`: not on this page. */
  | { readonly patchbay: "push"; readonly standing: "default" | "granted" | "none" }
  | { readonly patchbay: "subscription"; readonly subscription: PushSubscriptionJSON | null }
  | {
      readonly patchbay: "about";
      /** What the page knows of its visitor: parameters of the chat. */
      readonly parameters: Readonly<Record<string, string>>;
      readonly page: { readonly address: string; readonly title: string };
    }
  /** Of Set-up beside its form: draws with these settings, and begins no chat. */
  | {
      readonly patchbay: "preview";
      readonly settings: WidgetAnswer;
      readonly language: string;
      readonly theme: "auto" | "light" | "dark";
      /** Shows a conversation, and not the form before it. */
      readonly begun: boolean;
    };

export type FromPanel =
  | { readonly patchbay: "ready" }
  | { readonly patchbay: "close" }
  /** With the center's public key. The page asks the browser, whose permission is the page's. */
  | { readonly patchbay: "subscribe"; readonly key: string }
  | { readonly patchbay: "notNotified" }
  | { readonly patchbay: "chat"; readonly active: boolean; readonly unread: number };

export function isMessage(value: unknown): value is { readonly patchbay: string } {
  return (
    typeof value === "object" && value !== null && "patchbay" in value && typeof value.patchbay === "string"
  );
}
