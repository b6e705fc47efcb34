/**
 * The same question as authorisation.test.ts for what goes over the desk's socket: every request of the protocol, by
 * every role, aimed at what is in somebody else's hands: a colleague's, and the other center's.
 */
import { randomUUID } from "node:crypto";
import {
  afterChatSetupRequests,
  apiKeySetupRequests,
  auditRequests,
  type DeskRequestKey,
  deskRequests,
  entrySetupRequests,
  maskingSetupRequests,
  networkSetupRequests,
  recordingSetupRequests,
  roleSetupRequests,
  scheduleSetupRequests,
  screenPopSetupRequests,
  serviceSetupRequests,
  setupRequests,
  userSetupRequests,
  usualAlertRules,
} from "@patchbay/protocol";
import { describe, expect, test } from "vitest";
import { Desk } from "./support/desk.js";
import { desksOfAll } from "./support/desks-of-all.js";
import {
  type Belongings,
  CENTERS,
  type CenterName,
  hostOf,
  otherThan,
  ROLES,
} from "./support/two-centers.js";

const { world, deskOf } = await desksOfAll();

/** Those of the room Set-up have tests of their own: (setup|network|recording-rules)-authorisation.test.ts. */
const ofSetup = {
  ...setupRequests,
  ...networkSetupRequests,
  ...recordingSetupRequests,
  ...maskingSetupRequests,
  ...screenPopSetupRequests,
  ...afterChatSetupRequests,
  ...apiKeySetupRequests,
  ...auditRequests,
  ...scheduleSetupRequests,
  ...serviceSetupRequests,
  ...entrySetupRequests,
  ...userSetupRequests,
  ...roleSetupRequests,
};
type SetupKey = keyof typeof ofSetup;
type AimedKey = Exclude<DeskRequestKey, SetupKey>;

