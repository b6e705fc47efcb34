import type { WidgetLanguage } from "@patchbay/protocol";
import type { Agent, ChatClient, ChatEntry, ChatState } from "../../client/index.js";

const agent: Agent = { id: "sample", name: "Marcus", photoUrl: null };

const talk: Readonly<Record<WidgetLanguage, readonly [string, string, string]>> = {
  en: [
    "Hello, where is my order?",
    "Good morning! I am looking it up.",
    "It is on its way and comes tomorrow.",
  ],
  de: [
    "Hallo, wo ist meine Bestellung?",
    "Guten Morgen! Ich sehe gleich nach.",
    "Sie ist unterwegs und kommt morgen.",
  ],
  es: ["Hola, ¿dónde está mi pedido?", "¡Buenos días! Lo estoy mirando.", "Está en camino y llega mañana."],
  fr: ["Bonjour, où est ma commande ?", "Bonjour ! Je regarde.", "Elle est en route et arrive demain."],
};

const none: ChatState = {
  phase: "none",
  link: "up",
  entries: [],
  agents: [],
  typing: [],
  unread: 0,
  wait: null,
  endsAt: null,
  after: null,
  startFailed: null,
  durable: true,
};

const said = (at: number, from: Agent | null, text: string): ChatEntry => ({
  kind: "message",
  id: `sample-${at}`,
  at: Date.now() - (60 - at) * 1_000,
  agent: from,
  state: from === null ? "read" : null,
  text,
});

const nothing = (): Promise<never> => Promise.reject(new Error("a preview sends nothing"));

/** A chat that only looks like one: it reaches no server, and what is written in it stays where it is. */
export function sampleChat(language: WidgetLanguage, begun: boolean): ChatClient {
  const listeners = new Set<(state: ChatState) => void>();
  const [question, ...answers] = talk[language];
  const going = (): ChatState => ({
    ...none,
    phase: "active",
    agents: [agent],
    entries: [
      said(0, null, question),
      { kind: "joined", id: "sample-joined", at: Date.now() - 50_000, agent, text: null },
      ...answers.map((text, at) => said(20 + at, agent, text)),
    ],
  });
  const show = (state: ChatState): void => {
    client.state = state;
    for (const listener of listeners) listener(state);
  };
  const client = {
    state: begun ? going() : none,
    subscribe: (listener: (state: ChatState) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start: async () => show(going()),
    end: async () => show(none),
    dismiss: async () => show(none),
    send: async (text: string) => {
      const entry = { ...said(60, null, text), id: `sample-${client.state.entries.length + 100}` };
      show({ ...client.state, entries: [...client.state.entries, entry] });
      return entry.id;
    },
    availability: nothing,
    sendFile: nothing,
    sendLocation: nothing,
    answerForm: nothing,
    declineForm: async () => undefined,
    retry: async () => undefined,
    withdraw: async () => undefined,
    answerSurvey: async () => undefined,
    transcriptLink: nothing,
    pushKey: async () => null,
    subscribePush: async () => undefined,
    typing: () => undefined,
    seen: () => undefined,
    wake: () => undefined,
    close: () => undefined,
  };
  return client;
}
