import { asId, type Command, type Scenario, type StepId } from "@patchbay/core";
import { type DeskOutput, deskRequests, type MailboxForm, type VoicemailView } from "@patchbay/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TRASH_MS } from "../../src/voicemail/index.js";
import { Desk } from "../composition/support/desk.js";
import {
  cookieOf,
  hostOf,
  ourPage,
  type TwoCenters,
  twoCenters,
} from "../composition/support/two-centers.js";
import { recordingFolder } from "../recordings/support.js";

const CENTER = "larkfield";
const COLLEAGUE = "colleague-at-larkfield";
let world: TwoCenters;
const desks = new Map<string, Desk>();
const desk = (who: string): Desk => {
  const found = desks.get(who);
  if (found === undefined) throw new Error(who);
  return found;
};
const larkfield = () => {
  const found = world.open.get(CENTER);
  if (found === undefined) throw new Error(CENTER);
  return found;
};

beforeAll(async () => {
  world = await twoCenters();
  for (const [at, who] of ["agent", "supervisor", "administrator"].entries()) {
    const cookie = await cookieOf(world.app, CENTER, who, at + 1);
    desks.set(who, await Desk.open(world.port, hostOf(CENTER), cookie, at + 1));
  }
  const cookie = await cookieOf(world.app, "harrow", "agent", 1);
  desks.set("elsewhere", await Desk.open(world.port, hostOf("harrow"), cookie, 1));
  const colleague = world.colleague.get(CENTER);
  if (colleague !== undefined) desks.set(COLLEAGUE, colleague);
  const steps: Scenario["steps"] = {
    [asId<StepId>("box")]: {
      type: "voicemail",
      serviceId: asId("claims"),
      prompts: [asId("leave-a-message")],
      maxMs: 60_000,
      next: asId("bye"),
    },
    [asId<StepId>("bye")]: { type: "hang_up", prompts: [] },
  };
  await submit({
    type: "ConfigureScenario",
    scenario: { id: asId("box"), version: 1, start: asId("box"), steps },
  });
  const voice = { address: "8000", scenarioId: asId<never>("box") };
  await submit({
    type: "ConfigureEntry",
    entry: { id: asId("line"), channel: "voice", serviceId: asId("claims"), priority: 0, voice },
  });
});
afterAll(async () => {
  for (const one of desks.values()) one.close();
  await world.close();
});

async function submit(command: Command): Promise<void> {
  const result = await larkfield().runtime.submit({ command });
  if (!result.ok) throw new Error(`${command.type}: ${result.rejection.code}`);
}

/** What the voice process tells of a message of so many half seconds. */
async function spoken(interactionId: string, halfSeconds = 4): Promise<string> {
  const { interactions } = larkfield().handle.center.state;
  const recordingId = interactions.get(asId(interactionId))?.call?.mailbox?.recordingId;
  if (recordingId === undefined) throw new Error(`${interactionId} is in no mailbox`);
  const folder = await recordingFolder(world.recordingsDir);
  const facts = { agentId: null, kind: "voicemail", halfSeconds, startedAt: Date.now() } as const;
  const told = await folder.write(recordingId, facts);
  for (const event of [told.started, told.started, told.ended]) await larkfield().recordings.note(event);
  return recordingId;
}

/** A customer speaks into the service's mailbox. */
async function customerSpeaks(id: string, halfSeconds?: number): Promise<string> {
  const data = { phoneNumber: "+15035550142", from: null, parameters: {}, channelMark: "web" } as const;
  const result = await larkfield().runtime.submit({
    command: {
      type: "ArriveCall",
      interactionId: asId(id),
      entryId: asId("line"),
      contactId: asId(`contact-${id}`),
      clientKey: asId(`call-${id}`),
    },
    content: [{ table: "interaction_data", interactionId: id, data }],
  });
  if (!result.ok) throw new Error(result.rejection.code);
  const legId = asId<never>(`${id}.l1`);
  await submit({ type: "ReportLeg", interactionId: asId(id), legId, report: { kind: "connected" } });
  return spoken(id, halfSeconds);
}

type Listed = DeskOutput<"voicemail">;
const list = async (who: string, question: object = {}): Promise<Listed> =>
  (await desk(who).done(deskRequests.voicemail.name, question)) as Listed;
const ids = ({ messages }: { readonly messages: readonly VoicemailView[] }): string[] =>
  messages.map(({ recordingId }) => recordingId);
const mark = (who: string, recordingId: string, heard: boolean) =>
  desk(who).ask(deskRequests.markVoicemail.name, { recordingId, heard });
