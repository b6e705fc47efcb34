/** "Help me": an agent asks for a supervisor. */
export { HelpButton } from "./HelpButton.js";
export { useHelpWanted } from "./help-wanted.js";
export { AssistanceBar, HelpRequests } from "./parts.js";
