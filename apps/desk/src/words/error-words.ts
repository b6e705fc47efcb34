import type { ErrorWords } from "@patchbay/protocol";
import { en } from "./en/index.js";

/** The part of a language that the page of errors is made of. The build writes it to a file for the server (vite.config.ts). */
const errorWordsOf = ({ errors, errorHelp, phone, call }: typeof en): ErrorWords => ({
  errors,
  help: errorHelp,
  phoneStatus: phone.status,
  phoneWhy: phone.why,
  callFailed: call.failed,
});

/** By language, as in the names of their files. */
export const errorWords: Readonly<Record<string, ErrorWords>> = { en: errorWordsOf(en) };