/** Every request, as it would be sent by whoever has this chat in hand. The types see to it that none is missing. */
const aimedAt = (target: Belongings): Record<AimedKey, unknown> => {
  const interactionId = target.chatId;
  const to = { agentId: target.colleagueId };
  // Supervisors may change what their agents are to do, so what is aimed at it is of a version that never was.
  const followUp = { followUpId: target.followUpId, version: 99 };
  const form = {
    kind: "task",
    dueAt: Date.now() + 7_200_000,
    timeZone: "UTC",
    note: "mine",
    number: null,
    assigneeId: target.colleagueId,
  };
  const cannedForm = {
    title: "Mine",
    keyword: "mine",
    folder: "",
    text: "mine",
    language: null,
    serviceIds: [],
    marks: [],
  };
  const contactForm = {
    firstName: "mine",
    lastName: "",
    phones: [],
    emails: [],
    account: null,
    language: null,
    notes: "",
    fields: [],
  };
  return {
    setPresence: { presence: { kind: "not_ready", reason: null } },
    clearNext: {},
    logOut: {},
    confirmOffer: { offerId: target.chatId },
    acceptOffer: { offerId: target.chatId },
    rejectOffer: { offerId: target.chatId },
    sendMessage: { interactionId, clientMessageId: randomUUID(), body: { kind: "text", text: "let me in" } },
    askForm: { interactionId, name: "survey", clientMessageId: randomUUID() },
    withdrawForm: { interactionId, messageId: target.messageId },
    askCobrowsing: { interactionId, clientMessageId: randomUUID() },
    markRead: { interactionId, messageId: target.messageId },
    saveDraft: { interactionId, text: "mine", version: 1_000 },
    endInteraction: { interactionId },
    undoEnd: { interactionId },
    leaveInteraction: { interactionId },
    transfer: { interactionId, to, note: "mine" },
    invite: { interactionId, to, note: "mine" },
    cancelRequest: { interactionId },
    setDisposition: { interactionId, dispositionId: null },
    saveNote: { interactionId, text: "mine" },
    completeWrapUp: { interactionId },
    extendWrapUp: { interactionId },
    setPhone: { device: "browser", health: "ok" },
    connectPhone: { interactionId, offer: "v=0" },
    addPhoneCandidate: { phoneId: interactionId, candidate: "", mid: "0" },
    disconnectPhone: { phoneId: interactionId },
    placeCall: { entryId: interactionId, number: "1", beside: interactionId },
    placeAppCall: { beside: interactionId },
    dismissCallRequest: { interactionId, messageId: "message-1" },
    muteCall: { interactionId, muted: true },
    holdCall: { interactionId, held: true },
    sendKeys: { interactionId, keys: "1" },
    consult: { interactionId, to },
    switchCircle: { interactionId, circle: "main" },
    mergeConsultation: { interactionId },
    keepLine: { keep: false },
    raiseLine: {},
    lowerLine: {},
    joinCalls: { interactionId, other: target.chatId, stay: true },
    completeTransfer: { interactionId },
    endConsultation: { interactionId },
    callNumberIn: { interactionId, kind: "invite", number: "15035550142" },
    muteParty: { interactionId, legId: `${interactionId}.l1`, muted: true },
    holdParty: { interactionId, legId: `${interactionId}.l1`, held: true },
    removeParty: { interactionId, legId: `${interactionId}.l1` },
    endCallForAll: { interactionId },
    record: { interactionId, do: "start" },
    startSignature: { interactionId, scriptId: "a-script" },
    stopSignature: { interactionId },
    setConsent: { interactionId, consent: true },
    connectApplication: { interactionId, scenarioId: interactionId, amount: null },
    endApplication: { interactionId },
    monitorCall: { interactionId, agentId: target.colleagueId, mode: "listen" },
    stopMonitoring: { interactionId },
    monitorChat: { interactionId },
    stopMonitoringChat: { interactionId },
    takeOverCall: { interactionId, agentId: target.colleagueId },
    describeNumber: { number: "+15035550142" },
    searchContacts: { text: target.marker },
    favourites: {},
    saveFavourites: { version: 99, favourites: [] },
    recent: {},
    putMissedAside: { interactionId },
    voicemail: {},
    markVoicemail: { recordingId: `${interactionId}.r1`, heard: true },
    deleteVoicemail: { recordingId: `${interactionId}.r1`, deleted: true },
    mailbox: {},
    saveMailbox: { form: { enabled: false, greeting: "default", ringMs: 15_000, maxMs: 120_000 } },
    followUps: {},
    addFollowUp: { followUpId: randomUUID(), interactionId, form },
    changeFollowUp: { ...followUp, form },
    snoozeFollowUp: { ...followUp, dueAt: form.dueAt },
    finishFollowUp: { ...followUp, done: true },
    deleteFollowUp: { ...followUp, deleted: true },
    seeReminder: { followUpId: target.followUpId, dueAt: form.dueAt },
    preferences: {},
    changePreferences: { changes: { density: "compact" } },
    cannedResponses: {},
    saveCannedResponse: { responseId: target.cannedId, version: 99, shared: false, form: cannedForm },
    importCannedResponses: {
      shared: true,
      rows: [{ responseId: target.cannedId, version: 99, form: cannedForm }],
    },
    deleteCannedResponse: { responseId: target.cannedId, version: 99, deleted: true },
    cannedResponseUsed: { responseId: target.cannedId },
    screenPop: { interactionId, origin: "http://desk.example" },
    contactRecord: { contactId: target.contactId },
    editContact: { contactId: target.contactId, changeId: randomUUID(), version: 99, form: contactForm },
    mergeContacts: {
      mergeId: randomUUID(),
      from: { contactId: target.contactId, version: 99 },
      into: { contactId: "nobody", version: 0 },
      form: contactForm,
    },
    unmergeContacts: { mergeId: target.followUpId },
    choosePhone: { device: "none" },
    phoneOptions: {},
    messages: {},
    saveMessage: { messageId: target.promptId, name: "mine" },
    removeMessage: { messageId: target.promptId },
    playMessage: { interactionId, messageId: target.promptId },
    stopMessage: { interactionId },
    forwarding: {},
    saveForwarding: { form: { enabled: false, number: "", when: [], ringMs: 15_000 } },
    // Whoever is no administrator is refused, and an administrator finds nothing to clear.
    forwardings: {},
    clearForwarding: { agentId: target.colleagueId },
    mailboxes: {},
    saveMailboxes: {
      mailboxes: [
        {
          agentId: target.colleagueId,
          form: { enabled: true, locked: true, ringMs: 15_000, maxMs: 120_000 },
        },
      ],
    },
    contactHistory: { contactId: target.contactId },
    transcript: { interactionId },
    forcePresence: {
      agentId: target.colleagueId,
      presence: { kind: "not_ready", reason: null },
      why: "mine",
    },
    // With somebody who has no part in the chat, so that it stays where it is for those who may.
    takeOverChat: { interactionId, agentId: "nobody" },
    reassign: { interactionId, agentId: "nobody", to, note: "mine" },
    alertRules: {},
    saveAlertRules: { was: usualAlertRules, rules: usualAlertRules },
    acknowledgeAlert: { alertId: "waiting:nothing" },
    askAssistance: { interactionId, reason: "question", text: "mine" },
    withdrawAssistance: { interactionId },
    answerAssistance: { interactionId },
    resolveAssistance: { interactionId, text: "mine" },
  };
};

