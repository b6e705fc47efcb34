import { expect, test } from "vitest";
import { mayDo, type Privilege, privileges, privilegesOf, privilegesOnBase } from "../src/index.js";
import { agent, chat, Story, user } from "./story.js";

const own = (...included: readonly Privilege[]) => ({ ownRole: { id: "own", privileges: included } });

test("[PRV-1] an own role counts in the place of what agents and supervisors usually may, and never beyond its base", () => {
  expect(mayDo(undefined, "transfer")).toBe(false);
  expect(privilegesOf(user("anna"))).toContain("transfer");
  expect(privilegesOf(user("anna", own("call_out", "monitor")))).toEqual(["call_out"]);
  expect(privilegesOf(user("olga", { roles: ["agent", "supervisor"], ...own("monitor") }))).toEqual([
    "monitor",
  ]);
  expect(privilegesOf(user("olga", { roles: ["administrator"], ...own() }))).toEqual([...privileges]);
  for (const base of ["agent", "supervisor"] as const)
    expect(privilegesOnBase[base]).not.toContain("administer");
});

test("[PRV-1] [PRV-2] [MON-7] what is taken away from an own role is refused at once, and whoever listens is beside nobody", () => {
  const roles = ["agent", "supervisor"] as const;
  const story = new Story().logIn("anna", { roles, ...own("monitor") }).talking("sofia", "maria");
  const anna = { supervisorId: agent("anna") };
  const force = {
    type: "ForcePresence",
    agentId: agent("sofia"),
    presence: { kind: "not_ready", reason: null },
    ...anna,
  } as const;
  const take = {
    type: "TakeOverChat",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    ...anna,
  } as const;
  const listen = { type: "MonitorChat", interactionId: chat("maria"), ...anna } as const;
  expect(story.refuses(force).code).toBe("not_enough_privileges");
  expect(story.refuses(take).code).toBe("not_enough_privileges");
  story.do(listen).do({ type: "ConfigureOwnRole", roleId: "another", privileges: [] });
  expect(story.what()).toEqual([]);
  story.do({ type: "ConfigureOwnRole", roleId: "own", privileges: ["force_states", "take_over"] });
  expect(story.lastOf("ChatMonitoringEnded").cause).toBe("role_lost");
  expect(story.refuses(listen).code).toBe("not_enough_privileges");
  story.do(force).do(take);
  story.holds();
});
