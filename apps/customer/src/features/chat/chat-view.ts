import type { Outbox, OutboxItem, Refusal } from "@patchbay/chat-sdk/parts";
import type { Conversation, Entry } from "../../conversation/index.js";
import type { SentReport } from "../../session/session-state.js";

/** How far one of the customer's own lines is. */
export type SentState = "waiting" | "sending" | "sent" | "delivered" | "read" | "failed";

export interface Picture {
  readonly id: string;
  readonly name: string;
  /** `null` while it is not uploaded. */
  readonly fileId: string | null;
  readonly state: SentState;
  /** Why the server refused it, when it said so. */
  readonly refusal: Refusal | null;
}

interface Line {
  readonly key: string;
  readonly mine: boolean;
  readonly partyId: string | null;
  readonly at: number;
  /** Own lines only. */
  readonly state: SentState | null;
  readonly readAt: number | null;
  /** The last of several lines by one person: carries the photo, the time and the state. */
  readonly last: boolean;
}

export type Row =
  | (Line & { readonly kind: "text"; readonly id: string; readonly text: string })
  | (Line & { readonly kind: "pictures"; readonly pictures: readonly Picture[] })
  | (Line & {
      readonly kind: "document";
      readonly id: string;
      readonly name: string;
      readonly fileId: string | null;
      readonly refusal: Refusal | null;
    })
  | (Line & {
      readonly kind: "location";
      readonly latitude: number;
      readonly longitude: number;
      readonly accuracy: number | null;
      readonly address: string;
      /** The report's own place, not a later position. */
      readonly first: boolean;
      readonly ids: readonly string[];
    })
  | NoteRow;

/** A line without a speaker: who came and went, who was to be called, which call is over. */
export type NoteRow = PartyRow | AskedCallRow | CalledRow;

export interface AskedCallRow {
  readonly kind: "call_request";
  readonly key: string;
  readonly at: number;
  readonly id: string;
  readonly number: string;
  /** Still in the outbox: how far it is. `null`: the center has it. */
  readonly unsent: SentState | null;
}

export interface CalledRow {
  readonly kind: "called";
  readonly key: string;
  readonly at: number;
  readonly via: "phone" | "app";
  readonly seconds: number | null;
}

export interface PartyRow {
  readonly kind: "joined" | "left";
  readonly key: string;
  readonly partyId: string;
  readonly at: number;
}
/** A row that somebody wrote, as against one that tells what happened. */
export type LineRow = Exclude<Row, NoteRow>;

const notes: ReadonlySet<Row["kind"]> = new Set<NoteRow["kind"]>([
  "joined",
  "left",
  "call_request",
  "called",
]);
export function isNoteRow(row: Row): row is NoteRow {
  return notes.has(row.kind);
}

/** The conversation as it is drawn: confirmed lines, then what is still in the outbox, neighbours put together. */
export function rowsOf(sent: SentReport | null, conversation: Conversation | null, outbox: Outbox): Row[] {
  const confirmed = conversation?.entries ?? [];
  const known = new Set(confirmed.map((entry) => entry.key));
  const unsent = outbox.filter((item) => !known.has(item.id));
  const told = withoutReportPlace(confirmed, sent).map((entry) => rowOf(entry, conversation));
  const rows = [
    ...reportRow(sent),
    ...withFailed(told, unsent.filter((item) => item.state === "failed").flatMap(outboxRow)),
    ...unsent.filter((item) => item.state !== "failed").flatMap(outboxRow),
  ];
  return markLast(rows.reduce<Row[]>(joinRow, []));
}

/** Which step the header shows: photos while some are on their way, then help, then done. */
export function stepOf(conversation: Conversation | null, outbox: Outbox): "photos" | "help" | "done" {
  if (conversation?.phase === "ended") return "done";
  return outbox.some((item) => item.body.kind === "file" && item.state !== "failed") ? "photos" : "help";
}

/** Ids of everything by others that a row shows, for the read mark. */
export function idsOf(row: Row): readonly string[] {
  switch (row.kind) {
    case "text":
    case "document":
      return [row.id];
    case "pictures":
      return row.pictures.map((picture) => picture.id);
    case "location":
      return row.ids;
    case "joined":
    case "left":
    case "call_request":
    case "called":
      return [];
  }
}

/**
 * Our server tells the place that came with the report as the chat's first position: that is on the first card
 * already. It may be told after the first message, since this phone knows its own words before any poll.
 */
function withoutReportPlace(entries: readonly Entry[], sent: SentReport | null): readonly Entry[] {
  const place = sent?.report.place ?? null;
  const first = entries.find((entry) => entry.kind === "location" && entry.mine);
  if (place === null || first?.kind !== "location") return entries;
  const same =
    Math.abs(first.latitude - place.latitude) < 1e-6 && Math.abs(first.longitude - place.longitude) < 1e-6;
  return same ? entries.filter((entry) => entry !== first) : entries;
}

/** What failed stays where it was tried: newer lines stand below it, where the customer looks. */
function withFailed(told: readonly Row[], failed: readonly Row[]): Row[] {
  const rows = [...told];
  for (const row of failed) {
    const later = rows.findLastIndex((other) => other.at <= row.at) + 1;
    rows.splice(later, 0, row);
  }
  return rows;
}

