import type { CustomerRequest } from "@patchbay/protocol";
import type { CustomerBody } from "../center/content.js";
import { cleanText, cutText } from "../center/plain-text.js";
import { type AskedForm, matchForms } from "./form-answers.js";
import { flatTexts } from "./incoming.js";

type FormRequest = Extract<CustomerRequest, { type: "form" | "form_declined" }>;

/**
 * The answer to a form in a request of our own API, put to what was asked for as those of the published API are.
 * @returns `null`: what is declined is not open, so there is nothing to tell anybody
 */
export function answerOf(
  request: FormRequest,
  forms: ReadonlyMap<string, Readonly<AskedForm>>,
): CustomerBody | null {
  const formRequestId = cleanText(request.formRequestId);
  const body: CustomerBody =
    request.type === "form"
      ? {
          kind: "form",
          formName: cutText(cleanText(request.formName), 200),
          formRequestId,
          fields: flatTexts(request.fields),
        }
      : { kind: "form_declined", formName: "", formRequestId };
  const [matched] = matchForms([{ ask: "message", clientMessageId: null, body }], forms);
  return matched?.ask === "message" ? matched.body : null;
}
