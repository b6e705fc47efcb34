import { withSeat } from "../../../state/store.js";

/** As the server takes it. */
export const TEXT_MAX = 2_000;

/**
 * Has a text said: a new prompt, or other words for one that is there.
 *
 * @returns the code of a refusal; `null`: it is there
 */
export async function saySpoken(what: {
  readonly name: string;
  readonly text: string;
  readonly promptId: string | null;
}): Promise<string | null> {
  try {
    const answer = await fetch(withSeat("/api/setup/prompts/spoken"), {
      method: "POST",
      headers: { "content-type": "application/json", "x-patchbay": "desk" },
      body: JSON.stringify(what),
    });
    if (answer.ok) return null;
    const { code } = (await answer.json()) as { readonly code?: string };
    return code ?? "unknown_error";
  } catch {
    return "connection_lost";
  }
}
