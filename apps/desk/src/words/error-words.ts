import type { ErrorWords } from "@patchbay/protocol";
import { de } from "./de/index.js";
import { en } from "./en/index.js";

/** What is needed of a language's words; every language of the desk has it. */
interface Words {
  readonly errors: ErrorWords["errors"];
  readonly errorHelp: ErrorWords["help"];
  readonly phone: { readonly status: ErrorWords["phoneStatus"]; readonly why: ErrorWords["phoneWhy"] };
  readonly call: { readonly failed: ErrorWords["callFailed"] };
}

/** The part of a language that the page of errors is made of. The build writes it to a file for the server (vite.config.ts). */
const errorWordsOf = ({ errors, errorHelp, phone, call }: Words): ErrorWords => ({
  errors,
  help: errorHelp,
  phoneStatus: phone.status,
  phoneWhy: phone.why,
  callFailed: call.failed,
});

const languages: Readonly<Record<string, object>> = { en, de };

/** By language, as in the names of their files. A language that has no words for errors yet has no page of them. */
export const errorWords: Readonly<Record<string, ErrorWords>> = Object.fromEntries(
  Object.entries(languages)
    .filter(([, words]) => "errors" in words && "errorHelp" in words)
    .map(([language, words]) => [language, errorWordsOf({ ...en, ...(words as Partial<Words>) })]),
);
