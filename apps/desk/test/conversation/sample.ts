import type { HappeningView, MessageView } from "@patchbay/protocol";
import type { HappeningContext } from "../../src/features/conversation/timeline/happenings.js";
import { rowsOf, type TimelineInput } from "../../src/features/conversation/timeline/lines.js";
import type { OutgoingLine } from "../../src/state/store.js";

export const ME = "sofia";
/** Noon of a day, in the zone the test runs in. */
export const NOON = new Date(2026, 10, 22, 12, 0, 0).getTime();

export function message(
  seq: number,
  from: "customer" | string,
  change: Partial<MessageView> = {},
): MessageView {
  return {
    interactionId: "i1",
    messageId: `m${seq}`,
    seq,
    at: NOON + seq * 1_000,
    from: from === "customer" ? { who: "customer" } : { who: "agent", agentId: from, name: from },
    audience: "all",
    body: { kind: "text", text: `text ${seq}` },
    state: "sent",
    stateAt: null,
    clientMessageId: null,
    ...change,
  };
}

export function picture(seq: number, from: string): MessageView {
  return message(seq, from, {
    body: {
      kind: "file",
      file: {
        fileId: `f${seq}`,
        name: `${seq}.jpg`,
        mediaType: "image/jpeg",
        bytes: 1_000,
        image: { width: 4, height: 3 },
        url: `/api/files/f${seq}`,
        thumbnailUrl: `/api/files/f${seq}?size=thumb`,
      },
    },
  });
}

export function happening(seq: number, what: string, facts: HappeningView["facts"] = {}): HappeningView {
  return { interactionId: "i1", seq, at: NOON + seq * 1_000, what, facts };
}

export function outgoing(id: string, change: Partial<OutgoingLine> = {}): OutgoingLine {
  return {
    clientMessageId: id,
    interactionId: "i1",
    customer: "Maria Gutiérrez",
    at: NOON + 100_000,
    audience: "all",
    body: { kind: "text", text: id },
    state: "sending",
    progress: null,
    error: null,
    ...change,
  };
}

export const rows = (input: Partial<TimelineInput>) =>
  rowsOf({
    messages: [],
    happenings: [],
    outgoing: [],
    me: ME,
    isShown: () => true,
    lookedUpTo: null,
    ...input,
  });

export const CONTEXT: HappeningContext = {
  me: ME,
  customerName: "Maria",
  mark: "mobile",
  nameOf: (agentId) => `${agentId[0]?.toUpperCase()}${agentId.slice(1)}`,
  serviceName: (serviceId) => (serviceId === "s1" ? "Auto claims" : serviceId),
  resultName: (id) => (id === "d1" ? "Tow truck sent" : id),
  transferNote: null,
  attached: [],
};
