/** Help that needs nobody to be signed in: the page of all errors. */
export { registerHelp } from "./register-help.js";