/** Aimed at nobody but the asker. */
const OF_ONESELF: ReadonlySet<AimedKey> = new Set([
  "setPresence",
  "clearNext",
  "logOut",
  "setPhone",
  "choosePhone",
  "keepLine",
  "raiseLine",
  "lowerLine",
  "phoneOptions",
  "favourites",
  "saveFavourites",
  "recent",
  "voicemail",
  "mailbox",
  "saveMailbox",
  "messages",
  "followUps",
  "preferences",
  "changePreferences",
  "cannedResponses",
  "forwarding",
  "saveForwarding",
  // Refuses row by row, and is done all the same: canned-responses.test.ts.
  "importCannedResponses",
  // Of administrators; by whom they may be read: forwarding.test.ts, voicemail.test.ts.
  "forwardings",
  "mailboxes",
  // Of those who supervise, and of nobody's chat: alerts.test.ts.
  "alertRules",
  "saveAlertRules",
  "acknowledgeAlert",
  // What a number is, anywhere.
  "describeNumber",
]);
/** Open to everybody of the center, by the protocol's own word: colleagues read each other's past. */
const READING: ReadonlySet<AimedKey> = new Set([
  "contactHistory",
  "transcript",
  "searchContacts",
  "contactRecord",
]);
const aimed = (Object.keys(deskRequests) as DeskRequestKey[]).filter(
  (key): key is AimedKey => !(key in ofSetup) && !OF_ONESELF.has(key as AimedKey),
);

const belongings = (center: CenterName): Belongings => {
  const found = world.of.get(center);
  if (found === undefined) throw new Error(center);
  return found;
};
const happened = (center: CenterName, seq: number): string[] =>
  (world.open.get(center)?.runtime.since(seq) ?? []).flatMap((entry) => [
    ...entry.events.map(({ type }) => type),
    ...entry.content.map(({ table }) => table),
  ]);
const seqOf = (center: CenterName): number => world.open.get(center)?.runtime.state.seq ?? -1;

const rows = CENTERS.flatMap((center) => ROLES.map((role) => [role, center] as const));

describe.each(rows)("an %s of %s", (role, center) => {
  const other = otherThan(center);

  test.each(aimed)("gets nothing of the other center by %s", async (key) => {
    const { marker } = belongings(other);
    const before = CENTERS.map(seqOf);
    const result = await deskOf(center, role).ask(deskRequests[key].name, aimedAt(belongings(other))[key]);
    // A contact nobody knows has no interactions: an empty list, not a refusal.
    if (key === "contactHistory") expect(result.output).toEqual({ interactions: [] });
    else if (key === "searchContacts") expect(result.output).toEqual({ contacts: [], more: false });
    else expect(result.ok, result.text).toBe(false);
    expect(result.text).not.toContain(marker);
    expect(CENTERS.flatMap((one, i) => happened(one, before[i] ?? -1))).toEqual([]);
  });

  const working = aimed.filter(
    (key) => !READING.has(key) && !["forcePresence", "saveMailboxes", "monitorChat"].includes(key),
  );
  test.each(working)("does nothing to a colleague's chat by %s", async (key) => {
    const before = seqOf(center);
    const result = await deskOf(center, role).ask(deskRequests[key].name, aimedAt(belongings(center))[key]);
    expect(result.ok, result.text).toBe(false);
    expect(happened(center, before)).toEqual([]);
  });

  test("reads the center's own past", async () => {
    for (const key of READING) {
      const result = await deskOf(center, role).ask(deskRequests[key].name, aimedAt(belongings(center))[key]);
      expect(result.ok, result.text).toBe(true);
      expect(result.text).toContain(belongings(center).marker);
    }
  });

  test("sends no file that a colleague uploaded, nor one of the other center", async () => {
    for (const fileId of [belongings(center).agentFileId, belongings(other).agentFileId]) {
      const result = await deskOf(center, role).ask(deskRequests.sendMessage.name, {
        interactionId: belongings(center).chatId,
        clientMessageId: randomUUID(),
        body: { kind: "file", fileId },
      });
      expect(result.error?.code).toBe("file_not_found");
    }
  });

  test("was never shown anything of the other center", () => {
    const { frames } = deskOf(center, role);
    const told = frames.join("\n");
    // Refusals name the id that they were asked about; nothing else may.
    const unasked = frames.filter((frame) => !frame.startsWith('{"frame":"result"')).join("\n");
    const seen = {
      own: told.includes(belongings(center).marker),
      others: told.includes(belongings(other).marker) || unasked.includes(belongings(other).chatId),
    };
    expect(seen).toEqual({ own: true, others: false });
  });
});

