/**
 * What the customer sent and the server has not confirmed yet. Pure: the list, and what may be done next.
 *
 *  waiting ──taken──▶ sending ──confirmed──▶ (gone: it is in the conversation now)
 *     ▲                  ├──no answer or 5xx──▶ waiting, later, `uncertain`
 *     │                  └──refused──▶ failed
 *     └────retry by hand────────────────┘
 *
 * Two lanes. Posts leave strictly in order. A photo joins them when its upload is done: a text typed later may
 * overtake a photo that is still uploading, because help must not wait for 8 MB on a roadside connection.
 */
export interface OutboxItem {
  /** A UUID. Sent as `msg_id`, so the server knows a repeat. */
  readonly id: string;
  readonly order: number;
  /** When the customer did it, ms since 1970. */
  readonly at: number;
  readonly state: "waiting" | "sending" | "failed";
  readonly attempts: number;
  /** Not before this instant, ms since 1970. */
  readonly retryAt: number;
  /** An attempt ended without an answer: the server may have it. Ask the history before sending it again. */
  readonly uncertain: boolean;
  /** Why the server refused a file; `null` when it did not, or gave a reason that says nothing to a customer. */
  readonly refusal: Refusal | null;
  readonly body: OutboxBody;
}

/** `size`: larger than the center takes. `kind`: nothing the center takes as a file. */
export type Refusal = "size" | "kind";

export type OutboxBody =
  | { readonly kind: "start"; readonly phone: string; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: "message"; readonly text: string }
  | {
      readonly kind: "file";
      readonly name: string;
      readonly mediaType: string;
      readonly bytes: number;
      /** Set when the upload is done. */
      readonly fileId: string | null;
    }
  | {
      readonly kind: "location";
      readonly latitude: number;
      readonly longitude: number;
      readonly accuracy: number | null;
      readonly live: boolean;
    }
  /** "Call me at this number." */
  | { readonly kind: "call_request"; readonly number: string }
  | { readonly kind: "call_withdrawal" }
  /** The answer to a form that an agent asked for; `fields` by their names. */
  | {
      readonly kind: "form";
      readonly formRequestId: string;
      readonly formName: string;
      readonly fields: Readonly<Record<string, string>>;
    }
  | { readonly kind: "form_declined"; readonly formRequestId: string; readonly formName: string }
  | { readonly kind: "end" };

export type Outbox = readonly OutboxItem[];
export type Lane = "post" | "upload";
export type NextStep =
  | { readonly do: "send"; readonly item: OutboxItem }
  | { readonly do: "wait"; readonly untilAt: number }
  | { readonly do: "nothing" };

export const BACKOFF_MS_FIRST = 1_000;
/** Whoever looks at "no connection" should not look at it for long after the server is back. */
export const BACKOFF_MS_MAX = 8_000;

/** @param chance 0 to 1: up to a quarter less, so that a thousand phones do not come back in the same instant */
export function backoffMs(attempts: number, chance: number): number {
  const full = Math.min(BACKOFF_MS_MAX, BACKOFF_MS_FIRST * 2 ** Math.max(0, attempts - 1));
  return Math.round(full * (1 - chance / 4));
}

export function put(outbox: Outbox, id: string, body: OutboxBody, at: number): Outbox {
  const order = outbox.reduce((highest, item) => Math.max(highest, item.order), 0) + 1;
  const item: OutboxItem = {
    id,
    order,
    at,
    state: "waiting",
    attempts: 0,
    retryAt: 0,
    uncertain: false,
    refusal: null,
    body,
  };
  // Of a moving customer only the newest position counts: one that was never tried gives way to it.
  const kept =
    body.kind === "location" && body.live
      ? outbox.filter(
          (old) =>
            !(old.body.kind === "location" && old.body.live && old.state === "waiting" && old.attempts === 0),
        )
      : outbox;
  return [...kept, item];
}

