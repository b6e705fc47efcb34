import {
  type DeskChange,
  type DeskInput,
  type DeskRequestKey,
  deskRequests,
  type NextPresenceView,
  type ServerFrame,
} from "@patchbay/protocol";
import { type Answer, Link } from "../link/link.js";
import { word } from "../words/words.js";
import { ask, linkIs, theLink } from "./asking.js";
import { callNews, joinedIn } from "./call-news.js";
import { applyChanges, fromSnapshot } from "./desk-data.js";
import { draftSent, draftsFollow, restoreDrafts, saveDraft } from "./drafts.js";
import { failedCalls } from "./failed-calls.js";
import { type Keeper, keeperFor } from "./kept.js";
import { saveAll, watchLeaving } from "./leaving.js";
import { leftCustomer, noteLeft, noteTaken, restoreLeft } from "./left.js";
import { lookedAt, markUntaken, newsOf, useUntaken } from "./news.js";
import {
  type Audience,
  type OutgoingLine,
  type Selection,
  seat,
  serverNow,
  type Toast,
  useDesk,
} from "./store.js";
import { putAside, restoreUndelivered, takeBack } from "./undelivered.js";
import { tellVoiceFrame } from "./voice-frames.js";

export { ask } from "./asking.js";
export { setDraftAudience, typeDraft } from "./drafts.js";

/** Everything that the desk can do. Components call these; nothing else talks to the server. */

let keeper: Keeper | null = null;
/** A frame was missed: what we show stays on the screen, but only a snapshot may replace it. */
let missedFrames = false;
const { getState: get, setState: set } = useDesk;
const TYPING_SHOWN_MS = 6_000;
const TOAST_MS = 8_000;

export function connect(agentId: string): void {
  theLink()?.stop();
  const kept = keeperFor(seat, agentId);
  keeper = kept;
  forgetFormerAgent();
  restoreLeft(agentId);
  restoreUndelivered(agentId, kept);
  const requests = [...kept.requests.read().values()];
  const outgoing = [...kept.lines.read().values()];
  set({ session: { phase: "signed_in", agentId }, data: null, selection: kept.selection(), outgoing });
  restoreDrafts(kept);
  const protocol = location.protocol === "https:" ? "wss" : "ws";
  const tab = crypto.randomUUID();
  const link = new Link({
    url: (after) =>
      `${protocol}://${location.host}/api/desk/stream?seat=${seat}&tab=${tab}${after === null ? "" : `&after=${after}`}`,
    after: () => (missedFrames ? null : (get().data?.seq ?? null)),
    onFrame: heard,
    onStatus: (status) => set({ link: status }),
    onKept: (open) => {
      kept.requests.keep(new Map(open.map((request) => [request.id, request])));
      set({ unanswered: open.length });
    },
  });
  linkIs(link);
  link.start();
  const sent = new Set<string>();
  link.resume(requests, (request, answer) => {
    if (request.name === deskRequests.sendMessage.name)
      delivered(request.input as DeskInput<"sendMessage">, answer);
  });
  for (const { name, input } of requests) {
    if (name === deskRequests.sendMessage.name) sent.add((input as DeskInput<"sendMessage">).clientMessageId);
  }
  for (const line of outgoing) {
    if (line.state === "sending" && !sent.has(line.clientMessageId)) void deliver(line);
  }
}

/** Another agent may sit down at the same page: nothing of the former one's work is shown to, or sent by, the next. */
function forgetFormerAgent(): void {
  missedFrames = false;
  readMarks.clear();
  useUntaken.setState({ untaken: new Map() });
  set({ typing: new Map(), lookedUpTo: new Map(), toasts: [], away: null, unanswered: 0 });
}

export function disconnect(): void {
  theLink()?.stop();
  linkIs(null);
}

/** The agent knows that the network is back, and need not wait for the next try. */
export const reconnect = (): void => theLink()?.retryNow();