const remove = (who: string, recordingId: string, deleted: boolean) =>
  desk(who).ask(deskRequests.deleteVoicemail.name, { recordingId, deleted });
const news = (who: string): number =>
  desk(who).frames.filter((frame) => frame === JSON.stringify({ frame: "voicemail" })).length;
const SEATS: Readonly<Record<string, number>> = { agent: 1, supervisor: 2, [COLLEAGUE]: 9 };
const listen = async (who: string, recordingId: string): Promise<number> => {
  const url = `/api/recordings/${recordingId}/audio?seat=${SEATS[who]}`;
  const headers = { ...ourPage(CENTER), cookie: desk(who).cookie };
  return (await world.app.inject({ url, headers })).statusCode;
};

describe("a message for a service", () => {
  test("is for the agents who serve it, who are told at once, and for nobody of another center", async () => {
    const before = ["supervisor", "elsewhere"].map(news);
    const recordingId = await customerSpeaks("call-1");
    for (const who of ["agent", COLLEAGUE]) await expect.poll(() => news(who)).toBeGreaterThan(0);
    for (const who of ["agent", COLLEAGUE]) {
      const { messages, fresh, more } = await list(who);
      expect([fresh, more]).toEqual([1, false]);
      expect(messages).toMatchObject([
        {
          recordingId,
          interactionId: "call-1",
          durationMs: 2_000,
          serviceName: "secret-of-larkfield",
          agentId: null,
          number: { raw: "+15035550142" },
          isNew: true,
          heardBy: null,
          mayDownload: false,
        },
      ]);
    }
    for (const who of ["supervisor", "elsewhere"])
      expect(await list(who)).toMatchObject({ messages: [], fresh: 0 });
    expect(["supervisor", "elsewhere"].map(news)).toEqual(before);
    expect((await mark("elsewhere", recordingId, true)).error?.code).toBe("object_not_found");
    expect((await remove("supervisor", recordingId, true)).error?.code).toBe("object_not_found");
    expect((await list("agent")).fresh).toBe(1);
  });

  test("is heard, first by one of them, and may be made new again; who listened is written down", async () => {
    const recordingId = await customerSpeaks("call-2");
    expect(ids(await list("agent"))[0], "the newest first").toBe(recordingId);
    expect(await listen("agent", recordingId)).toBe(200);
    expect(await listen("supervisor", recordingId), "who oversees").toBe(200);
    expect((await mark("agent", recordingId, true)).ok).toBe(true);
    expect((await mark(COLLEAGUE, recordingId, true)).ok).toBe(true);
    const [heard] = (await list(COLLEAGUE)).messages;
    expect(heard).toMatchObject({ isNew: false, heardBy: "agent secret-of-larkfield" });
    expect(ids(await list(COLLEAGUE, { which: "new" }))).not.toContain(recordingId);
    expect((await mark(COLLEAGUE, recordingId, false)).ok).toBe(true);
    expect((await list("agent")).messages[0]).toMatchObject({ isNew: true, heardBy: null });
    const accesses = await larkfield().recordings.rows.accessesOf(recordingId, 10);
    expect(accesses.map(({ what, agentId }) => `${what} ${agentId}`)).toEqual([
      "listened supervisor",
      "listened agent",
    ]);
  });

  test("that was deleted can be taken back for some minutes; then its sound is gone", async () => {
    const recordingId = await customerSpeaks("call-3");
    const stateOf = async () => (await larkfield().recordings.rows.byId(recordingId))?.state;
    await remove("agent", recordingId, true);
    expect(ids(await list(COLLEAGUE))).not.toContain(recordingId);
    await remove("agent", recordingId, false);
    expect(ids(await list(COLLEAGUE))).toContain(recordingId);
    await remove("agent", recordingId, true);
    await larkfield().voicemail.sweep(Date.now() + TRASH_MS - 60_000);
    expect(await stateOf()).toBe("kept");
    await larkfield().voicemail.sweep(Date.now() + TRASH_MS + 1);
    expect(await stateOf()).toBe("deleted");
    expect(await listen("agent", recordingId)).toBe(410);
    expect((await remove("agent", recordingId, false)).error?.code).toBe("object_not_found");
    const [access] = await larkfield().recordings.rows.accessesOf(recordingId, 1);
    expect(access).toMatchObject({ what: "deleted", agentId: "agent" });
  });

  test("shorter than a second is none; pages follow each other", async () => {
    const short = await customerSpeaks("call-4", 1);
    expect(ids(await list("agent"))).not.toContain(short);
    for (const id of ["call-5", "call-6"]) await customerSpeaks(id);
    const all = ids(await list("agent"));
    const first = await list("agent", { limit: 2 });
    const last = first.messages.at(-1);
    const second = await list("agent", { before: { at: last?.at, recordingId: last?.recordingId } });
    expect([first.more, second.more]).toEqual([true, false]);
    expect([...ids(first), ...ids(second)]).toEqual(all);
  });
});

