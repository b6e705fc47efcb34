import type pg from "pg";
import { type Ledger, markOf, type Said } from "./ledger.js";

interface Row {
  readonly messageId: string;
  readonly chatId: string;
  readonly seq: number;
  readonly sender: string;
}

/** What the comparison found, in numbers; what is wrong stands in `ledger.breaches` afterwards. */
export interface Found {
  readonly stored: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly unheard: number;
  readonly uncertainStored: number;
  readonly uncertainAbsent: number;
  readonly refused: number;
}

/**
 * Compares the ledger with the tables, with statements of its own, and with what the other side heard. Chats must be
 * over, and their customers must have polled to the end.
 */
export async function compare(ledger: Ledger, tables: pg.Client): Promise<Found> {
  const { breaches } = ledger;
  const counts = { lost: 0, doubled: 0, outOfOrder: 0, unheard: 0, uncertainStored: 0, uncertainAbsent: 0 };
  const stored = await storedMessages(tables);
  const wrong = (key: keyof typeof counts, sentence: string): void => {
    counts[key] += 1;
    breaches.push(sentence);
  };

  for (const mark of stored.keys())
    if (!ledger.said.has(mark)) breaches.push(`${mark} is stored, and nobody said it`);

  for (const one of ledger.said.values()) {
    const rows = stored.get(one.mark) ?? [];
    if (rows.length > 1) wrong("doubled", `${one.mark} is stored ${rows.length} times`);
    const isStored = rows.length > 0;
    if (one.outcome === "acknowledged" && !isStored)
      wrong("lost", `LOST: ${one.mark} was acknowledged ${since(one)} and is not stored`);
    if (one.outcome === "refused" && !one.uncertain && isStored)
      breaches.push(`${one.mark} was refused (${one.refusal}) and is stored`);
    if (one.outcome === "open") breaches.push(`${one.mark} never got an answer`);
    if (one.outcome === "given_up") counts[isStored ? "uncertainStored" : "uncertainAbsent"] += 1;
    for (const row of rows) {
      const sender = one.by === "customer" ? "customer" : one.speaker;
      if (row.chatId !== one.chatId || row.sender !== sender)
        breaches.push(`${one.mark} is stored as of ${row.sender} in ${row.chatId}`);
    }
  }

  // Each speaker's words lie in the chat in the order in which they were said.
  const last = new Map<string, { seq: number; number: number }>();
  const inOrder = [...ledger.said.values()].sort((a, b) => a.number - b.number);
  for (const one of inOrder) {
    const seq = stored.get(one.mark)?.[0]?.seq;
    if (seq === undefined) continue;
    const key = `${one.speaker} ${one.chatId}`;
    const before = last.get(key);
    if (before !== undefined && before.seq > seq)
      wrong("outOfOrder", `${one.mark} is stored before number ${before.number}`);
    last.set(key, { seq, number: one.number });
  }

  // Everybody heard in the order of the journal.
  const heardBy = new Map<string, Set<string>>();
  for (const [place, list] of ledger.heard) {
    const [listener = ""] = place.split(" ");
    let highest = 0;
    for (const { mark } of list) {
      const seq = stored.get(mark)?.[0]?.seq;
      if (seq === undefined) {
        wrong("lost", `${listener} heard ${mark}, which is not stored`);
        continue;
      }
      if (seq < highest) wrong("outOfOrder", `${listener} heard ${mark} (${seq}) after ${highest}`);
      highest = Math.max(highest, seq);
      const ears = heardBy.get(mark) ?? new Set();
      ears.add(listener);
      heardBy.set(mark, ears);
    }
  }

  // What is stored has been heard by the other side: the customer in any case, an agent if there was one to hear it.
  const agents = await agentsOf(tables);
  for (const one of ledger.said.values()) {
    const seq = stored.get(one.mark)?.[0]?.seq;
    if (seq === undefined) continue;
    const ears = [...(heardBy.get(one.mark) ?? [])];
    if (one.by === "agent" && !ears.some((ear) => ear.startsWith("c")))
      wrong("unheard", `${one.mark} is stored, and its customer never heard it`);
    if (one.by === "customer" && agents(one.chatId, seq) && !ears.some((ear) => ear.startsWith("agent")))
      wrong("unheard", `${one.mark} is stored, and no desk showed it`);
  }
  await compareDeeds(ledger, tables);
  return {
    ...counts,
    stored: stored.size,
    acknowledged: inOrder.filter(({ outcome }) => outcome === "acknowledged").length,
    refused: inOrder.filter(({ outcome }) => outcome === "refused").length,
  };
}

