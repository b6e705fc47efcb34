import type { MessageView } from "@patchbay/protocol";
import { word } from "../words/words.js";
import { perLanguage } from "./language-name.js";

type Body = MessageView["body"];
/**
 * What an agent asked of the customer's app, what came back, and the customer's wish to be called: told as happenings,
 * not as somebody's words.
 */
export type AskingBody = Extract<
  Body,
  {
    kind:
      | "form_request"
      | "form_withdrawal"
      | "secure_form"
      | "form_declined"
      | "call_request"
      | "cobrowsing_request"
      | "cobrowsing";
  }
>;

const kinds: ReadonlySet<Body["kind"]> = new Set<AskingBody["kind"]>([
  "form_request",
  "form_withdrawal",
  "secure_form",
  "form_declined",
  "call_request",
  "cobrowsing_request",
  "cobrowsing",
]);
export const isAsking = (body: Body): body is AskingBody => kinds.has(body.kind);

const list = perLanguage((locale) => new Intl.ListFormat(locale, { style: "long", type: "conjunction" }));

/**
 * One sentence about it.
 * @param agent who asked: `null` for the agent of this desk. Without meaning for what the customer answered.
 */
export function askingText(body: AskingBody, agent: string | null, customer: string): string {
  const who = agent === null ? "you" : "other";
  const facts = { name: agent ?? "", customer };
  const form = ("formName" in body && body.formName) || word("conversation.asking.unnamed");
  switch (body.kind) {
    case "form_request":
      if (body.secure) return word(`conversation.asking.secure.${who}`, { ...facts, form });
      return body.formName === ""
        ? word(`conversation.asking.nextMessage.${who}`, facts)
        : word(`conversation.asking.form.${who}`, { ...facts, form });
    case "form_withdrawal":
      return word(`conversation.asking.withdrawn.${who}`, { ...facts, form });
    case "secure_form":
      return body.fieldNames.length === 0
        ? word("conversation.asking.secureEmpty", { customer, form })
        : word("conversation.asking.secureFilled", {
            customer,
            form,
            fields: list().format(body.fieldNames),
          });
    case "form_declined":
      return word("conversation.asking.declined", { customer, form });
    case "call_request":
      return word("conversation.asking.call", { customer, number: body.number.display });
    case "cobrowsing_request":
      return word(`conversation.asking.cobrowsing.${who}`, facts);
    case "cobrowsing":
      return word(`conversation.asking.${body.step}`, { customer });
  }
}

/** Where the customer's page can be seen, while it is shared. */
export function sharedPage(body: AskingBody): { readonly href: string; readonly text: string } | null {
  if (body.kind !== "cobrowsing" || body.url === null) return null;
  const text =
    body.provider === ""
      ? word("conversation.asking.openPage")
      : word("conversation.asking.openPageWith", { provider: body.provider });
  return { href: body.url, text };
}