describe("an agent's own mailbox", () => {
  const form: MailboxForm = { enabled: true, greeting: "default", ringMs: 20_000, maxMs: 30_000 };
  const mailbox = async (who: string) =>
    (await desk(who).done(deskRequests.mailbox.name, {})) as DeskOutput<"mailbox">;
  const save = (who: string, over: object) =>
    desk(who).ask(deskRequests.saveMailbox.name, { form: { ...form, ...over } });

  test("is off until its agent turns it on, and is the agent's alone", async () => {
    expect(await mailbox(COLLEAGUE)).toEqual({
      form: { enabled: false, greeting: "default", ringMs: 15_000, maxMs: 120_000 },
      ownGreeting: null,
      locked: false,
    });
    expect((await save(COLLEAGUE, {})).ok).toBe(true);
    expect((await mailbox(COLLEAGUE)).form).toEqual(form);
    expect((await mailbox("agent")).form.enabled).toBe(false);
    const user = () => larkfield().handle.center.state.configuration.users.get(asId(COLLEAGUE));
    expect((await save(COLLEAGUE, { enabled: false })).ok).toBe(true);
    expect(user()?.ringMs, "it rings as long as any again").toBeUndefined();
    expect((await save(COLLEAGUE, {})).ok).toBe(true);
    expect(user()).toMatchObject({ ringMs: 20_000, voicemail: { maxMs: 30_000 } });
    expect((await save(COLLEAGUE, { maxMs: 3_600_000 })).error?.code).toBe("invalid_args");
    expect((await save(COLLEAGUE, { greeting: "own" })).error?.code).toBe("object_not_found");
  });

  test("takes what a colleague says who does not get through, and nobody else hears it", async () => {
    await submit({ type: "SetPhone", agentId: asId("agent"), phone: { device: "browser", health: "ok" } });
    const before = (await list("agent")).fresh;
    await submit({
      type: "PlaceInternalCall",
      interactionId: asId("inside"),
      agentId: asId("agent"),
      to: asId(COLLEAGUE),
      contactId: asId("contact-inside"),
      clientKey: asId("call-inside"),
    });
    const recordingId = await spoken("inside");
    const [message] = (await list(COLLEAGUE)).messages;
    expect(message).toMatchObject({
      recordingId,
      serviceName: null,
      contact: null,
      agentId: "agent",
      number: null,
      mayDownload: true,
    });
    expect((await list("agent")).fresh, "who spoke does not hear it again").toBe(before);
    expect(await listen("agent", recordingId)).toBe(404);
    expect(await listen(COLLEAGUE, recordingId)).toBe(200);
  });

  test("[VML-4] is an administrator's to switch and to lock; the agent is told so", async () => {
    const set = (over: object, agentId = COLLEAGUE) =>
      desk("administrator").ask(deskRequests.saveMailboxes.name, {
        mailboxes: [
          { agentId, form: { enabled: true, locked: true, ringMs: 20_000, maxMs: 30_000, ...over } },
        ],
      });
    const shown = async () =>
      (
        (await desk("administrator").done(deskRequests.mailboxes.name, {})) as DeskOutput<"mailboxes">
      ).agents.find(({ agentId }) => agentId === COLLEAGUE);
    expect((await shown())?.form).toEqual({ enabled: true, locked: false, ringMs: 20_000, maxMs: 30_000 });
    expect((await set({ enabled: false })).ok).toBe(true);
    expect((await shown())?.form).toMatchObject({ enabled: false, locked: true });
    expect(await mailbox(COLLEAGUE)).toMatchObject({ form: { enabled: false }, locked: true });
    expect((await save(COLLEAGUE, {})).error?.code).toBe("mailbox_locked");
    expect((await set({ maxMs: 60_000 })).ok).toBe(true);
    expect((await save(COLLEAGUE, { maxMs: 120_000 })).error?.code).toBe("mailbox_locked");
    expect((await save(COLLEAGUE, { maxMs: 60_000, ringMs: 30_000 })).ok, "how long it rings").toBe(true);
    expect((await set({ locked: false })).ok).toBe(true);
    expect((await save(COLLEAGUE, {})).ok).toBe(true);
    expect((await set({}, "nobody")).error?.code).toBe("object_not_found");
    expect((await set({ maxMs: 1 })).error?.code).toBe("invalid_args");
  });
});