export function nextStep(outbox: Outbox, lane: Lane, at: number): NextStep {
  const start = outbox.find((item) => item.body.kind === "start");
  const candidates = start === undefined ? outbox : lane === "post" ? [start] : [];
  for (const item of candidates) {
    if (item.state === "failed" || laneOf(item) !== lane) continue;
    if (item.state === "sending") return { do: "nothing" };
    if (
      item.body.kind === "end" &&
      outbox.some((other) => other.order < item.order && other.state !== "failed")
    ) {
      return { do: "nothing" };
    }
    return item.retryAt <= at ? { do: "send", item } : { do: "wait", untilAt: item.retryAt };
  }
  return { do: "nothing" };
}

/** A file is in the upload lane until it has an id. */
export function laneOf(item: OutboxItem): Lane {
  return item.body.kind === "file" && item.body.fileId === null ? "upload" : "post";
}

export function taken(outbox: Outbox, id: string): Outbox {
  return change(outbox, id, (item) => ({ ...item, state: "sending", attempts: item.attempts + 1 }));
}

export function uploaded(outbox: Outbox, id: string, fileId: string): Outbox {
  return change(outbox, id, (item) =>
    item.body.kind === "file"
      ? { ...item, state: "waiting", attempts: 0, retryAt: 0, body: { ...item.body, fileId } }
      : item,
  );
}

export function confirmed(outbox: Outbox, ids: ReadonlySet<string>): Outbox {
  return outbox.some((item) => ids.has(item.id)) ? outbox.filter((item) => !ids.has(item.id)) : outbox;
}

/** @param uncertain no answer came, so the server may have done it all the same */
export function postponed(outbox: Outbox, id: string, retryAt: number, uncertain: boolean): Outbox {
  return change(outbox, id, (item) => ({
    ...item,
    state: "waiting",
    retryAt,
    uncertain: item.uncertain || uncertain,
  }));
}

export function refused(outbox: Outbox, id: string, refusal: Refusal | null = null): Outbox {
  return change(outbox, id, (item) => ({ ...item, state: "failed", refusal }));
}

/** The customer says "try again": it goes to the end, because what came after it has been sent. */
export function retried(outbox: Outbox, id: string): Outbox {
  const item = outbox.find((each) => each.id === id);
  if (item === undefined || item.state !== "failed") return outbox;
  const order = outbox.reduce((highest, each) => Math.max(highest, each.order), 0) + 1;
  return [
    ...outbox.filter((each) => each.id !== id),
    { ...item, order, state: "waiting", attempts: 0, retryAt: 0, refusal: null },
  ];
}

/** What was uploaded may be gone by the time it is sent once more. */
export function uploadAgain(outbox: Outbox, id: string): Outbox {
  return change(outbox, id, (item) =>
    item.body.kind === "file" ? { ...item, body: { ...item.body, fileId: null } } : item,
  );
}

export function withdrawn(outbox: Outbox, id: string): Outbox {
  return outbox.filter((item) => item.id !== id);
}

/** The line is back: everything postponed may go at once. */
export function hurried(outbox: Outbox): Outbox {
  return outbox.some((item) => item.state === "waiting" && item.retryAt > 0)
    ? outbox.map((item) => (item.state === "waiting" ? { ...item, retryAt: 0 } : item))
    : outbox;
}

/** After a reload nothing is being sent, and what was is uncertain. */
export function reopened(outbox: Outbox): Outbox {
  return outbox
    .map(
      (item): OutboxItem =>
        item.state === "sending" ? { ...item, state: "waiting", retryAt: 0, uncertain: true } : item,
    )
    .toSorted((a, b) => a.order - b.order);
}

/** The chat is over: what is still here will never go. */
export function stranded(outbox: Outbox): Outbox {
  const isWord = ({ body }: OutboxItem) => body.kind !== "end" && body.kind !== "call_withdrawal";
  return outbox.filter(isWord).map((item) => ({ ...item, state: "failed" }));
}

/** Messages and photos of the customer that will go as soon as there is a line; what was refused will not. */
export function unsentCount(outbox: Outbox): number {
  return outbox.filter(
    (item) => item.state !== "failed" && (item.body.kind === "message" || item.body.kind === "file"),
  ).length;
}

function change(outbox: Outbox, id: string, to: (item: OutboxItem) => OutboxItem): Outbox {
  return outbox.map((item) => (item.id === id ? to(item) : item));
}