function heard(frame: Exclude<ServerFrame, { frame: "result" }>): void {
  switch (frame.frame) {
    case "snapshot": {
      const data = fromSnapshot(frame.snapshot, Date.now());
      missedFrames = false;
      set((state) => ({
        data,
        selection: stillThere(state.selection, data) ?? (state.data === null ? callInHand(data) : null),
      }));
      dropArrived();
      wordsFollow(true);
      return;
    }
    case "changes": {
      const { data } = get();
      if (!data || missedFrames) return;
      const next = applyChanges(data, frame, (offer) => {
        window.dispatchEvent(new CustomEvent("patchbay:offer-gone", { detail: offer }));
      });
      if (next === "gap") {
        missedFrames = true;
        theLink()?.reset();
        return;
      }
      for (const { cause, customer } of failedCalls(data.interactions, frame.changes)) {
        toast(word(`call.failed.${cause}`, { customer }), { tone: "error" });
        window.dispatchEvent(new CustomEvent("patchbay:call-failed", { detail: cause }));
      }
      noteLeft(data.user.agentId, data, frame.changes, serverNow());
      for (const { text, tone } of [
        ...newsOf(data, frame.changes),
        ...callNews(data, frame.changes, leftCustomer),
      ])
        toast(text, { tone });
      noteTaken(data.user.agentId, frame.changes);
      markUntaken(data, frame.changes, inFront());
      set((state) => ({
        data: next,
        selection: stillThere(following(state.selection, frame.changes), next),
      }));
      dropArrived();
      wordsFollow(false);
      return;
    }
    case "typing": {
      const typing = new Map(get().typing);
      const who = frame.who === "customer" ? "customer" : frame.who.agentId;
      if (frame.typing)
        typing.set(frame.interactionId, { who, preview: frame.preview, until: Date.now() + TYPING_SHOWN_MS });
      else typing.delete(frame.interactionId);
      set({ typing });
      return;
    }
    case "leader":
      set({ leader: frame.leader });
      return;
    case "health":
      set({ health: frame.center });
      return;
    case "bye":
      if (frame.reason === "shutdown") return;
      disconnect();
      set({
        session: {
          phase: "signed_out",
          why: frame.reason,
          by: get().data?.roster.get(frame.by ?? "")?.name ?? null,
        },
        data: null,
      });
      return;
    case "last_words":
      // Another desk has the work now: what waits here for a pause is sent there, by way of the server.
      void saveAll().then(() => theLink()?.lastWordsSaid());
      return;
    case "away": {
      const { since, until, customers } = frame;
      if (until > (keeper?.awayRead() ?? 0)) set({ away: { since, until, customers } });
      return;
    }
    case "call_quality":
    case "phone_check":
    case "call_keys":
    case "voicemail":
    case "follow_ups":
      tellVoiceFrame(frame);
      return;
    case "pong":
      return;
  }
}

export function dismissAway(): void {
  const { away } = get();
  if (away !== null) keeper?.keepAwayRead(away.until);
  set({ away: null });
}

type Data = NonNullable<ReturnType<typeof get>["data"]>;

/** Whoever looks at a call that becomes part of another one looks at that one from then on. */
function following(selection: Selection, changes: readonly DeskChange[]): Selection {
  const into = selection?.kind === "interaction" ? joinedIn(changes).get(selection.id) : undefined;
  return into === undefined ? selection : { kind: "interaction", id: into };
}

function stillThere(selection: Selection, data: Data): Selection {
  if (selection?.kind === "interaction" && !data.interactions.has(selection.id)) return null;
  if (selection?.kind === "offer" && !data.offers.has(selection.id)) {
    // An accepted offer is the chat that the agent was looking at.
    const id = selection.id.replace(/\.o\d+$/, "");
    return data.interactions.has(id) ? { kind: "interaction", id } : null;
  }
  return selection;
}

/** A desk that opens with a call in hand, as after a take-over, opens with its controls in front. */
function callInHand(data: Data): Selection {
  const call = [...data.interactions.values()].find((view) => view.call?.own != null);
  return call === undefined ? null : { kind: "interaction", id: call.interactionId };
}

/** The chat that is on the screen. */
function inFront(): string | null {
  const { selection, room } = get();
  return room === "conversations" && selection?.kind === "interaction" ? selection.id : null;
}

