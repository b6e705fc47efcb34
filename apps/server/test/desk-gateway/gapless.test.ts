import { expect, test } from "vitest";
import type { Records } from "../../src/center/records.js";
import { LiveContent } from "../../src/desk-gateway/content/live-content.js";
import { House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

test("a tab that had the place but not yet the collected roster change gets it when it resumes", async () => {
  const house = await House.open();
  const stays = await house.desk("sofia", { tab: "stays" });
  const comesBack = await house.desk("sofia", { tab: "comes-back" });
  await house.pass(1_000);
  await stays.done("setPresence", { presence: { kind: "ready" } });
  // The roster went out with that one; this one's is collected, while one's own state goes out at once.
  await stays.done("setPresence", { presence: { kind: "not_ready", reason: "lunch" } });
  const own = () => comesBack.shown.roster.find((one) => one.agentId === "sofia")?.word;
  expect([comesBack.shown.self?.word, own()]).toEqual(["not_ready", "ready"]);
  comesBack.drop();
  await house.clock.advance(250);
  const framesBefore = comesBack.frames.length;
  comesBack.connect({ resume: true });
  await settle();
  expect(comesBack.frames[framesBefore]?.frame).toBe("changes");
  expect(own()).toBe("not_ready");
});

test("what is committed while an interaction is being read is in it afterwards, once", async () => {
  const house = await House.open();
  const maria = await house.startChat("Maria");
  await house.says(maria, "Before");
  let goOn: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  // Reads first and hands over late, as a slow database does.
  const { records } = house.handle;
  const slow: Records = Object.create(records, {
    events: {
      value: async (interactionId: string) => {
        const events = await records.events(interactionId);
        await gate;
        return events;
      },
    },
  });
  const content = new LiveContent(slow);
  house.runtime.onCommitted(({ entries }) => {
    for (const entry of entries) content.apply(entry);
  });
  const reading = content.need(["Maria"]);
  await settle();
  await house.says(maria, "Meanwhile");
  expect(content.interaction("Maria")).toBeUndefined();
  goOn();
  await reading;
  await house.says(maria, "After");
  const bodies = content.interaction("Maria")?.messages.map((line) => line.row?.body);
  expect(bodies).toEqual(["Before", "Meanwhile", "After"].map((text) => ({ kind: "text", text })));
});
