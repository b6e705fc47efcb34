import {
  type DeskInput,
  type DeskRequestKey,
  deskRequests,
  type NextPresenceView,
  type ServerFrame,
} from "@patchbay/protocol";
import { type Answer, Link, type OpenRequest } from "../link/link.js";
import { word } from "../words/words.js";
import { applyChanges, fromSnapshot } from "./desk-data.js";
import { type Keeper, keeperFor } from "./kept.js";
import { noteLeft, restoreLeft, takenOver } from "./left.js";
import {
  type Audience,
  type OutgoingLine,
  type Selection,
  seat,
  serverNow,
  type Toast,
  useDesk,
} from "./store.js";

/** Everything that the desk can do. Components call these; nothing else talks to the server. */

let link: Link | null = null;
let keeper: Keeper | null = null;
/** A frame was missed: what we show stays on the screen, but only a snapshot may replace it. */
let missedFrames = false;
const { getState: get, setState: set } = useDesk;
const TYPING_SHOWN_MS = 6_000;
const DRAFT_SAVE_AFTER_MS = 800;
const TOAST_MS = 8_000;

export function connect(agentId: string): void {
  link?.stop();
  keeper = keeperFor(seat, agentId);
  forgetFormerAgent();
  restoreLeft(agentId);
  const requests = keeper.requests();
  const drafts = new Map([...keeper.drafts()].map(([id, draft]) => [id, { ...draft, saved: false }]));
  set({
    session: { phase: "signed_in", agentId },
    data: null,
    selection: keeper.selection(),
    drafts,
    outgoing: linesOf(requests),
  });
  const protocol = location.protocol === "https:" ? "wss" : "ws";
  const tab = crypto.randomUUID();
  link = new Link({
    url: (after) =>
      `${protocol}://${location.host}/api/desk/stream?seat=${seat}&tab=${tab}${after === null ? "" : `&after=${after}`}`,
    after: () => (missedFrames ? null : (get().data?.seq ?? null)),
    onFrame: heard,
    onStatus: (status) => set({ link: status }),
    onKept: (requests) => {
      keeper?.keepRequests(requests);
      set({ unanswered: requests.length });
    },
  });
  link.start();
  link.resume(requests, (request, answer) => {
    if (request.name === deskRequests.sendMessage.name)
      delivered(request.input as DeskInput<"sendMessage">, answer);
  });
}

/** Another agent may sit down at the same page: nothing of the former one's work is shown to, or sent by, the next. */
function forgetFormerAgent(): void {
  missedFrames = false;
  for (const timer of draftTimers.values()) window.clearTimeout(timer);
  for (const memory of [draftTimers, draftVersions, typingTold, readMarks]) memory.clear();
  set({ typing: new Map(), lookedUpTo: new Map(), toasts: [], unanswered: 0 });
}

export function disconnect(): void {
  link?.stop();
  link = null;
}

/** The agent knows that the network is back, and need not wait for the next try. */
export const reconnect = (): void => link?.retryNow();

/** One request, one answer. A refusal is the caller's to show; `tell` does so as a toast. */
export function ask<K extends DeskRequestKey>(
  key: K,
  input: DeskInput<K>,
  options?: { id?: string; keep?: boolean },
): Promise<Answer<K>> {
  if (!link) return Promise.resolve({ ok: false, error: { code: "not_logged_in", correlationId: "" } });
  return link.ask(key, input, options);
}

function heard(frame: Exclude<ServerFrame, { frame: "result" }>): void {
  switch (frame.frame) {
    case "snapshot": {
      const data = fromSnapshot(frame.snapshot, Date.now());
      missedFrames = false;
      set((state) => ({
        data,
        selection: stillThere(state.selection, data),
        drafts: mergeDrafts(state.drafts, data),
      }));
      dropArrived();
      saveRestoredDrafts();
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
        link?.reset();
        return;
      }
      noteLeft(data.user.agentId, data.interactions, frame.changes, serverNow());
      for (const { customer, agentId, serviceId } of takenOver(data.interactions, frame.changes)) {
        const who = data.roster.get(agentId ?? "")?.name ?? data.services.get(serviceId)?.name ?? "";
        toast(word("toast.taken", { who, customer }));
      }
      set((state) => ({
        data: next,
        selection: stillThere(state.selection, next),
        drafts: mergeDrafts(state.drafts, next),
      }));
      dropArrived();
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
    case "pong":
      return;
  }
}

type Data = NonNullable<ReturnType<typeof get>["data"]>;

function stillThere(selection: Selection, data: Data): Selection {
  if (selection?.kind === "interaction" && !data.interactions.has(selection.id)) return null;
  if (selection?.kind === "offer" && !data.offers.has(selection.id)) {
    // An accepted offer is the chat that the agent was looking at.
    const id = selection.id.replace(/\.o\d+$/, "");
    return data.interactions.has(id) ? { kind: "interaction", id } : null;
  }
  return selection;
}

/**
 * What is typed here and not yet saved wins; else the newest version does, also when another tab wrote it. It brings its
 * audience: a whisper must never come back as words for the customer.
 */
function mergeDrafts(drafts: ReturnType<typeof get>["drafts"], data: Data): ReturnType<typeof get>["drafts"] {
  let next: Map<string, { text: string; saved: boolean; audience: Audience }> | null = null;
  for (const { interactionId, draft } of data.interactions.values()) {
    const here = drafts.get(interactionId);
    if (draft.version <= (draftVersions.get(interactionId) ?? 0)) continue;
    if (here?.saved === false) {
      // Typed in two places: the text from here stays, but what either of them meant for colleagues alone stays so.
      if (draft.audience !== "team" || draft.text === "" || here.audience === "team") continue;
      next ??= new Map(drafts);
      next.set(interactionId, { ...here, audience: "team" });
      continue;
    }
    draftVersions.set(interactionId, draft.version);
    next ??= new Map(drafts);
    next.set(interactionId, { text: draft.text, saved: true, audience: draft.audience });
  }
  return next ?? drafts;
}