export function select(selection: Selection): void {
  if (selection?.kind === "interaction") lookedAt(selection.id);
  set({ selection, room: "conversations" });
  keeper?.keepSelection(selection);
}

// ---- presence ----

export const setPresence = (presence: NextPresenceView) => ask("setPresence", { presence });
export const clearNext = () => ask("clearNext", {});

// ---- messages ----

/** Sends what is in the composer of this chat, and of no other. */
export function sendText(interactionId: string): void {
  const draft = get().drafts.get(interactionId);
  const text = draft?.text.trim() ?? "";
  if (text === "") return;
  const line: OutgoingLine = {
    clientMessageId: crypto.randomUUID(),
    interactionId,
    customer: customerOf(interactionId),
    at: serverNow(),
    audience: draft?.audience ?? "all",
    body: { kind: "text", text },
    state: "sending",
    progress: null,
    error: null,
  };
  set({ outgoing: [...get().outgoing, line] });
  draftSent(interactionId);
  void deliver(line);
  // The server's copy of the draft goes too, after the message: in between, a crash shows the text twice, never not at all.
  void saveDraft(interactionId);
}

export function retry(clientMessageId: string): void {
  const line = get().outgoing.find((other) => other.clientMessageId === clientMessageId);
  if (line?.body.kind !== "text") return;
  updateOutgoing(clientMessageId, { state: "sending", error: null });
  void deliver(line);
}

/** Gives the text of a message that failed back to the composer. */
export function discardOutgoing(clientMessageId: string): void {
  set({ outgoing: get().outgoing.filter((line) => line.clientMessageId !== clientMessageId) });
}

async function deliver(line: OutgoingLine): Promise<void> {
  if (line.body.kind !== "text") return;
  const { interactionId, audience, clientMessageId } = line;
  const sent = { interactionId, audience, clientMessageId, body: line.body };
  // A message that was refused needs a new id: the old one would get the old answer.
  const id = line.error === null ? clientMessageId : crypto.randomUUID();
  delivered(sent, await ask("sendMessage", sent, { id, keep: true }));
}

function delivered(
  { clientMessageId, interactionId }: DeskInput<"sendMessage">,
  answer: Answer<"sendMessage"> | Answer<DeskRequestKey>,
): void {
  const { data } = get();
  if (!answer.ok) updateOutgoing(clientMessageId, { state: "failed", error: answer.error.code });
  // It is there, and its view never comes here: the chat has left this desk.
  else if (data !== null && !data.interactions.has(interactionId)) discardOutgoing(clientMessageId);
  else dropArrived();
  linesFollow();
}

/** What was refused and has no place any more is put aside; it comes back with its chat. */
function linesFollow(): void {
  const { data, outgoing } = get();
  if (data === null) return;
  const here = (interactionId: string): boolean => data.interactions.has(interactionId);
  const gone = outgoing.filter((line) => line.state === "failed" && !here(line.interactionId));
  for (const { interactionId, customer, audience, body, at, error } of gone) {
    const text = body.kind === "text" ? body.text : body.name;
    const kind = body.kind === "text" ? "message" : "file";
    putAside({ interactionId, customer, kind, audience, text, at, error });
  }
  const back = takeBack("message", here).map(
    ({ interactionId, customer, audience, text, at, error }): OutgoingLine => ({
      clientMessageId: crypto.randomUUID(),
      interactionId,
      customer,
      at,
      audience,
      body: { kind: "text", text },
      state: "failed",
      progress: null,
      error,
    }),
  );
  if (gone.length > 0 || back.length > 0)
    set({ outgoing: [...outgoing.filter((line) => !gone.includes(line)), ...back] });
}

/** After each frame: what was typed stays with its chat. */
function wordsFollow(whole: boolean): void {
  draftsFollow(whole);
  linesFollow();
}

const customerOf = (interactionId: string): string =>
  get().data?.interactions.get(interactionId)?.contact.name ?? "";

