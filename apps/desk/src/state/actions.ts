import type { DeskChange, InteractionView, NextPresenceView, ServerFrame } from "@patchbay/protocol";
import { Link } from "../link/link.js";
import { word } from "../words/words.js";
import { ask, linkIs, theLink } from "./asking.js";
import { callNews, joinedIn } from "./call-news.js";
import { applyChanges, fromSnapshot } from "./desk-data.js";
import { draftsFollow, restoreDrafts } from "./drafts.js";
import { failedCalls } from "./failed-calls.js";
import { type Keeper, keeperFor } from "./kept.js";
import { saveAll } from "./leaving.js";
import { leftCustomer, noteLeft, noteTaken, restoreLeft } from "./left.js";
import { lookedAt, markUntaken, newsOf, useUntaken } from "./news.js";
import { dropArrived, linesFollow, restoreOutgoing, resumeOutgoing } from "./outgoing.js";
import { type Selection, seat, serverNow, useDesk } from "./store.js";
import { toast } from "./toasts.js";
import { restoreUndelivered } from "./undelivered.js";
import { tellVoiceFrame } from "./voice-frames.js";

export { ask, askNow } from "./asking.js";
export { setDraftAudience, typeDraft } from "./drafts.js";
export { discardOutgoing, retry, sendFile, sendText } from "./outgoing.js";
export { dropToast, errorText, holdToast, releaseToast, toast, toastError } from "./toasts.js";

/** Everything that the desk can do. Components call these; nothing else talks to the server. */

let keeper: Keeper | null = null;
/** A frame was missed: what we show stays on the screen, but only a snapshot may replace it. */
let missedFrames = false;
const { getState: get, setState: set } = useDesk;
const TYPING_SHOWN_MS = 6_000;

export function connect(agentId: string): void {
  theLink()?.stop();
  const kept = keeperFor(seat, agentId);
  keeper = kept;
  forgetFormerAgent();
  restoreLeft(agentId);
  restoreUndelivered(agentId, kept);
  const requests = [...kept.requests.read().values()];
  set({ session: { phase: "signed_in", agentId }, data: null, selection: kept.selection() });
  restoreOutgoing(kept);
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
  resumeOutgoing(link, requests);
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
      // Who may do something else sees other lists: they come with a snapshot.
      const rights = ({ roles, privileges }: typeof next.user): string => [...roles, ...privileges].join();
      if (rights(next.user) !== rights(data.user)) {
        missedFrames = true;
        theLink()?.reset();
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
          ...(frame.why !== undefined && { said: frame.why }),
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
    case "preferences":
    case "canned_responses":
    case "contact":
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

/** For how long something that was asked for may take to arrive and still come to the front, ms. */
const ARRIVES_WITHIN_MS = 5_000;

/** Brings an interaction to the front that this agent has just asked for; the answer may be here before it is. */
export function selectOnceThere(interactionId: string, phase: InteractionView["phase"] = "connected"): void {
  const isThere = ({ data }: ReturnType<typeof get>): boolean =>
    data?.interactions.get(interactionId)?.phase === phase;
  const bring = (): void => select({ kind: "interaction", id: interactionId });
  if (isThere(get())) {
    bring();
    return;
  }
  const stop = (): void => {
    unsubscribe();
    window.clearTimeout(timer);
  };
  const timer = window.setTimeout(() => stop(), ARRIVES_WITHIN_MS);
  const unsubscribe = useDesk.subscribe((state) => {
    if (!isThere(state)) return;
    stop();
    bring();
  });
}

export const setPresence = (presence: NextPresenceView) => ask("setPresence", { presence });
export const clearNext = () => ask("clearNext", {});

/** After each frame: what was typed stays with its chat. */
function wordsFollow(whole: boolean): void {
  draftsFollow(whole);
  linesFollow();
}

const readMarks = new Map<string, string>();
/** The customer's messages up to here have been seen. Said once. */
export function markRead(interactionId: string, messageId: string): void {
  if (readMarks.get(interactionId) === messageId) return;
  // Whoever reads along reads for nobody: the customer is told what the agents have read.
  if (get().data?.interactions.get(interactionId)?.phase === "monitoring") return;
  readMarks.set(interactionId, messageId);
  void ask("markRead", { interactionId, messageId });
}