/** What of a row did not get there, and why where that is known. */
export function failuresOf(row: LineRow): {
  readonly ids: readonly string[];
  readonly refusal: Refusal | null;
} {
  if (row.kind === "pictures") {
    const failed = row.pictures.filter((picture) => picture.state === "failed");
    const reasons = new Set(failed.map((picture) => picture.refusal));
    return {
      ids: failed.map(({ id }) => id),
      refusal: reasons.size === 1 ? (failed[0]?.refusal ?? null) : null,
    };
  }
  const refusal = row.kind === "document" ? row.refusal : null;
  return { ids: row.state === "failed" ? idsOf(row) : [], refusal };
}

function reportRow(sent: SentReport | null): Row[] {
  if (sent === null || sent.report.place === null) return [];
  const { place, address } = sent.report;
  const line: Line = {
    key: "report",
    mine: true,
    partyId: null,
    at: sent.sentAt,
    state: null,
    readAt: null,
    last: true,
  };
  return [{ ...line, kind: "location", ...place, address, first: true, ids: [] }];
}

function rowOf(entry: Entry, conversation: Conversation | null): Row {
  if (entry.kind === "joined" || entry.kind === "left") {
    const { kind, key, partyId, at } = entry;
    return { kind, key, partyId, at };
  }
  if (entry.kind === "call_request") {
    const { kind, key, at, id, number } = entry;
    return { kind, key, at, id, number, unsent: null };
  }
  if (entry.kind === "called") return entry;
  const receipt = entry.mine ? conversation?.receipts[entry.id] : undefined;
  const state: SentState | null = entry.mine ? (receipt?.mark ?? "sent") : null;
  const readAt = receipt?.mark === "read" ? receipt.at : null;
  const line: Line = {
    key: entry.key,
    mine: entry.mine,
    partyId: entry.partyId,
    at: entry.at,
    state,
    readAt,
    last: true,
  };
  switch (entry.kind) {
    case "message":
      return { ...line, kind: "text", id: entry.id, text: entry.text };
    case "file": {
      const { id, name, fileId } = entry;
      if (!entry.picture) return { ...line, kind: "document", id, name, fileId, refusal: null };
      const picture: Picture = { id, name, fileId, state: state ?? "sent", refusal: null };
      return { ...line, kind: "pictures", pictures: [picture] };
    }
    case "location": {
      const { latitude, longitude } = entry;
      return {
        ...line,
        kind: "location",
        latitude,
        longitude,
        accuracy: null,
        address: "",
        first: false,
        ids: [entry.id],
      };
    }
  }
}

function outboxRow(item: OutboxItem): Row[] {
  const { body, id, at, state } = item;
  const line: Line = { key: id, mine: true, partyId: null, at, state, readAt: null, last: true };
  switch (body.kind) {
    case "message":
      return [{ ...line, kind: "text", id, text: body.text }];
    case "file": {
      const { name, fileId } = body;
      const { refusal } = item;
      if (!body.mediaType.startsWith("image/"))
        return [{ ...line, kind: "document", id, name, fileId, refusal }];
      return [{ ...line, kind: "pictures", pictures: [{ id, name, fileId, state, refusal }] }];
    }
    case "location": {
      const { latitude, longitude, accuracy } = body;
      return [
        { ...line, kind: "location", latitude, longitude, accuracy, address: "", first: false, ids: [id] },
      ];
    }
    case "call_request":
      return [{ kind: "call_request", key: id, at, id, number: body.number, unsent: state }];
    case "start":
    case "call_withdrawal":
    case "form":
    case "form_declined":
    case "end":
      return [];
  }
}

/** Pictures by one person side by side; of positions told one after the other, the newest. */
function joinRow(rows: Row[], row: Row): Row[] {
  const previous = rows.at(-1);
  if (
    row.kind === "pictures" &&
    previous?.kind === "pictures" &&
    previous.mine === row.mine &&
    previous.partyId === row.partyId
  ) {
    return [...rows.slice(0, -1), joinPictures(previous, row)];
  }
  // Own pictures change party from unknown to the chat's id when they are confirmed: mine is mine.
  if (row.kind === "pictures" && previous?.kind === "pictures" && previous.mine && row.mine) {
    return [...rows.slice(0, -1), joinPictures(previous, row)];
  }
  if (
    row.kind === "location" &&
    !row.first &&
    previous?.kind === "location" &&
    !previous.first &&
    previous.mine === row.mine
  ) {
    return [...rows.slice(0, -1), { ...row, key: previous.key, ids: [...previous.ids, ...row.ids] }];
  }
  return [...rows, row];
}

const order: readonly SentState[] = ["failed", "waiting", "sending", "sent", "delivered", "read"];

/** A group of pictures is as far as the one that is least far. */
function joinPictures<T extends Extract<Row, { kind: "pictures" }>>(a: T, b: T): Row {
  const least =
    a.state === null || b.state === null
      ? null
      : order.indexOf(a.state) <= order.indexOf(b.state)
        ? a.state
        : b.state;
  const readAt = least === "read" ? Math.max(a.readAt ?? 0, b.readAt ?? 0) || null : null;
  return { ...b, key: a.key, state: least, readAt, pictures: [...a.pictures, ...b.pictures] };
}

function markLast(rows: Row[]): Row[] {
  return rows.map((row, index) => {
    if (isNoteRow(row)) return row;
    const next = rows[index + 1];
    if (next === undefined || isNoteRow(next) || next.mine !== row.mine) return row;
    // An own line that is not as far as the next one says so itself.
    const together = row.mine ? next.state === row.state : next.partyId === row.partyId;
    return { ...row, last: !together };
  });
}