// Texts that were sent are kept until they are in a transcript, or the agent has decided about them. Files are not: their
// bytes are this page's.
useDesk.subscribe(({ outgoing }, before) => {
  if (outgoing === before.outgoing) return;
  const texts = outgoing.filter((line) => line.body.kind === "text");
  keeper?.lines.keep(new Map(texts.map((line) => [line.clientMessageId, line])));
});
watchLeaving(() => {
  const { session, outgoing } = get();
  const uploads = outgoing.some((line) => line.body.kind === "file" && line.state === "sending");
  return session.phase === "signed_in" && (uploads || keeper?.safe() === false);
});

function updateOutgoing(clientMessageId: string, change: Partial<OutgoingLine>): void {
  set({
    outgoing: get().outgoing.map((line) =>
      line.clientMessageId === clientMessageId ? { ...line, ...change } : line,
    ),
  });
}

/** Uploads, then sends. Each file is a line with its progress; `cancel` takes it back while it goes up. */
export function sendFile(
  interactionId: string,
  file: File,
  audience: Audience = get().drafts.get(interactionId)?.audience ?? "all",
): { clientMessageId: string; cancel: () => void } {
  const clientMessageId = crypto.randomUUID();
  const line: OutgoingLine = {
    clientMessageId,
    interactionId,
    customer: customerOf(interactionId),
    at: serverNow(),
    audience,
    body: { kind: "file", name: file.name, bytes: file.size },
    state: "sending",
    progress: 0,
    error: null,
  };
  set({ outgoing: [...get().outgoing, line] });
  const limit = get().data?.settings.uploadBytesMax ?? Number.POSITIVE_INFINITY;
  if (file.size > limit) {
    updateOutgoing(clientMessageId, { state: "failed", error: "file_too_large" });
    return { clientMessageId, cancel: () => discardOutgoing(clientMessageId) };
  }
  const request = new XMLHttpRequest();
  request.open("POST", `/api/files?seat=${seat}`);
  request.setRequestHeader("x-patchbay", "desk");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) updateOutgoing(clientMessageId, { progress: event.loaded / event.total });
  });
  request.addEventListener("error", () =>
    updateOutgoing(clientMessageId, { state: "failed", error: "connection_lost" }),
  );
  request.addEventListener("abort", () => discardOutgoing(clientMessageId));
  request.addEventListener("load", () => {
    const body = parseJson(request.responseText);
    if (request.status !== 200) {
      updateOutgoing(clientMessageId, { state: "failed", error: String(body.code ?? "unknown_error") });
      return;
    }
    const sent = {
      interactionId,
      audience,
      clientMessageId,
      body: { kind: "file", fileId: String(body.fileId) },
    } as const;
    void ask("sendMessage", sent, { id: clientMessageId, keep: true }).then((answer) =>
      delivered(sent, answer),
    );
  });
  const form = new FormData();
  form.append("file", file);
  request.send(form);
  return { clientMessageId, cancel: () => request.abort() };
}

function parseJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** A line leaves the outbox when its committed view is in the transcript. */
function dropArrived(): void {
  const { outgoing, data } = get();
  if (!data || outgoing.length === 0) return;
  const left = outgoing.filter(
    (line) =>
      !data.messages
        .get(line.interactionId)
        ?.some((message) => message.clientMessageId === line.clientMessageId),
  );
  if (left.length !== outgoing.length) set({ outgoing: left });
}

const readMarks = new Map<string, string>();
/** The customer's messages up to here have been seen. Said once. */
export function markRead(interactionId: string, messageId: string): void {
  if (readMarks.get(interactionId) === messageId) return;
  readMarks.set(interactionId, messageId);
  void ask("markRead", { interactionId, messageId });
}

// ---- toasts ----

export function toast(text: string, options: Partial<Pick<Toast, "tone" | "until" | "undo">> = {}): string {
  const id = crypto.randomUUID();
  const until = options.until ?? Date.now() + TOAST_MS;
  set({
    toasts: [...get().toasts, { id, text, tone: options.tone ?? "plain", until, undo: options.undo ?? null }],
  });
  window.setTimeout(() => dropToast(id), Math.max(0, until - Date.now()));
  return id;
}

export function dropToast(id: string): void {
  set({ toasts: get().toasts.filter((other) => other.id !== id) });
}