/** What came of a request that is aimed at a colleague, by the role of who asks. */
async function answersTo(key: AimedKey, center: CenterName): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const role of ROLES) {
    const result = await deskOf(center, role).ask(deskRequests[key].name, aimedAt(belongings(center))[key]);
    answers[role] = result.ok ? "done" : (result.error?.code ?? "");
  }
  return answers;
}

describe.each(CENTERS)("at %s", (center) => {
  test("only those who supervise set a colleague's presence", async () => {
    expect(await answersTo("forcePresence", center)).toEqual({
      agent: "not_enough_privileges",
      supervisor: "done",
      administrator: "done",
    });
  });

  test("only those who supervise take a chat over, give it to somebody else or answer who asks for help", async () => {
    for (const [key, otherwise] of [
      ["takeOverChat", "not_suitable_state"],
      ["reassign", "not_suitable_state"],
      ["answerAssistance", "nothing_to_cancel"],
      ["resolveAssistance", "nothing_to_cancel"],
    ] as const)
      expect(await answersTo(key, center), key).toEqual({
        agent: "not_enough_privileges",
        supervisor: otherwise,
        administrator: otherwise,
      });
  });

  test("only those who supervise read a colleague's chat along", async () => {
    expect(await answersTo("monitorChat", center)).toEqual({
      agent: "not_enough_privileges",
      supervisor: "done",
      administrator: "done",
    });
  });

  test("only administrators set a colleague's mailbox", async () => {
    expect(await answersTo("saveMailboxes", center)).toEqual({
      agent: "not_enough_privileges",
      supervisor: "not_enough_privileges",
      administrator: "done",
    });
  });
});

describe("what a colleague is to do is changed by those who look after the colleague, not by other colleagues", () => {
  test.each(CENTERS)("at %s", async (center) => {
    const { followUpId, chatId, marker } = belongings(center);
    const answers: Record<string, string> = {};
    const seen: Record<string, boolean> = {};
    for (const role of ROLES) {
      const desk = deskOf(center, role);
      const change = await desk.ask(deskRequests.finishFollowUp.name, {
        followUpId,
        version: 99,
        done: true,
      });
      answers[role] = change.error?.code ?? "done";
      const team = await desk.ask(deskRequests.followUps.name, { list: "team" });
      seen[role] = team.text.includes(chatId) && team.text.includes(marker);
      expect(team.text).not.toContain(belongings(otherThan(center)).marker);
    }
    expect(answers).toEqual({
      agent: "object_not_found",
      supervisor: "version_conflict",
      administrator: "version_conflict",
    });
    expect(seen).toEqual({ agent: false, supervisor: true, administrator: true });
  });
});

describe("the socket itself", () => {
  const cookieAt = (center: CenterName) => deskOf(center, "agent").cookie;

  test.each(CENTERS)("opens at %s for nobody without a seat of it", async (center) => {
    const host = hostOf(center);
    const opened = (cookie: string, seat = 1, origin = `http://${host}`) =>
      Desk.open(world.port, host, cookie, seat, origin);
    await expect(opened("")).rejects.toThrow("bye invalid_token");
    await expect(opened(cookieAt(otherThan(center)))).rejects.toThrow("bye invalid_token");
    await expect(opened(cookieAt(center), 2)).rejects.toThrow("bye invalid_token");
    await expect(opened(cookieAt(center), 1, `http://${hostOf(otherThan(center))}`)).rejects.toThrow("bye");
    await expect(opened(cookieAt(center), 1, "https://evil.example")).rejects.toThrow("bye invalid_token");
    (await opened(cookieAt(center))).close();
  });
});
