import type { InteractionView } from "@patchbay/protocol";
import { ask, theLink } from "./asking.js";
import type { Keeper } from "./kept.js";
import { whenLeaving } from "./leaving.js";
import { type Audience, serverNow, useDesk } from "./store.js";
import { putAside, takeBack } from "./undelivered.js";

/**
 * What is typed into the composers. The truth is here while the desk is open; the server gets it when the agent pauses,
 * with a version that grows, and until it has it the browser's storage has it too.
 */

const { getState: get, setState: set } = useDesk;
const SAVE_AFTER_MS = 800;
const TYPING_AGAIN_MS = 3_000;

let keeper: Keeper | null = null;
const timers = new Map<string, number>();
/** The newest version of each draft that this page has seen or sent. */
const versions = new Map<string, number>();
/** How many saves of a draft wait for their answer. */
const sending = new Map<string, number>();
const typingTold = new Map<string, number>();

/** Takes up what an earlier page of this agent did not bring to the server. */
export function restoreDrafts(from: Keeper): void {
  keeper = from;
  for (const timer of timers.values()) window.clearTimeout(timer);
  for (const memory of [timers, versions, sending, typingTold]) memory.clear();
  const kept = from.drafts.read();
  for (const [interactionId, { base }] of kept) versions.set(interactionId, base);
  set({
    drafts: new Map(
      [...kept].map(([id, { text, audience, customer }]) => [id, { text, audience, customer, saved: false }]),
    ),
  });
}

export function typeDraft(interactionId: string, text: string): void {
  const audience = audienceOf(interactionId);
  put(interactionId, text, audience);
  window.clearTimeout(timers.get(interactionId));
  timers.set(
    interactionId,
    window.setTimeout(() => void saveDraft(interactionId), SAVE_AFTER_MS),
  );
  tellTyping(interactionId, text !== "" && toldOfTyping(interactionId, audience));
}

/** An agent's whisper is not announced: the customer's app would show it. The server tells a supervisor's to agents alone. */
const toldOfTyping = (interactionId: string, audience: Audience): boolean =>
  audience === "all" || get().data?.interactions.get(interactionId)?.phase === "monitoring";

/** For whom the text is goes with the text: to this browser's storage at once, and to the server. */
export function setDraftAudience(interactionId: string, audience: Audience): void {
  const text = get().drafts.get(interactionId)?.text ?? "";
  put(interactionId, text, audience);
  tellTyping(interactionId, text !== "" && audience === "all");
  void saveDraft(interactionId);
}

/** What was in the composer has been sent. */
export function draftSent(interactionId: string): void {
  put(interactionId, "", audienceOf(interactionId));
  tellTyping(interactionId, false);
}

/** Whoever reads a chat along has words for its agents alone. */
export function audienceOf(interactionId: string): Audience {
  const { drafts, data } = get();
  if (data?.interactions.get(interactionId)?.phase === "monitoring") return "team";
  return drafts.get(interactionId)?.audience ?? "all";
}

function put(interactionId: string, text: string, audience: Audience): void {
  const customer = get().data?.interactions.get(interactionId)?.contact.name ?? "";
  set({ drafts: new Map(get().drafts).set(interactionId, { text, audience, customer, saved: false }) });
  keepDrafts();
}

export async function saveDraft(interactionId: string): Promise<void> {
  window.clearTimeout(timers.get(interactionId));
  timers.delete(interactionId);
  const draft = get().drafts.get(interactionId);
  if (draft === undefined) return;
  const { text, audience } = draft;
  const version = Math.max(heldOf(interactionId)?.version ?? 0, versions.get(interactionId) ?? 0) + 1;
  versions.set(interactionId, version);
  keepDrafts();
  sending.set(interactionId, (sending.get(interactionId) ?? 0) + 1);
  const answer = await ask("saveDraft", { interactionId, text, audience, version });
  sending.set(interactionId, Math.max(0, (sending.get(interactionId) ?? 0) - 1));
  const now = get().drafts.get(interactionId);
  if (!answer.ok || now === undefined || now.text !== text || now.audience !== audience) return;
  const held = heldOf(interactionId);
  // The server keeps the first of two texts with one version: another tab's was there before this one.
  if (
    held !== undefined &&
    versions.get(interactionId) === version &&
    held.version >= version &&
    letters(held.text) !== letters(text)
  ) {
    versions.set(interactionId, version - 1);
    mergeDrafts();
    if (get().drafts.get(interactionId)?.saved === false) return saveDraft(interactionId);
    return;
  }
  set({ drafts: new Map(get().drafts).set(interactionId, { ...now, saved: true }) });
  keepDrafts();
}

