/**
 * Supervisors of chosen teams, over real sockets: of a colleague of another team they are told nothing live, find nothing that was,
 * and step into nothing; and a team is one of its own center.
 */
import { asId, type TeamId, type User } from "@patchbay/core";
import { deskRequests } from "@patchbay/protocol";
import { beforeAll, describe, expect, test } from "vitest";
import { Desk } from "./support/desk.js";
import { desksOfAll } from "./support/desks-of-all.js";
import { CENTERS, type CenterName, hostOf, ourPage } from "./support/two-centers.js";

const { world, deskOf } = await desksOfAll();
const RED = asId<TeamId>("red");
const BLUE = asId<TeamId>("blue");

const belongingsOf = (center: CenterName) => {
  const found = world.of.get(center);
  if (found === undefined) throw new Error(center);
  return found;
};
async function change(center: CenterName, id: string, over: Partial<User>): Promise<void> {
  const runtime = world.open.get(center)?.runtime;
  const user = runtime?.state.configuration.users.get(asId(id));
  if (runtime === undefined || user === undefined) throw new Error(`no ${id}`);
  const result = await runtime.submit({ command: { type: "ConfigureUser", user: { ...user, ...over } } });
  if (!result.ok) throw new Error(result.rejection.code);
}
/** What a supervisor's page gets by HTTP. */
async function http(center: CenterName, method: "GET" | "POST", url: string, payload?: object) {
  const cookie = deskOf(center, "supervisor").cookie;
  const answer = await world.app.inject({
    method,
    url: `${url}${url.includes("?") ? "&" : "?"}seat=2`,
    headers: { ...ourPage(center), cookie },
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.body };
}
const today = () => ({
  from: Date.now() - 3_600_000,
  until: Date.now() + 60_000,
  minutes: 60,
  channel: null,
  serviceId: null,
});

/** The colleague is of the red team; the supervisor supervises the blue one, in which nobody works. */
beforeAll(async () => {
  for (const center of CENTERS) {
    await change(center, belongingsOf(center).colleagueId, { teamId: RED });
    await change(center, "supervisor", { supervises: [BLUE] });
  }
});

describe.each(CENTERS)("a supervisor of another team at %s", (center) => {
  test("is told nothing live, also on coming anew", async () => {
    const { cookie } = deskOf(center, "supervisor");
    const desk = await Desk.open(world.port, hostOf(center), cookie, 2);
    const { liveChats, queues, assistance } = JSON.parse(desk.frames[0] ?? "{}").snapshot;
    expect({ liveChats, queues, assistance }).toEqual({ liveChats: [], queues: [], assistance: [] });
    desk.close();
  });

  test("steps into nothing", async () => {
    const { chatId: interactionId, colleagueId: agentId } = belongingsOf(center);
    const seqNow = () => world.open.get(center)?.runtime.state.seq;
    const before = seqNow();
    const asked = [
      [deskRequests.monitorChat, { interactionId }],
      [deskRequests.takeOverChat, { interactionId, agentId }],
      [deskRequests.reassign, { interactionId, agentId, to: { serviceId: "claims" } }],
      [deskRequests.forcePresence, { agentId, presence: { kind: "ready" } }],
    ] as const;
    for (const [{ name }, input] of asked) {
      const { error } = await deskOf(center, "supervisor").ask(name, input);
      expect([name, error?.code]).toEqual([name, "not_enough_privileges"]);
    }
    const byHttp = await http(center, "POST", `/api/supervise/agents/${agentId}/presence`, {
      presence: { kind: "ready" },
    });
    expect(byHttp.status).toBe(403);
    expect(seqNow(), "nothing happened").toBe(before);
  });

  test("finds nothing that was, hears nothing and counts nothing; of the own team all is there", async () => {
    const { chatId, recordingId, marker } = belongingsOf(center);
    const all = async () => [
      await http(center, "POST", "/api/records/search", { text: "" }),
      await http(center, "POST", "/api/records/count", { text: "" }),
      await http(center, "GET", `/api/records/${chatId}`),
      await http(center, "GET", `/api/replays/${chatId}`),
      await http(center, "GET", `/api/recordings/${recordingId}/audio`),
      await http(center, "POST", "/api/supervise/figures", today()),
    ];
    const nothing = await all();
    expect(nothing.map(({ status }) => status)).toEqual([200, 200, 404, 404, 404, 200]);
    expect(nothing.map(({ body }) => body).join("\n")).not.toContain(marker);
    expect(JSON.parse(nothing[0]?.body ?? "")).toMatchObject({ rows: [] });
    expect(JSON.parse(nothing[5]?.body ?? "")).toMatchObject({
      total: { offered: 0 },
      agents: [],
      services: [],
    });
    await change(center, "supervisor", { supervises: [RED] });
    const found = await all();
    expect(found.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(JSON.parse(found[5]?.body ?? "")).toMatchObject({ total: { offered: 1, answered: 1 } });
    await change(center, "supervisor", { supervises: [BLUE] });
  });
});

test("a team of another center is none of this one's", async () => {
  const admin = deskOf("larkfield", "administrator");
  const other = deskOf("harrow", "administrator");
  const made = await other.ask(deskRequests.saveTeam.name, { teamId: null, was: null, name: "Theirs" });
  const { teamId } = made.output as { readonly teamId: string };
  const users = (await admin.ask(deskRequests.setupUsers.name, {})).output as {
    readonly users: readonly { readonly agentId: string; readonly form: Record<string, unknown> }[];
  };
  const was = users.users.find(({ agentId }) => agentId === "supervisor")?.form;
  const refused = await admin.ask(deskRequests.saveUser.name, {
    agentId: "supervisor",
    was,
    form: { ...was, supervises: [teamId] },
  });
  expect(refused.error).toMatchObject({ code: "object_not_found", facts: { teamId } });
});