const since = (one: Said): string =>
  one.acknowledgedAt === null ? "" : `at ${new Date(one.acknowledgedAt).toISOString()}`;

async function storedMessages(tables: pg.Client): Promise<Map<string, Row[]>> {
  // Joined with the journal: a text without its event, or an event without its text, is not stored.
  const { rows } = await tables.query<{
    message_id: string;
    interaction_id: string;
    seq: string;
    sender: string;
    text: string;
  }>(
    `select m.message_id, m.interaction_id, j.seq, m.sender, m.body->>'text' as text
       from message m join journal j on j.center_id = m.center_id and j.seq = m.seq
        and j.body->>'messageId' = m.message_id and j.interaction_id = m.interaction_id
      where m.body->>'text' like '<m:%'`,
  );
  const stored = new Map<string, Row[]>();
  for (const row of rows) {
    const mark = markOf(row.text) ?? row.text;
    const list = stored.get(mark) ?? [];
    list.push({
      messageId: row.message_id,
      chatId: row.interaction_id,
      seq: Number(row.seq),
      sender: row.sender,
    });
    stored.set(mark, list);
  }
  return stored;
}

/** Whether somebody had the chat in hand when this was said, or came to it afterwards. */
async function agentsOf(tables: pg.Client): Promise<(chatId: string, seq: number) => boolean> {
  const { rows } = await tables.query<{ interaction_id: string; seq: string; type: string; agent: string }>(
    `select interaction_id, seq, type, body->>'agentId' as agent from journal
      where type in ('AgentJoined', 'AgentLeft', 'InteractionEnded') order by seq`,
  );
  const byChat = new Map<string, { seq: number; type: string; agent: string }[]>();
  for (const { interaction_id, seq, type, agent } of rows) {
    const list = byChat.get(interaction_id) ?? [];
    list.push({ seq: Number(seq), type, agent });
    byChat.set(interaction_id, list);
  }
  return (chatId, at) => {
    const active = new Set<string>();
    for (const { seq, type, agent } of byChat.get(chatId) ?? []) {
      if (seq > at) {
        if (type === "AgentJoined") return true;
        continue;
      }
      if (type === "AgentJoined") active.add(agent);
      else if (type === "AgentLeft") active.delete(agent);
      else active.clear();
    }
    return active.size > 0;
  };
}

async function compareDeeds({ deeds, breaches }: Ledger, tables: pg.Client): Promise<void> {
  const column = async (statement: string): Promise<Map<string, number>> => {
    const { rows } = await tables.query<{ key: string }>(statement);
    const counts = new Map<string, number>();
    for (const { key } of rows) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const started = await column("select interaction_id as key from interaction");
  const over = await column("select interaction_id as key from interaction where status <> 'open'");
  const dispositions = await column(
    "select interaction_id as key from interaction where disposition_id is not null",
  );
  const transferNotes = await column("select text as key from transfer_note");
  const notes = await column("select text as key from note");
  const lastNote = new Map<string, string>();
  for (const deed of deeds)
    if (deed.kind === "note" && deed.outcome !== "refused")
      lastNote.set(`${deed.chatId} ${deed.by}`, deed.text);
  for (const deed of deeds) {
    const sentence = `${deed.kind} of ${deed.chatId} by ${deed.by} was ${deed.outcome}`;
    const key = deed.text === "" || deed.kind === "disposition" ? deed.chatId : deed.text;
    const of = {
      start: started,
      end: over,
      disposition: dispositions,
      transfer_note: transferNotes,
      note: notes,
    };
    const times = of[deed.kind].get(key) ?? 0;
    // A later note of the same agent has taken an earlier one's place, rightly.
    const replaced = deed.kind === "note" && lastNote.get(`${deed.chatId} ${deed.by}`) !== deed.text;
    if (deed.outcome === "acknowledged" && times === 0 && !replaced) breaches.push(`LOST: ${sentence}`);
    if (times > 1) breaches.push(`${sentence} and is there ${times} times`);
    if (deed.outcome === "refused" && deed.text.startsWith("<") && times > 0)
      breaches.push(`${sentence} and is there`);
  }
  const told = new Set(deeds.filter(({ kind }) => kind === "start").map(({ chatId }) => chatId));
  const { rows } = await tables.query<{ interaction_id: string }>(
    "select i.interaction_id from interaction i join message m using (center_id, interaction_id) where m.body->>'text' like '<m:%' group by 1",
  );
  for (const { interaction_id } of rows)
    if (!told.has(interaction_id))
      breaches.push(`chat ${interaction_id} is stored, and nobody was told of it`);
}
