import { recordSchema, recordsCountSchema, recordsPageSchema, replayAnswerSchema } from "@patchbay/protocol";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cookieOf, ourPage, type TwoCenters, twoCenters } from "../composition/support/two-centers.js";

let world: TwoCenters;
const cookies = new Map<string, { readonly cookie: string; readonly seat: number }>();

beforeAll(async () => {
  world = await twoCenters();
  for (const [at, role] of ["agent", "supervisor", "administrator"].entries())
    cookies.set(role, { cookie: await cookieOf(world.app, "larkfield", role, at + 1), seat: at + 1 });
  const desk = world.colleague.get("larkfield");
  cookies.set("colleague", { cookie: desk?.cookie ?? "", seat: 9 });
});
afterAll(() => world.close());

const ask = (who: string, url: string, payload?: object) => {
  const { cookie, seat } = cookies.get(who) ?? { cookie: "", seat: 1 };
  return world.app.inject({
    method: payload === undefined ? "GET" : "POST",
    url: `${url}?seat=${seat}`,
    headers: { ...ourPage("larkfield"), cookie },
    ...(payload === undefined ? {} : { payload }),
  });
};
const chat = () => world.of.get("larkfield")?.chatId ?? "";

test("who took part finds the chat and opens it, and so do supervisor and administrator; a colleague does not", async () => {
  for (const [who, sees] of [
    ["colleague", true],
    ["supervisor", true],
    ["administrator", true],
    ["agent", false],
  ] as const) {
    const page = await ask(who, "/api/records/search", { text: "says hello" });
    expect(page.headers["cache-control"]).toBe("private, no-store");
    const { rows, next } = recordsPageSchema.parse(page.json());
    expect([who, rows.map(({ interactionId }) => interactionId), next]).toEqual([
      who,
      sees ? [chat()] : [],
      null,
    ]);
    expect([who, (await ask(who, `/api/records/${chat()}`)).statusCode]).toEqual([who, sees ? 200 : 404]);
  }
});

test("an opened one brings its people, what the app sent, and its recordings with what may be done with them", async () => {
  const colleagueId = world.of.get("larkfield")?.colleagueId;
  const mine = recordSchema.parse((await ask("colleague", `/api/records/${chat()}`)).json());
  expect(mine).toMatchObject({
    row: { channel: "chat", direction: "inbound", status: "open", recordings: 1, mark: "mobile" },
    agents: [{ agentId: colleagueId }],
    data: [{ name: "first_name" }],
    recordings: [
      {
        kind: "call",
        state: "kept",
        durationMs: 2_000,
        mayListen: true,
        mayDownload: false,
        mayOversee: false,
      },
    ],
  });
  const [theirs] = recordSchema.parse((await ask("supervisor", `/api/records/${chat()}`)).json()).recordings;
  expect(theirs).toMatchObject({ mayListen: true, mayDownload: true, mayOversee: true });
  expect((theirs?.deletedAfter ?? 0) - (theirs?.startedAt ?? 0)).toBe(90 * 86_400_000);
});

test("a replay is for supervisors and administrators, of what they may look up; it holds no words and no devices", async () => {
  for (const [who, status] of [
    ["supervisor", 200],
    ["administrator", 200],
    ["colleague", 403],
    ["agent", 403],
  ] as const)
    expect([who, (await ask(who, `/api/replays/${chat()}`)).statusCode]).toEqual([who, status]);
  const answer = await ask("supervisor", `/api/replays/${chat()}`);
  expect(answer.headers["cache-control"]).toBe("private, no-store");
  const told = replayAnswerSchema.parse(answer.json());
  if (told.state !== "done") throw new Error(`the replay is ${told.state}`);
  const types = told.replay.steps.filter(({ kind }) => kind === "own").map(({ type }) => type);
  expect(types.slice(0, 2)).toEqual(["InteractionStarted", "AgentRequested"]);
  expect(types).toContain("AgentJoined");
  expect(told.replay.cut).toBeNull();
  expect(told.names.agents[world.of.get("larkfield")?.colleagueId ?? ""]).toBeDefined();
  expect(answer.body).not.toContain("says hello");
  expect(answer.body).not.toContain("clientKey");
  for (const id of ["unknown", "%00"])
    expect((await ask("supervisor", `/api/replays/${id}`)).statusCode).toBe(404);
});

test("what is no filter of ours is refused, and says which", async () => {
  for (const [payload, path] of [
    [{ channels: ["fax"] }, "channels.0"],
    [{ from: -1 }, "from"],
    [{ text: "x".repeat(201) }, "text"],
    [{ limit: 1_000 }, "limit"],
    [{ after: "!" }, "after"],
  ] as const) {
    const answer = await ask("supervisor", "/api/records/search", payload);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { code: "invalid_args", facts: { path } },
    ]);
  }
  const odd = await ask("supervisor", "/api/records/search", { text: "\u0000\ud800 %_\\" });
  expect(odd.statusCode).toBe(200);
  for (const id of ["unknown", "%00", "a%20b"])
    expect((await ask("supervisor", `/api/records/${id}`)).statusCode).toBe(404);
});

test("the count is of what one may see; a customer's new name is found at once, and what was erased no more", async () => {
  const count = async (who: string, payload: object) =>
    recordsCountSchema.parse((await ask(who, "/api/records/count", payload)).json());
  expect(await count("colleague", { text: "says hello" })).toEqual({ count: 1, more: false });
  expect(await count("agent", { text: "says hello" })).toEqual({ count: 0, more: false });
  expect(await count("supervisor", { text: "says hello", recorded: true })).toEqual({
    count: null,
    more: false,
  });
  const owner = new pg.Client({ connectionString: world.ownerUrl });
  await owner.connect();
  const { contactId } = world.of.get("larkfield") ?? { contactId: "" };
  const here = "center_id = 'larkfield'";
  await owner.query(`update contact set last_name = 'Zebulon' where ${here} and contact_id = $1`, [
    contactId,
  ]);
  expect(await count("supervisor", { customer: "zebu" })).toEqual({ count: 1, more: false });
  await owner.query(`update message set erased_at = 1, body = '{"kind":"text","text":""}' where ${here}`);
  await owner.end();
  expect(await count("supervisor", { text: "says hello" })).toEqual({ count: 0, more: false });
});
