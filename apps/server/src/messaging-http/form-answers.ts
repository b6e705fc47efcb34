import type { CustomerBody } from "../center/content.js";
import { cleanText } from "../center/plain-text.js";
import type { Incoming } from "./incoming.js";

/** A form that an agent has asked for in a chat. */
export interface AskedForm {
  readonly formName: string;
  readonly secure: boolean;
  /** Neither answered nor declined nor withdrawn. */
  open: boolean;
}

type Message = Extract<Incoming, { readonly ask: "message" }>;
type Answer = Extract<CustomerBody, { readonly formRequestId: string }>;

const isAnswer = (body: CustomerBody): body is Answer => "formRequestId" in body;

/** Whether what was asked for has to be known before this can be carried out. */
export const answersForm = (incoming: Incoming): boolean =>
  incoming.ask === "message" && isAnswer(incoming.body);

/**
 * Puts answers to the forms that were asked for, by their ids. An answer carries the name that was asked for; one to a
 * secure form is a secure one, whichever event it came in. A form that nobody asked for is a form all the same; but to
 * decline what is not open (unknown, answered, withdrawn) tells nobody anything and is left out.
 */
export function matchForms(
  asked: readonly Incoming[],
  forms: ReadonlyMap<string, Readonly<AskedForm>>,
): Incoming[] {
  return asked.flatMap((incoming) => {
    if (incoming.ask !== "message" || !isAnswer(incoming.body)) return [incoming];
    const body = matched(incoming.body, forms.get(incoming.body.formRequestId));
    const answer: Message = { ...incoming, body: body ?? incoming.body };
    return body === null ? [] : [answer];
  });
}

function matched(body: Answer, form: Readonly<AskedForm> | undefined): CustomerBody | null {
  const formName = form?.formName || body.formName;
  switch (body.kind) {
    case "form":
      return form?.secure === true
        ? secureFormBody(formName, body.formRequestId, body.fields)
        : { ...body, formName };
    case "secure_form":
      return { ...body, formName };
    case "form_declined":
      return form?.open === true ? { ...body, formName } : null;
  }
}

/** What may be kept of a secure form: what its fields are called, and so how many there were. Never a value. */
export const secureFormBody = (
  formName: string,
  formRequestId: string,
  fields: Readonly<Record<string, string>>,
): CustomerBody => ({ kind: "secure_form", formName, formRequestId, fieldNames: Object.keys(fields) });

const URL_LENGTH_MAX = 2_000;

/** An address that a browser may open by a click; `null` for everything else, such as `javascript:`. */
export function httpUrl(text: string | null | undefined): string | null {
  const cleaned = cleanText(text ?? "").trim();
  if (cleaned === "" || cleaned.length > URL_LENGTH_MAX || !URL.canParse(cleaned)) return null;
  const { protocol, username, password, href } = new URL(cleaned);
  const isWeb = protocol === "https:" || protocol === "http:";
  // `https://bank@elsewhere` leads elsewhere.
  const isPlain = username === "" && password === "" && href.length <= URL_LENGTH_MAX;
  return isWeb && isPlain ? href : null;
}
