import { type HappeningView, type MessageView, TRANSCRIPT_LINES_MAX } from "@patchbay/protocol";
import { type AskingBody, isAsking } from "../../../parts/asking.js";
import type { OutgoingLine } from "../../../state/store.js";

/** Who speaks in a line. `me` is the agent of this desk. */
export type Speaker =
  | { readonly who: "customer" }
  | { readonly who: "me" }
  | { readonly who: "colleague"; readonly agentId: string; readonly name: string };

interface GroupPlace {
  /** Begins a group of bubbles: more room above. */
  readonly first: boolean;
  /** Ends it: avatar, time and state stand here. */
  readonly last: boolean;
}

/** One row of the timeline, as the screen shows it from top to bottom. */
export type Row =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "new"; readonly key: string; readonly count: number }
  | { readonly kind: "happening"; readonly key: string; readonly happening: HappeningView }
  | ({
      readonly kind: "message";
      readonly key: string;
      readonly speaker: Speaker;
      readonly message: MessageView;
    } & GroupPlace)
  /** Pictures in a row by one speaker: tiles side by side. */
  | ({
      readonly kind: "pictures";
      readonly key: string;
      readonly speaker: Speaker;
      readonly messages: readonly MessageView[];
    } & GroupPlace)
  | {
      readonly kind: "whisper";
      readonly key: string;
      readonly speaker: Speaker;
      readonly message: MessageView;
    }
  /** What was asked of the customer's app, or what it answered: a line without a bubble. */
  | {
      readonly kind: "asking";
      readonly key: string;
      readonly speaker: Speaker;
      readonly message: MessageView;
      readonly body: AskingBody;
    }
  | ({ readonly kind: "outgoing"; readonly key: string; readonly line: OutgoingLine } & GroupPlace);

export interface TimelineInput {
  readonly messages: readonly MessageView[];
  readonly happenings: readonly HappeningView[];
  readonly outgoing: readonly OutgoingLine[];
  /** This desk's agent. */
  readonly me: string;
  /** Whether a happening makes a line at all. */
  readonly isShown: (happening: HappeningView) => boolean;
  /** The last message of the customer that the agent has seen; newer ones stand below the divider. */
  readonly lookedUpTo: string | null;
}

/** Bubbles of one speaker closer than this belong together. */
const GROUP_MS = 5 * 60_000;

export function rowsOf(input: TimelineInput): Row[] {
  const items = merged(input);
  const rows: Row[] = [];
  const divider = dividerOf(input.messages, input.lookedUpTo);
  let day = "";
  for (let index = 0; index < items.length; ) {
    const item = items[index];
    if (item === undefined) break;
    const at = timeOf(item);
    if (dayKey(at) !== day) {
      day = dayKey(at);
      rows.push({ kind: "day", key: `day ${day}`, at });
    }
    if (item.of === "message" && item.message.messageId === divider?.before) {
      rows.push({ kind: "new", key: `new ${divider.before}`, count: divider.count });
    }
    index += pushItem(rows, items, index, input.me, divider?.before);
  }
  return rows;
}

type Item =
  | { readonly of: "message"; readonly message: MessageView; readonly speaker: Speaker }
  | { readonly of: "happening"; readonly happening: HappeningView }
  | { readonly of: "outgoing"; readonly line: OutgoingLine };

/** Both kinds of lines in the journal's order; what is still on its way comes after all that is committed. */
function merged({ messages, happenings, outgoing, me, isShown }: TimelineInput): Item[] {
  const items: Item[] = [];
  let next = 0;
  const shown = happenings.filter(isShown);
  for (const message of messages) {
    for (let happening = shown[next]; happening && happening.seq < message.seq; happening = shown[++next]) {
      items.push({ of: "happening", happening });
    }
    items.push({ of: "message", message, speaker: speakerOf(message, me) });
  }
  for (const happening of shown.slice(next)) items.push({ of: "happening", happening });
  const committed = new Set(messages.flatMap(({ clientMessageId }) => clientMessageId ?? []));
  for (const line of outgoing) if (!committed.has(line.clientMessageId)) items.push({ of: "outgoing", line });
  return items;
}

function speakerOf({ from }: MessageView, me: string): Speaker {
  if (from.who === "customer") return { who: "customer" };
  return from.agentId === me ? { who: "me" } : { who: "colleague", agentId: from.agentId, name: from.name };
}

