import {
  asId,
  type EventBody,
  internalService,
  type Role,
  type ServiceId,
  type SkillId,
  type TeamId,
  type User,
} from "@patchbay/core";
import { recordsQuerySchema } from "@patchbay/protocol";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { z } from "zod";
import {
  InteractionSearch,
  type Scope,
  SearchIndex,
  SearchTooWideError,
  scopeOf,
  takeInEvents,
  UnknownPageError,
} from "../../src/interaction-search/index.js";
import { realClock } from "../../src/platform/real-clock.js";
import { PostgresRecordingRows } from "../../src/recordings/index.js";
import { SignatureRows } from "../../src/signatures/index.js";
import { settableClock } from "../contracts/journal-contract.js";
import {
  completed,
  contact,
  disposition,
  ended,
  joined,
  message,
  noteSaved,
  Pen,
  received,
  started,
} from "../contracts/record-builders.js";
import { type PostgresTown, postgresTown } from "../journal-postgres/postgres-house.js";

const all: Scope = { kind: "all" };
let town: PostgresTown;
let search: InteractionSearch;
let byIndex: InteractionSearch;
let centerId: string;
let lastSeq = 0;
let other: InteractionSearch;
/** Start of each interaction. */
const startedAt = new Map<string, number>();

const call = (id: string, event: EventBody, serviceId = "auto-claims"): EventBody[] => {
  const begun = started(id, { contactId: id.startsWith("jane") ? "contact-jane" : "contact-omar" });
  if (begun.type !== "InteractionStarted") throw new Error("no beginning");
  return [{ ...begun, channel: "voice", serviceId: asId(serviceId) }, event];
};
const arrived = (id: string): EventBody => ({
  type: "CallArrived",
  interactionId: asId(id),
  legId: asId(`${id}.l1`),
});
const placed = (id: string): EventBody => ({
  type: "CallPlaced",
  interactionId: asId(id),
  legId: asId(`${id}.l1`),
  agentId: asId("ben"),
  beside: null,
});

beforeAll(async () => {
  town = await postgresTown();
  const center = town.newCenter();
  centerId = center;
  search = new InteractionSearch(town.database, center);
  const pen = new Pen();
  const journal = town.house(center).journal(settableClock());
  await journal.open();
  const data = (interactionId: string, phoneNumber: string | null, parameters = {}) =>
    ({
      table: "interaction_data",
      interactionId,
      data: { phoneNumber, from: null, parameters, channelMark: "web" },
    }) as const;
  const append = async (entry: ReturnType<Pen["entry"]>) => {
    for (const event of entry.events)
      if (event.type === "InteractionStarted") startedAt.set(event.interactionId, event.at);
    await journal.append((entry.events[0]?.seq ?? 1) - 1, [entry]);
    lastSeq = entry.events.at(-1)?.seq ?? lastSeq;
  };
  // A chat with a message and a note, finished with a result.
  await append(
    pen.entry(
      [
        started("jane-chat", { contactId: "contact-jane", caseNumber: 10_001 }),
        received("jane-chat", "m1"),
        joined("jane-chat", "sofia"),
        noteSaved("jane-chat", "sofia"),
        disposition("jane-chat", "opened"),
        ended("jane-chat"),
        completed("jane-chat"),
      ],
      [
        contact("contact-jane", ["+15035550142"]),
        message("jane-chat", "m1", "A deer ran into me, 100% scared"),
        { table: "note", interactionId: "jane-chat", agentId: "sofia", text: "Sent a tow truck" },
        data("jane-chat", null, { policy: "PX-7788", vehicle: "Volvo" }),
      ],
    ),
  );
  await town.database.withCenter(center, (tx) =>
    tx.run(
      `insert into survey_answer (center_id, interaction_id, stars, comment, answered_at)
       values ($1, 'jane-chat', 2, '', 1)`,
      [center],
    ),
  );
  // A call that came in, with a recording, and one that nobody took.
  await append(
    pen.entry(
      [...call("jane-call", arrived("jane-call")), joined("jane-call", "ben"), ended("jane-call")],
      [data("jane-call", "+15035550142")],
    ),
  );
  await append(
    pen.entry(
      [...call("omar-lost", arrived("omar-lost"), "general"), ended("omar-lost")],
      [contact("contact-omar", ["+442071838750"], "Omar"), data("omar-lost", "+442071838750")],
    ),
  );
  await append(
    pen.entry(
      [...call("omar-out", placed("omar-out")), joined("omar-out", "ben")],
      [data("omar-out", "020 7183 8750")],
    ),
  );
  await journal.close();
  const recordings = new PostgresRecordingRows(town.database, center);
  for (const [recordingId, state] of [
    ["jane-call.r1", "kept"],
    ["omar-out.r1", "nothing"],
  ] as const) {
    const interactionId = recordingId.split(".")[0] ?? "";
    const facts = {
      legId: "l2",
      agentId: "ben",
      serviceId: null,
      kind: "call",
      file: "f",
      startedAt: 1,
    } as const;
    await recordings.add({ recordingId, interactionId, ...facts });
    await recordings.end(recordingId, { state, cause: "stopped", durationMs: 1, bytes: 1, sha256: "" });
  }
  const signatures = new SignatureRows(town.database, center);
  const takes = ["jane-call.r2", "jane-call.r3", "omar-out.r2"].map((recordingId, at) => ({
    seq: at,
    at,
    interactionId: asId<never>(recordingId.split(".")[0] ?? ""),
    recordingId: asId<never>(recordingId),
    agentId: asId<never>("ben"),
    kind: "signature" as const,
  }));
  for (const take of takes) {
    const begun = { ...take, type: "RecordingStarted", legId: asId<never>("l2"), automatic: false } as const;
    const cause = take.at === 1 ? "customer_left" : "agent";
    await signatures.follow([begun, { ...take, type: "RecordingStopped", cause }], 0, "0.1.0");
  }
  await signatures.judge("jane-call.r2", { verdict: "accepted", at: 9, by: "ben", wavSha256: "ab" });
  // As a server keeps it: the journal is taken in, and taking it in again changes nothing.
  for (const from of [0, 3]) await takeInEvents(town.database, center, from, 10_000);
  const current = { isCurrent: () => Promise.resolve(true) };
  byIndex = new InteractionSearch(town.database, center, current);
  const elsewhere = town.newCenter();
  other = new InteractionSearch(town.database, elsewhere, current);
});
afterAll(() => town.drop());