const heldOf = (interactionId: string): InteractionView["draft"] | undefined =>
  get().data?.interactions.get(interactionId)?.draft;
/** The server takes out what no field can show; that does not make it another text. */
const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "");

/** Before a page goes away nothing waits for a pause any more. */
async function saveDrafts(): Promise<void> {
  await Promise.all([...timers.keys()].map(saveDraft));
}
whenLeaving(saveDrafts);

/**
 * After each frame: drafts follow their chats. One whose chat has left the desk before the server had it is put aside,
 * and comes back with its chat.
 * @param whole a snapshot: what it lacks was taken away while this desk was not looking
 */
export function draftsFollow(whole: boolean): void {
  const { data, drafts } = get();
  if (data === null) return;
  const here = (interactionId: string): boolean => data.interactions.has(interactionId);
  const gone = [...drafts].filter(([interactionId]) => !here(interactionId));
  for (const [interactionId, { text, audience, customer, saved }] of gone) {
    window.clearTimeout(timers.get(interactionId));
    for (const memory of [timers, versions, typingTold]) memory.delete(interactionId);
    if (saved && !whole) continue;
    putAside({ interactionId, customer, kind: "draft", audience, text, at: serverNow(), error: null });
  }
  const next = new Map([...drafts].filter(([interactionId]) => here(interactionId)));
  const back = takeBack("draft", here);
  for (const { interactionId, text, audience, customer } of back) {
    const typed = next.get(interactionId);
    if (typed !== undefined && typed.text !== "") {
      putAside({ interactionId, customer, kind: "aside", audience, text, at: serverNow(), error: null });
    } else next.set(interactionId, { text, audience, customer, saved: false });
  }
  if (gone.length > 0 || back.length > 0) set({ drafts: next });
  const changed = mergeDrafts();
  if (gone.length > 0 || back.length > 0 || changed.length > 0 || whole) keepDrafts();
  const unsaved = whole ? get().drafts.keys() : [...back.map((one) => one.interactionId), ...changed];
  for (const interactionId of unsaved) {
    const waits = timers.has(interactionId) || (sending.get(interactionId) ?? 0) > 0;
    if (get().drafts.get(interactionId)?.saved === false && !waits) void saveDraft(interactionId);
  }
}

/**
 * What is typed here and not yet saved wins; else the newest version does, also when another tab wrote it. It brings its
 * audience: a whisper must never come back as words for the customer.
 * @returns the chats for which something new came
 */
function mergeDrafts(): readonly string[] {
  const { data, drafts } = get();
  const next = new Map(drafts);
  const changed: string[] = [];
  for (const { interactionId, contact, draft } of data?.interactions.values() ?? []) {
    if (draft.version <= (versions.get(interactionId) ?? 0)) continue;
    versions.set(interactionId, draft.version);
    changed.push(interactionId);
    const typed = drafts.get(interactionId);
    const { text, audience } = draft;
    const customer = contact.name;
    if (typed === undefined || typed.saved) {
      next.set(interactionId, { text, audience, customer, saved: true });
      continue;
    }
    // Typed in two places: what either of them meant for colleagues alone stays so.
    const forTeam =
      (text !== "" && audience === "team") || (typed.text !== "" && typed.audience === "team")
        ? ("team" as const)
        : typed.audience;
    // Of two texts of which one contains the other, the longer is what came of the shorter.
    const longer = text.includes(typed.text) ? text : typed.text;
    const saved = longer === text && forTeam === audience;
    next.set(interactionId, { text: longer, audience: forTeam, customer, saved });
    if (!longer.includes(text))
      putAside({ interactionId, customer, kind: "aside", audience, text, at: serverNow(), error: null });
  }
  if (changed.length > 0) set({ drafts: next });
  return changed;
}

/** A page that goes away before the server has confirmed a draft must not lose it, not even its last letter. */
function keepDrafts(): void {
  const unsaved = [...get().drafts].filter(([, { saved }]) => !saved);
  keeper?.drafts.keep(
    new Map(
      unsaved.map(([id, { text, audience, customer }]) => [
        id,
        { text, audience, customer, base: versions.get(id) ?? heldOf(id)?.version ?? 0 },
      ]),
    ),
  );
}

function tellTyping(interactionId: string, typing: boolean): void {
  const told = typingTold.get(interactionId) ?? 0;
  if (typing && Date.now() - told < TYPING_AGAIN_MS) return;
  if (!typing && told === 0) return;
  typingTold.set(interactionId, typing ? Date.now() : 0);
  theLink()?.typing(interactionId, typing);
}
