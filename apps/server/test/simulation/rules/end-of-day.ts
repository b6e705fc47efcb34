import { isDeepStrictEqual } from "node:util";
import type { DeskSnapshot } from "@patchbay/protocol";
import { inOrder } from "../../desk-gateway/support/desk.js";
import { freshSnapshot } from "../../desk-gateway/support/fresh-snapshot.js";
import type { World } from "../day/world.js";
import type { AgentPerson } from "../people/agent-person.js";
import type { CustomerApp } from "../people/customer-app.js";
import { misfit } from "./told.js";

/** What was written and what is on disk: acknowledged once means stored once, refused means never. */
export function checkMessages({ ledger, store }: World): void {
  const stored = new Map<string, number[]>();
  for (const { clientMessageId, seq, interactionId } of store.messages.values()) {
    if (clientMessageId === null) continue;
    stored.set(clientMessageId, [...(stored.get(clientMessageId) ?? []), seq]);
    const written = ledger.written.get(clientMessageId);
    if (written?.interactionId !== interactionId) {
      ledger.breach("a message is where it was written", `${clientMessageId} in ${interactionId}`);
    }
  }
  for (const written of ledger.written.values()) {
    const times = stored.get(written.clientMessageId)?.length ?? 0;
    const { acknowledgedAt, refused } = written;
    if (times > 1) ledger.breach("a message is stored once", `${times} times: ${written.text}`);
    if (acknowledgedAt !== null && times === 0) ledger.breach("what is acknowledged is stored", written.text);
    if (refused && times > 0) ledger.breach("what is refused is not stored", written.text);
  }
  checkOrder(ledger, stored);
}

/** What was begun after something else had been acknowledged stands behind it. */
function checkOrder(ledger: World["ledger"], stored: ReadonlyMap<string, readonly number[]>): void {
  const latest = new Map<
    string,
    { readonly acknowledgedAt: number; readonly seq: number; readonly text: string }
  >();
  for (const written of ledger.written.values()) {
    const seq = stored.get(written.clientMessageId)?.[0];
    if (seq === undefined) continue;
    const key = `${written.interactionId}/${written.from}`;
    const before = latest.get(key);
    if (before !== undefined && before.acknowledgedAt < written.sentAt && before.seq > seq) {
      ledger.breach("messages stand in their order", `${written.text} before ${before.text}`);
    }
    if (
      written.acknowledgedAt !== null &&
      (before === undefined || before.acknowledgedAt < written.acknowledgedAt)
    ) {
      latest.set(key, { acknowledgedAt: written.acknowledgedAt, seq, text: written.text });
    }
  }
}

/** When everybody has gone, no line is up, and what was recorded has its end. */
export function checkLines({ voice, store, ledger }: World): void {
  for (const interactionId of voice.open) ledger.breach("no line is left up", interactionId);
  const open = new Set<string>();
  for (const event of store.events(0, store.writer.lastSeq)) {
    if (event.type === "RecordingStarted") open.add(event.recordingId);
    if (event.type === "RecordingStopped" && !open.delete(event.recordingId))
      ledger.breach("a recording ends once", event.recordingId);
    if (event.type !== "LegAdded" || event.role !== "external") continue;
    if (!store.calledParties.get(event.interactionId)?.has(event.legId))
      ledger.breach("a number that is called is kept", event.legId);
  }
  for (const recordingId of open) ledger.breach("recordings have an end", recordingId);
}

/** The history of each chat is what its app was told. */
export async function checkHistories(world: World, apps: readonly CustomerApp[]): Promise<void> {
  const { server, ledger } = world;
  if (server === null) return;
  for (const visit of apps.flatMap((app) => app.visits)) {
    const history = await server.messaging.past.history(visit.customer, visit.chatId);
    const foreign = history.filter((event) => !("party_id" in event) || event.party_id !== visit.chatId);
    const problem = misfit(visit.batches, foreign, visit.toldEnd);
    if (problem !== null) {
      const repeatable = visit.batches.map((batch) => ({ ...batch, mayRepeat: true }));
      const isTwice = misfit(repeatable, foreign, visit.toldEnd) === null;
      const rule = isTwice ? "a customer is told nothing twice" : "a customer is told everything, in order";
      ledger.breach(rule, `${visit.chatId}: ${problem}`);
    }
    if (JSON.stringify(history).includes("whisper"))
      ledger.breach("no whisper reaches a customer", visit.chatId);
    ledger.count(visit.toldEnd ? "chats told to their end" : "chats left before their end");
  }
}

/** Every desk shows what a desk would show that came now and knew nothing. */
export async function checkDesks(world: World, people: readonly AgentPerson[]): Promise<void> {
  const { server, ledger } = world;
  if (server === null) return;
  for (const { seat, agentId } of people) {
    for (const tab of seat.tabs) {
      if (!tab.isOpen || tab.view === null || seat.ended !== null) continue;
      const fresh = await freshSnapshot(server.handle, server.ephemeral, tab.identity, server.voice.view());
      // The fresh one is read from the tables. What is stored and not yet told (its append is still under way, or
      // failed after the commit) is in there, and no desk can show it: this moment proves nothing.
      if (world.store.writer.lastSeq !== server.handle.center.state.seq) continue;
      ledger.count("desks compared");
      const shown = inOrder(tab.view);
      const expected = inOrder(fresh);
      if (isDeepStrictEqual(shown, expected)) continue;
      ledger.breach(
        "a desk shows what a fresh one would",
        `${agentId} ${tab.name}: ${difference(shown, expected)}`,
      );
    }
  }
}

function difference(shown: Partial<DeskSnapshot>, expected: Partial<DeskSnapshot>): string {
  const parts = Object.keys(expected) as (keyof DeskSnapshot)[];
  const lines = parts
    .filter((part) => !isDeepStrictEqual(shown[part], expected[part]))
    .map(
      (part) =>
        `${part}: ${onlyIn(shown[part], expected[part])} should be ${onlyIn(expected[part], shown[part])}`,
    );
  return lines.join("; ").slice(0, 3_000);
}

/** The elements of one list that the other has not, or the whole when they are no lists. */
function onlyIn(one: unknown, other: unknown): string {
  if (!Array.isArray(one) || !Array.isArray(other)) return JSON.stringify(one);
  const others = new Set(other.map((element) => JSON.stringify(element)));
  return JSON.stringify(one.filter((element) => !others.has(JSON.stringify(element))));
}
