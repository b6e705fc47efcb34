import { later } from "../../parts/later.js";
import { loadAssistanceWords } from "../../words/words.js";

/** "Help me": an agent asks for a supervisor. Most chats never do: all but the button comes when it is needed. */
const withWords = async <Part>(load: () => Promise<Part>): Promise<Part> => {
  const [part] = await Promise.all([load(), loadAssistanceWords()]);
  return part;
};
export const AssistanceBar = later(async () =>
  withWords(async () => (await import("./AssistanceBar.js")).AssistanceBar),
);
export const HelpRequests = later(async () =>
  withWords(async () => (await import("./HelpRequests.js")).HelpRequests),
);
export const AskForHelp = later(async () =>
  withWords(async () => (await import("./AskForHelp.js")).AskForHelp),
);