/** @returns how many items it used up: several pictures make one row. */
function pushItem(
  rows: Row[],
  items: readonly Item[],
  index: number,
  me: string,
  dividerBefore: string | undefined,
): number {
  const item = items[index];
  if (item === undefined) return 1;
  if (item.of === "happening") {
    rows.push({ kind: "happening", key: `h ${item.happening.seq}`, happening: item.happening });
    return 1;
  }
  const goesOn = (a: Item | undefined, b: Item | undefined): boolean => inOneGroup(a, b, me, dividerBefore);
  const first = !goesOn(items[index - 1], item);
  if (item.of === "outgoing") {
    rows.push({
      kind: "outgoing",
      // The committed message keeps the key of its outgoing line, so that nothing jumps.
      key: `c ${item.line.clientMessageId}`,
      line: item.line,
      first,
      last: item.line.state === "failed" || !goesOn(item, items[index + 1]),
    });
    return 1;
  }
  const { message, speaker } = item;
  const key = message.clientMessageId === null ? `m ${message.messageId}` : `c ${message.clientMessageId}`;
  if (message.audience === "team") {
    rows.push({ kind: "whisper", key, speaker, message });
    return 1;
  }
  if (isAsking(message.body)) {
    rows.push({ kind: "asking", key, speaker, message, body: message.body });
    return 1;
  }
  if (!isPicture(message)) {
    rows.push({ kind: "message", key, speaker, message, first, last: !goesOn(item, items[index + 1]) });
    return 1;
  }
  const pictures = [message];
  for (let other = items[index + 1]; other?.of === "message" && isPicture(other.message); ) {
    if (!goesOn(items[index + pictures.length - 1], other)) break;
    pictures.push(other.message);
    other = items[index + pictures.length];
  }
  const last = !goesOn(items[index + pictures.length - 1], items[index + pictures.length]);
  rows.push({ kind: "pictures", key, speaker, messages: pictures, first, last });
  return pictures.length;
}

function inOneGroup(
  a: Item | undefined,
  b: Item | undefined,
  me: string,
  dividerBefore: string | undefined,
): boolean {
  if (!a || !b || a.of === "happening" || b.of === "happening") return false;
  if (speakerKey(a, me) !== speakerKey(b, me)) return false;
  if (a.of === "outgoing" && a.line.state === "failed") return false;
  if (b.of === "message" && b.message.messageId === dividerBefore) return false;
  const [from, to] = [timeOf(a), timeOf(b)];
  return Math.abs(to - from) < GROUP_MS && dayKey(from) === dayKey(to);
}

/** Whispers and what was asked of the app stand alone: nobody else has their key. */
function speakerKey(item: Exclude<Item, { of: "happening" }>, me: string): string {
  if (item.of === "outgoing")
    return item.line.audience === "team" ? `whisper ${item.line.clientMessageId}` : me;
  if (item.message.audience === "team") return `whisper ${item.message.messageId}`;
  if (isAsking(item.message.body)) return `asking ${item.message.messageId}`;
  return item.speaker.who === "customer" ? "customer" : item.speaker.who === "me" ? me : item.speaker.agentId;
}

function timeOf(item: Item): number {
  if (item.of === "outgoing") return item.line.at;
  return item.of === "message" ? item.message.at : item.happening.at;
}

/** The agent's calendar day. */
export function dayKey(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

export const isPicture = ({ body }: MessageView): boolean =>
  body.kind === "file" && body.file.image !== null && body.file.thumbnailUrl !== null;

/** Where "New since you looked" stands: before the first message of the customer after the last that was seen. */
export function dividerOf(
  messages: readonly MessageView[],
  lookedUpTo: string | null,
): { readonly before: string; readonly count: number } | null {
  const seen = lookedUpTo === null ? -1 : messages.findIndex(({ messageId }) => messageId === lookedUpTo);
  if (seen < 0) return null;
  const fresh = messages.slice(seen + 1).filter(({ from }) => from.who === "customer");
  const before = fresh[0]?.messageId;
  return before === undefined ? null : { before, count: fresh.length };
}

/** The newest message of the customer; `null` while there is none. */
export function lastOfCustomer(messages: readonly MessageView[]): string | null {
  return messages.findLast(({ from }) => from.who === "customer")?.messageId ?? null;
}

/** Where older messages are still to be read, what happened among them would stand beside words that came much later. */
export function sinceFirstOf(
  messages: readonly MessageView[],
  happenings: readonly HappeningView[],
): readonly HappeningView[] {
  const first = messages[0];
  return first === undefined || messages.length < TRANSCRIPT_LINES_MAX
    ? happenings
    : happenings.filter(({ seq }) => seq > first.seq);
}
