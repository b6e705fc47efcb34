import type { WidgetAnswer, WidgetLanguage } from "@patchbay/protocol";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ChatClient } from "../../client/index.js";
import type { Words } from "../words/en.js";
import { filled } from "../words/index.js";

/** Whether to tell a visitor who is elsewhere of an answer. */
export interface Notifying {
  readonly ask: boolean;
  readonly answer: (wanted: boolean) => void;
}

export interface PanelParts {
  readonly chat: ChatClient;
  readonly settings: WidgetAnswer;
  readonly language: WidgetLanguage;
  readonly words: Words;
  /** Left out where nobody is asked. */
  readonly notifying?: Notifying;
}

export const PanelContext = createContext<PanelParts | null>(null);

export function usePanel(): PanelParts & {
  readonly t: (key: keyof Words, values?: Readonly<Record<string, string | number>>) => string;
} {
  const parts = useContext(PanelContext);
  if (parts === null) throw new Error("no panel around this");
  return { ...parts, t: (key, values = {}) => filled(parts.words[key], values) };
}

/** As the visitor's language writes it. */
export const clock = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(at);
