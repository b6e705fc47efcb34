import type { UserForm } from "@patchbay/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Desk } from "./support/desk.js";
import { claims, House } from "./support/house.js";

let house: House;
let admin: Desk;
beforeEach(async () => {
  house = await House.open();
  admin = await house.desk("olga");
});
afterEach(() => expect(house.problems).toEqual([]));

const rowOf = async (agentId: string) =>
  (await admin.done("setupUsers", {})).users.find((row) => row.agentId === agentId);
const formOf = async (agentId: string): Promise<UserForm> => {
  const form = (await rowOf(agentId))?.form;
  if (form === undefined) throw new Error(`no user ${agentId}`);
  return form;
};
const save = async (agentId: string, change: Partial<UserForm>) => {
  const was = await formOf(agentId);
  return admin.ask("saveUser", { agentId, was, form: { ...was, ...change } });
};
const nora: UserForm = {
  username: "nora",
  firstName: "Nora",
  lastName: "Berg",
  nickname: "",
  extension: "1099",
  roles: ["agent"],
  ownRoleId: null,
  teamId: null,
  supervises: "all",
  skills: [],
  capacity: { chat: 2, voice: 1, email: 0 },
  mixedMedia: "any",
  enabled: true,
};
const add = async (form: UserForm = nora): Promise<string> =>
  (await admin.done("saveUser", { agentId: null, was: null, form })).agentId;

describe("a user", () => {
  test("is made, is in every roster at once, and survives a restart", async () => {
    const sofia = await house.desk("sofia");
    const agentId = await add();
    await house.clock.advance(1_000);
    expect(sofia.view?.roster.find((one) => one.agentId === agentId)).toMatchObject({
      name: "Nora Berg",
      username: "nora",
      extension: "1099",
      capacity: 2,
    });
    await house.killAndRestart();
    admin = await house.desk("olga");
    expect(await formOf(agentId)).toEqual({ ...nora, nickname: "Nora" });
  });

  test("who is logged in has new skills, roles and names without signing in again", async () => {
    await house.command({
      type: "ConfigureService",
      service: {
        ...(house.runtime.state.configuration.services.get(claims) as never as object),
        requires: [],
      } as never,
    });
    const sofia = await house.desk("sofia");
    await save("sofia", {
      roles: ["agent", "supervisor"],
      firstName: "Sophie",
      capacity: { chat: 9, voice: 1, email: 0 },
    });
    await house.clock.advance(1_000);
    expect(sofia.view?.user).toMatchObject({ firstName: "Sophie", roles: ["agent", "supervisor"] });
    expect(sofia.view?.self?.capacity).toBe(9);
    await save("sofia", { roles: ["agent"] });
    await house.clock.advance(1_000);
    expect(sofia.view?.user.roles).toEqual(["agent"]);
  });

  test("who is disabled is out at once, and what was offered goes on to somebody else", async () => {
    const [sofia, ben] = [await house.desk("sofia"), await house.desk("ben")];
    await sofia.done("setPresence", { presence: { kind: "ready" } });
    await house.startChat("Maria");
    expect(sofia.view?.offers).toHaveLength(1);
    await ben.done("setPresence", { presence: { kind: "ready" } });
    expect(await save("sofia", { enabled: false })).toMatchObject({ ok: true });
    await house.clock.advance(1_000);
    expect(sofia.closedWith).not.toEqual([]);
    expect(ben.view?.offers).toHaveLength(1);
  });

  test("user name and extension are one user's, whatever the case", async () => {
    await add();
    for (const [change, code] of [
      [{ username: "SOFIA", extension: "1098" }, "name_taken"],
      [{ username: "nora2" }, "number_taken"],
      [{ username: "nora2", extension: null, teamId: "nowhere" }, "object_not_found"],
      [{ username: "no spaces please", extension: null }, "invalid_args"],
      [{ username: "nora2", extension: null, roles: [] }, "invalid_args"],
    ] as const)
      expect(
        await admin.refused("saveUser", { agentId: null, was: null, form: { ...nora, ...change } as never }),
        JSON.stringify(change),
      ).toMatchObject({ code });
  });

  test("who is slower overwrites nothing, and is told who was quicker", async () => {
    const was = await formOf("sofia");
    await save("sofia", { lastName: "Berg" });
    expect(
      await admin.refused("saveUser", { agentId: "sofia", was, form: { ...was, lastName: "Holm" } }),
    ).toMatchObject({ code: "version_conflict", facts: { changedBy: "Olga Admin" } });
    expect((await formOf("sofia")).lastName).toBe("Berg");
  });

  test("the last administrator stays, and nobody removes themselves", async () => {
    expect(await save("olga", { roles: ["supervisor"] })).toMatchObject({
      error: { code: "last_administrator" },
    });
    expect(await save("olga", { enabled: false })).toMatchObject({ error: { code: "last_administrator" } });
    expect((await admin.refused("removeUser", { agentId: "olga" })).code).toBe("self_removal");
  });

  test("who is removed is gone from the roster; the name stays for what was, the user name is free", async () => {
    const agentId = await add();
    await admin.done("removeUser", { agentId });
    await house.clock.advance(1_000);
    expect(admin.view?.roster.some((one) => one.agentId === agentId)).toBe(false);
    expect(house.handle.words().users.get(agentId)).toMatchObject({ firstName: "Nora", extension: null });
    expect(await add()).not.toBe(agentId);
  });
});

test("a team is named, renamed, and goes when it has no members", async () => {
  const { teamId } = await admin.done("saveTeam", { teamId: null, was: null, name: "Night shift" });
  expect((await admin.refused("saveTeam", { teamId: null, was: null, name: "night SHIFT" })).code).toBe(
    "name_taken",
  );
  await save("ben", { teamId });
  expect(await admin.refused("removeTeam", { teamId })).toMatchObject({
    code: "team_in_use",
    facts: { members: [{ name: "Ben Ortega" }] },
  });
  await save("ben", { teamId: null });
  await admin.done("removeTeam", { teamId });
  expect((await admin.done("setupTeams", {})).teams.map((one) => one.teamId)).not.toContain(teamId);
});