type Query = z.input<typeof recordsQuerySchema>;
const find = async (query: Query, scope: Scope = all, where = search) => {
  const { found, next } = await where.find(recordsQuerySchema.parse(query), scope);
  return { ids: found.map(({ interaction }) => interaction.interactionId), found, next };
};
const NEWEST = ["omar-out", "omar-lost", "jane-call", "jane-chat"];

describe("interactions are found", () => {
  test.each<[what: string, query: Query, ids: string[]]>([
    ["all, the newest first", {}, NEWEST],
    ["the oldest first", { sort: "oldest" }, [...NEWEST].reverse()],
    ["by channel", { channels: ["chat"] }, ["jane-chat"]],
    ["by service", { serviceIds: ["general"] }, ["omar-lost"]],
    ["by agent", { agentIds: ["sofia", "nobody"] }, ["jane-chat"]],
    ["by result", { dispositionIds: ["opened"] }, ["jane-chat"]],
    ["by how they ended", { endCauses: ["agent"] }, ["omar-lost", "jane-call", "jane-chat"]],
    ["by case", { caseNumber: 10_001 }, ["jane-chat"]],
    ["that came in", { direction: "inbound" }, ["omar-lost", "jane-call", "jane-chat"]],
    ["that went out", { direction: "outbound" }, ["omar-out"]],
    ["recorded", { recorded: true }, ["jane-call"]],
    ["not recorded", { recorded: false }, ["omar-out", "omar-lost", "jane-chat"]],
    ["signed, whatever became of it", { signed: true }, ["omar-out", "jane-call"]],
    ["not signed", { signed: false }, ["omar-lost", "jane-chat"]],
    ["by a name", { text: "omar" }, ["omar-out", "omar-lost"]],
    ["by several words, each somewhere", { text: "jane tow" }, ["jane-chat"]],
    ["by a word of a message, with signs as they are", { text: "100%" }, ["jane-chat"]],
    ["by what the app sent", { text: "px-77" }, ["jane-chat"]],
    ["by a number with spaces", { text: "+1 503 555 0142" }, ["jane-call", "jane-chat"]],
    ["by the end of a number", { text: "8750" }, ["omar-out", "omar-lost"]],
    ["by nothing that is there", { text: "deer tow nowhere" }, []],
    ["by several filters", { channels: ["voice"], agentIds: ["ben"], recorded: true }, ["jane-call"]],
    ["by what would end a statement", { text: "'; drop table interaction; --" }, []],
  ])("%s", async (_what, query, ids) => {
    expect((await find(query)).ids).toEqual(ids);
    expect((await find(query, all, byIndex)).ids).toEqual(ids);
    const { recorded = null, signed = null } = query;
    const count = await byIndex.count(recordsQuerySchema.parse(query), all);
    expect(count).toEqual({ count: recorded === null && signed === null ? ids.length : null, more: false });
  });

  test("by the index: by the customer alone, and by a word's beginning, not its middle", async () => {
    expect((await find({ customer: "jane" }, all, byIndex)).ids).toEqual(["jane-call", "jane-chat"]);
    expect((await find({ customer: "deer" }, all, byIndex)).ids).toEqual([]);
    expect((await find({ customer: "1 503 555" }, all, byIndex)).ids).toEqual(["jane-call", "jane-chat"]);
    expect((await find({ text: "scar" }, all, byIndex)).ids).toEqual(["jane-chat"]);
    expect((await find({ text: "cared" }, all, byIndex)).ids).toEqual([]);
    expect((await find({ text: "%" }, all, byIndex)).ids).toEqual([]);
    // As it was dialled, and as it is kept: the zero before a town's number is none of it.
    expect((await find({ text: "(020) 7183-8750" })).ids).toEqual(["omar-out"]);
    expect((await find({ text: "(020) 7183-8750" }, all, byIndex)).ids).toEqual(["omar-out", "omar-lost"]);
    expect((await find({ text: "#10001" }, all, byIndex)).ids).toEqual(["jane-chat"]);
  });

  test("by the index: abandoned or not, and by the stars that a customer gave", async () => {
    for (const where of [search, byIndex]) {
      expect((await find({ abandoned: true }, all, where)).ids).toEqual(["omar-lost"]);
      expect((await find({ abandoned: false }, all, where)).ids).toEqual([
        "omar-out",
        "jane-call",
        "jane-chat",
      ]);
      expect((await find({ transferred: true }, all, where)).ids).toEqual([]);
      expect((await find({ stars: [1, 2] }, all, where)).ids).toEqual(["jane-chat"]);
      expect((await find({ stars: [5] }, all, where)).ids).toEqual([]);
    }
    expect((await find({ stars: [2] }, all, byIndex)).found[0]?.stars).toBe(2);
  });

  test("in a span of time, its end left out", async () => {
    const at = (id: string): number => startedAt.get(id) ?? 0;
    expect((await find({ from: at("jane-call"), to: at("omar-out") })).ids).toEqual([
      "omar-lost",
      "jane-call",
    ]);
    expect((await find({ from: at("omar-out") + 1 })).ids).toEqual([]);
  });

  test("with what a list shows of them", async () => {
    const { found } = await find({ text: "tow" });
    expect(found[0]).toMatchObject({
      interaction: {
        interactionId: "jane-chat",
        agentIds: ["sofia"],
        dispositionId: "opened",
        status: "completed",
      },
      contact: { firstName: "Jane", phones: ["+15035550142"], createdAt: 7 },
      direction: "inbound",
      phoneNumber: null,
      recordings: 0,
      hasNote: true,
    });
    expect((await find({ recorded: true })).found[0]).toMatchObject({
      recordings: 1,
      phoneNumber: "+15035550142",
    });
    // One that was accepted says more than the last one.
    const signed = (await find({ signed: true })).found.map(({ signature }) => signature);
    expect(signed).toEqual(["to_judge", "accepted"]);
    expect(found[0]?.signature).toBeNull();
  });

  test.each([
    ["newest", "by rows"],
    ["oldest", "by rows"],
    ["longest", "by rows"],
    ["newest", "by the index"],
    ["oldest", "by the index"],
    ["longest", "by the index"],
  ] as const)("page by page, %s first, %s: each once", async (sort, how) => {
    const where = how === "by rows" ? search : byIndex;
    const whole = (await find({ sort })).ids;
    const paged: string[] = [];
    for (let after: string | null = null, pages = 0; pages < 9; pages++) {
      const page: Awaited<ReturnType<typeof find>> = await find({ sort, limit: 1, after }, all, where);
      paged.push(...page.ids);
      after = page.next;
      if (after === null) break;
    }
    expect(paged).toEqual(whole);
    expect(whole).toHaveLength(4);
  });

  test("10,000 calls, page by page: each once", async () => {
    const center = town.newCenter();
    await town.house(center).journal(settableClock()).open();
    await town.database.withCenter(center, (tx) =>
      tx.run(
        `insert into interaction (center_id, interaction_id, contact_id, client_key, entry_id, service_id, channel,
           case_number, status, started_seq, started_at)
         select $1, 'call-' || n, 'contact-jane', 'key-' || n, 'line', 'auto-claims', 'voice', n, 'completed', n, 1000 * (n / 3)
           from generate_series(1, 10000) n`,
        [center],
      ),
    );
    const many = new InteractionSearch(town.database, center);
    const seen: string[] = [];
    let pages = 0;
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof find>> = await find({ limit: 100, after }, all, many);
      pages++;
      seen.push(...page.ids);
      after = page.next;
      if (after === null) break;
    }
    expect(new Set(seen).size).toBe(10_000);
    expect(pages).toBe(100);
    expect(seen[0]).toMatch(/^call-(9999|10000)$/);
  });

  test("no page of somebody else's making", async () => {
    for (const after of [
      "x",
      Buffer.from("[1]").toString("base64url"),
      Buffer.from('["a","b"]').toString("base64url"),
    ])
      await expect(find({ after })).rejects.toThrow(UnknownPageError);
  });

  test("by nobody of another center", async () => {
    expect((await find({}, all, other)).ids).toEqual([]);
    const noFilter = recordsQuerySchema.parse({});
    expect(await other.one("jane-chat", noFilter, all)).toBeUndefined();
    expect(await search.one("jane-chat", noFilter, all)).toBeDefined();
  });

  test("or the search is given up before it holds everything up", async () => {
    const slow = new InteractionSearch(
      Object.assign(Object.create(town.database), {
        withCenter: () => Promise.reject(Object.assign(new Error("canceling statement"), { code: "57014" })),
      }),
      "any",
    );
    await expect(slow.find(recordsQuerySchema.parse({}), all)).rejects.toThrow(SearchTooWideError);
  });
});

