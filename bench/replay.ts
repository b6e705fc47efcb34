/**
 * How long the replay of an interaction takes in a journal of very many events, on an embedded PostgreSQL of its own.
 *
 *   npx tsx bench/replay.ts DATA_DIR [--events 1000000]
 *
 * The real core decides chats of a busy center (40 agents, always some who wait) until there are so many events, each entry goes
 * into the journal as the server writes it. Then an early, a middle and a late interaction are replayed: once from the
 * journal's beginning, as after an upgrade from a release that kept no old snapshots, and again from the snapshots that this
 * left. DATA_DIR is new and is deleted at the end.
 */
import { mkdir, rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import {
  type AgentId,
  asId,
  type Command,
  createCenter,
  type Event,
  type InteractionId,
} from "@patchbay/core";
import pg from "pg";
import { eventVersions } from "../apps/server/src/journal-postgres/index.js";
import { openDatabase, openSecrets } from "../apps/server/src/platform/index.js";
import { replayInteraction } from "../apps/server/src/replay/index.js";
import { Database, migrate } from "../apps/server/src/tables-postgres/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { events: { type: "string", default: "1000000" } },
});
const [dataDir] = positionals;
if (dataDir === undefined) throw new Error("give a new folder for the database");
const wanted = Number(values.events);
const CENTER = "bench";
const AGENTS = 40;

await mkdir(dataDir, { recursive: true });
const quiet = { info: () => undefined, warn: console.warn, error: console.error };
const opened = await openDatabase({
  settings: { databaseUrl: null, dataDir },
  secrets: await openSecrets(dataDir),
  log: quiet as never,
});
const database = new Database(opened.app as never, { connectionsMax: 2, queryTimeoutMs: 600_000 });
try {
  await migrate(opened.owner as never);
  const chats = await fill();
  const at = (share: number): string => chats[Math.floor((chats.length - 1) * share)] as string;
  for (const round of ["from the beginning", "from snapshots"])
    for (const [what, id] of [
      ["early", at(0.02)],
      ["middle", at(0.5)],
      ["late", at(1)],
    ] as const) {
      if (round === "from the beginning")
        await database.withCenter(CENTER, (tx) =>
          tx.run("delete from snapshot where center_id = $1", [CENTER]),
        );
      const begun = performance.now();
      const replay = await replayInteraction(database, CENTER, id, {
        limits: { stepsMax: 5_000, withinMs: 600_000 },
      });
      const ms = Math.round(performance.now() - begun);
      console.log(
        `${what}, ${round}: ${ms} ms for ${replay.events} events, ${replay.steps.length} steps, ${Math.round((replay.events / ms) * 1000)} events a second`,
      );
    }
} finally {
  await database.close();
  await opened.stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** @returns the finished chats in order */
async function fill(): Promise<readonly string[]> {
  const owner = new pg.Client(opened.owner);
  owner.on("error", () => undefined);
  await owner.connect();
  await owner.query("set synchronous_commit = off");
  const core = createCenter();
  let now = Date.UTC(2026, 2, 2, 9, 0, 0);
  let page: Event[] = [];
  const done: string[] = [];
  const put = async (): Promise<void> => {
    const rows = page.map(({ seq, at, type, ...body }) => ({
      seq,
      at,
      type,
      version: eventVersions[type],
      interactionId: (body as { readonly interactionId?: string }).interactionId ?? null,
      body,
    }));
    page = [];
    await owner.query(
      `insert into journal (center_id, seq, at, type, version, interaction_id, body)
       select $1, e.seq, e.at, e.type, e.version, e."interactionId", e.body
         from jsonb_to_recordset($2) as e(seq bigint, at bigint, type text, version integer, "interactionId" text, body jsonb)`,
      [CENTER, JSON.stringify(rows)],
    );
  };
  const tell = (command: Command): readonly Event[] => {
    now += 40;
    const decision = core.decide(command, now);
    if (!decision.ok) throw new Error(`${command.type}: ${decision.rejection.code}`);
    page.push(...decision.events);
    return decision.events;
  };
  const service = {
    id: asId<never>("claims"),
    requires: [{ skillId: asId<never>("claims"), levelMin: 1 }],
    distribution: "longest_idle",
    open: true,
    answerTimeoutMs: 30_000,
    wrapUpMs: 0,
    wrapUpEndsItself: true,
    dispositions: [],
    dispositionMandatory: false,
    endUndoMs: 0,
    graceMs: 0,
    graceOfferMs: 0,
    inactivityWarnMs: null,
    inactivityEndMs: 0,
    queueLengthMax: 1_000,
  } as const;
  tell({ type: "ConfigureService", service });
  tell({
    type: "ConfigureEntry",
    entry: { id: asId("app"), channel: "chat", serviceId: service.id, priority: 5 },
  });
  for (let at = 0; at < AGENTS; at++) {
    const agentId = asId<AgentId>(`agent-${at}`);
    tell({
      type: "ConfigureUser",
      user: {
        id: agentId,
        roles: ["agent"],
        teamId: null,
        skills: { claims: 50 } as never,
        capacity: { chat: 2, voice: 1, email: 1 },
        mixedMedia: "any",
        enabled: true,
      },
    });
    tell({ type: "LogIn", agentId, sessionId: asId(`s-${at}`), force: false });
    tell({ type: "SetPresence", agentId, presence: { kind: "ready" } });
  }
  // Those who are being talked to, the oldest first: one ends, the next begins, and twenty wait all the time.
  const open: { readonly id: InteractionId; readonly key: string }[] = [];
  for (let chat = 0, messages = 0; core.state.seq < wanted; chat++) {
    const id = asId<InteractionId>(`chat-${chat}`);
    const key = `client-${chat}`;
    tell({
      type: "StartInteraction",
      interactionId: id,
      entryId: asId("app"),
      contactId: asId(`contact-${chat}`),
      clientKey: asId(key),
    });
    open.push({ id, key });
    for (const offer of [...core.state.offers.values()].filter(({ status }) => status === "reserved")) {
      tell({ type: "ConfirmOffer", offerId: offer.id, agentId: offer.agentId });
      tell({ type: "AcceptOffer", offerId: offer.id, agentId: offer.agentId });
    }
    const oldest = open[0];
    const party = oldest && core.state.interactions.get(oldest.id)?.parties[0];
    if (!oldest || !party || open.length < 2 * AGENTS + 20) continue;
    for (let turn = 0; turn < 4; turn++) {
      const [heard, said] = [asId<never>(`m${++messages}`), asId<never>(`m${++messages}`)];
      const of = { interactionId: oldest.id } as const;
      tell({ type: "ReceiveMessage", ...of, clientKey: asId(oldest.key), messageId: heard, kind: "text" });
      tell({
        type: "SendMessage",
        ...of,
        agentId: party.agentId,
        messageId: said,
        kind: "text",
        audience: "all",
      });
      for (const receipt of ["delivered", "read"] as const)
        tell({ type: "ReportReceipt", ...of, messageId: said, reader: "customer", receipt });
    }
    tell({ type: "CustomerEnd", interactionId: oldest.id, clientKey: asId(oldest.key) });
    open.shift();
    done.push(oldest.id);
    if (page.length >= 5_000) await put();
  }
  await put();
  await owner.query("vacuum analyze journal");
  await owner.end();
  console.log(`${core.state.seq} events, ${done.length} finished chats, ${open.length} in hand or waiting`);
  return done;
}