/** What was typed before a reload goes to the server now that the versions are known; chats that are over want none. */
function saveRestoredDrafts(): void {
  const { drafts, data } = get();
  const left = [...drafts].filter(([interactionId]) => data?.interactions.has(interactionId));
  set({ drafts: new Map(left) });
  keepDrafts();
  for (const [interactionId, { saved }] of left) {
    if (!saved && !draftTimers.has(interactionId)) void saveDraft(interactionId);
  }
}

export function select(selection: Selection): void {
  set({ selection, room: "conversations" });
  keeper?.keepSelection(selection);
}

// ---- presence ----

export const setPresence = (presence: NextPresenceView) => ask("setPresence", { presence });
export const clearNext = () => ask("clearNext", {});

// ---- drafts ----

const draftTimers = new Map<string, number>();
const draftVersions = new Map<string, number>();

export function typeDraft(interactionId: string, text: string): void {
  const audience = get().drafts.get(interactionId)?.audience ?? "all";
  set({ drafts: new Map(get().drafts).set(interactionId, { text, saved: false, audience }) });
  keepDrafts();
  window.clearTimeout(draftTimers.get(interactionId));
  draftTimers.set(
    interactionId,
    window.setTimeout(() => void saveDraft(interactionId), DRAFT_SAVE_AFTER_MS),
  );
  tellTyping(interactionId, text !== "" && audience === "all");
}

/** For whom the text is goes with the text: to this browser's storage at once, and to the server. */
export function setDraftAudience(interactionId: string, audience: Audience): void {
  const text = get().drafts.get(interactionId)?.text ?? "";
  set({ drafts: new Map(get().drafts).set(interactionId, { text, saved: false, audience }) });
  keepDrafts();
  tellTyping(interactionId, text !== "" && audience === "all");
  void saveDraft(interactionId);
}

async function saveDraft(interactionId: string): Promise<void> {
  window.clearTimeout(draftTimers.get(interactionId));
  draftTimers.delete(interactionId);
  const { text, audience } = get().drafts.get(interactionId) ?? { text: "", audience: "all" as const };
  const known = get().data?.interactions.get(interactionId)?.draft.version ?? 0;
  const version = Math.max(known, draftVersions.get(interactionId) ?? 0) + 1;
  draftVersions.set(interactionId, version);
  const answer = await ask("saveDraft", { interactionId, text, audience, version });
  const now = get().drafts.get(interactionId);
  if (answer.ok && now?.text === text && now.audience === audience) {
    set({ drafts: new Map(get().drafts).set(interactionId, { ...now, saved: true }) });
    keepDrafts();
  }
}

/** A reload before the server has confirmed a draft must not lose it, not even its last letter. */
function keepDrafts(): void {
  const unsaved = [...get().drafts].filter(([, { saved }]) => !saved);
  keeper?.keepDrafts(new Map(unsaved.map(([id, { text, audience }]) => [id, { text, audience }])));
}

const typingTold = new Map<string, number>();
const TYPING_AGAIN_MS = 3_000;
function tellTyping(interactionId: string, typing: boolean): void {
  const told = typingTold.get(interactionId) ?? 0;
  if (typing && Date.now() - told < TYPING_AGAIN_MS) return;
  if (!typing && told === 0) return;
  typingTold.set(interactionId, typing ? Date.now() : 0);
  link?.typing(interactionId, typing);
}

// ---- messages ----

/** Sends what is in the composer of this chat, and of no other. */
export function sendText(interactionId: string): void {
  const draft = get().drafts.get(interactionId);
  const text = draft?.text.trim() ?? "";
  if (text === "") return;
  const line: OutgoingLine = {
    clientMessageId: crypto.randomUUID(),
    interactionId,
    at: serverNow(),
    audience: draft?.audience ?? "all",
    body: { kind: "text", text },
    state: "sending",
    progress: null,
    error: null,
  };
  set({
    outgoing: [...get().outgoing, line],
    drafts: new Map(get().drafts).set(interactionId, { text: "", saved: false, audience: line.audience }),
  });
  keepDrafts();
  tellTyping(interactionId, false);
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
  { clientMessageId }: DeskInput<"sendMessage">,
  answer: Answer<"sendMessage"> | Answer<DeskRequestKey>,
): void {
  if (!answer.ok) updateOutgoing(clientMessageId, { state: "failed", error: answer.error.code });
  else dropArrived();
}

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

// ---- what survives a reload ----

/** Texts that an earlier page sent without hearing an answer. Files are not shown: only their ids were kept. */
function linesOf(kept: readonly OpenRequest[]): OutgoingLine[] {
  return kept.flatMap(({ name, input }): OutgoingLine[] => {
    if (name !== deskRequests.sendMessage.name) return [];
    const sent = input as DeskInput<"sendMessage">;
    if (sent.body.kind !== "text") return [];
    const { interactionId, clientMessageId, body, audience = "all" } = sent;
    return [
      {
        clientMessageId,
        interactionId,
        at: Date.now(),
        audience,
        body,
        state: "sending",
        progress: null,
        error: null,
      },
    ];
  });
}