test("an index whose rows were lost, though not their place, is made anew", async () => {
  const center = { onCommitted: () => () => undefined, state: { seq: lastSeq } };
  await town.owner.query("delete from search_row where center_id = $1", [centerId]);
  expect((await find({ text: "deer" }, all, byIndex)).ids).toEqual([]);
  const index = new SearchIndex(town.database, centerId, center as never, realClock, {
    warn: () => undefined,
  });
  await vi.waitFor(async () => expect(await index.isCurrent()).toBe(true));
  expect((await find({ text: "deer" }, all, byIndex)).ids).toEqual(["jane-chat"]);
  await index.stop();
});

describe("as far as somebody's eyes may go", () => {
  const person = (id: string, roles: readonly Role[], team: string | null = null): User => ({
    id: asId(id),
    roles,
    teamId: team === null ? null : asId(team),
    skills: {},
    capacity: { chat: 1, voice: 1, email: 1 },
    mixedMedia: "any",
    enabled: true,
  });
  const people = [
    { ...person("sofia", ["agent"], "claims"), skills: { [asId<SkillId>("general")]: 1 } },
    person("ben", ["agent"], "sales"),
    person("anna", ["supervisor"], "claims"),
    person("omar", ["supervisor", "agent"]),
    { ...person("nils", ["supervisor"]), supervises: [asId<TeamId>("claims"), asId<TeamId>("sales")] },
    { ...person("lena", ["supervisor"]), supervises: [asId<TeamId>("sales")] },
    { ...person("mara", ["supervisor"], "sales"), supervises: [asId<TeamId>("nobody")] },
    { ...person("vera", ["supervisor"], "claims"), supervises: "all" as const },
    person("admin", ["administrator"]),
  ];
  const general = {
    ...internalService,
    id: asId<ServiceId>("general"),
    requires: [{ skillId: asId<SkillId>("general"), levelMin: 1 }],
  };
  const configuration = {
    users: new Map(people.map((each) => [each.id, each])),
    services: new Map([[general.id, general]]),
  };

  test.each<[who: string, ids: string[]]>([
    ["sofia", ["jane-chat"]],
    ["ben", ["omar-out", "jane-call"]],
    ["anna", ["omar-lost", "jane-chat"]],
    ["omar", NEWEST],
    ["nils", NEWEST],
    ["lena", ["omar-out", "jane-call"]],
    ["mara", []],
    ["vera", NEWEST],
    ["admin", NEWEST],
  ])("%s", async (who, ids) => {
    const user = people.find(({ id }) => id === who) as User;
    const scope = scopeOf(user, { configuration });
    expect((await find({}, scope)).ids).toEqual(ids);
    expect((await find({}, scope, byIndex)).ids).toEqual(ids);
    expect(await byIndex.count(recordsQuerySchema.parse({}), scope)).toEqual({
      count: ids.length,
      more: false,
    });
    expect((await find({ text: "e" }, scope)).ids.every((id) => ids.includes(id))).toBe(true);
    const one = await search.one("jane-chat", recordsQuerySchema.parse({}), scope);
    expect(one !== undefined).toBe(ids.includes("jane-chat"));
  });
});
