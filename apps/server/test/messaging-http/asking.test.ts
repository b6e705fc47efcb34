/** Forms and cobrowsing from the desk's request to the wire and back: MESSAGING-API 3.1 and 3.2, row by row. */
import { asId, type ServiceId, type SessionId } from "@patchbay/core";
import { serverEventsBodySchema } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DEFAULT_DESK_SETTINGS, DeskHub } from "../../src/desk-gateway/index.js";
import { Desk } from "../desk-gateway/support/desk.js";
import { settle } from "../desk-gateway/support/manual-clock.js";
import { android, androidCrashes, type Client, ios, iosDrops, type WireEvent, web } from "./clients.js";
import { BEN, SOFIA, World } from "./world.js";

let world: World;
let hub: DeskHub;
const hubOf = (at: World): DeskHub =>
  new DeskHub({
    handle: at.handle,
    ephemeral: at.ephemeral,
    settings: DEFAULT_DESK_SETTINGS,
    report: ({ cause }) => {
      throw cause;
    },
  });
beforeEach(async () => {
  world = await World.open();
  hub = hubOf(world);
});
afterEach(async () => {
  hub.stop();
  await world.close();
});

let count = 0;
const clientMessageId = () => `asking-${String(++count).padStart(4, "0")}`;

async function deskOf(agentId = SOFIA): Promise<Desk> {
  const sessionId = asId<SessionId>(`session-${agentId}`);
  const desk = new Desk(hub, { agentId, sessionId, seat: 1 }).connect();
  await settle();
  return desk;
}

/** An app and a desk in conversation; everything up to here has been polled. */
async function talking(
  client: (base: string) => Client,
): Promise<{ app: Client; desk: Desk; chatId: string }> {
  const app = client(world.base);
  const chatId = await app.start();
  await world.ready(SOFIA);
  const desk = await deskOf();
  await world.accept(SOFIA);
  await settle();
  await app.poll(chatId);
  return { app, desk, chatId };
}

const form = (
  interactionId: string,
  over: { name?: string; timeoutSeconds?: number; secure?: boolean } = {},
) => ({
  interactionId,
  name: "survey",
  timeoutSeconds: 120,
  clientMessageId: clientMessageId(),
  ...over,
});
/** What the desk's transcript says, without who and when. */
const told = (desk: Desk) => desk.shown.messages.map(({ body }) => body);
const named = (events: readonly WireEvent[], name: string) =>
  events.filter(({ event }) => event === `chat_session_${name}`);
const journalOf = () => world.store.journal.map(({ text }) => text).join("\n");
const post = async (app: Client, chatId: string, event: Record<string, unknown>) => {
  const answer = await app.send(chatId, event);
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
  await settle();
};

test.each([
  ["android", android],
  ["web", web],
] as const)(
  "[3.1, 3.2] form_show: the %s app is asked with all fields, and its form_data comes under the name asked for",
  async (_name, client) => {
    const { app, desk, chatId } = await talking(client);
    const { messageId } = await desk.done("askForm", form(chatId));
    const events = await app.poll(chatId);
    expect(events).toEqual([
      {
        event: "chat_session_form_show",
        form_request_id: expect.stringMatching(/^\d{1,10}$/),
        form_name: "survey",
        form_timeout: "120",
        channel: "chat",
        timestamp: expect.stringMatching(/^\d{10}$/),
      },
    ]);
    const id = String(events[0]?.form_request_id);
    expect(Number(id)).toBeLessThan(2 ** 31);
    // Content is no part of an event.
    expect(journalOf()).toContain('"kind":"form_request"');
    expect(journalOf()).not.toContain("survey");
    // Another form has another id.
    await desk.done("askForm", form(chatId, { name: "address" }));
    const [second] = await app.poll(chatId);
    expect(second).toMatchObject({ form_name: "address" });
    expect(second?.form_request_id).not.toBe(id);

    await post(app, chatId, {
      event: "chat_session_form_data",
      form_request_id: Number(id),
      form_name: "whatever the app calls it",
      data: { stars: 5, why: "quick" },
    });
    expect(told(desk)).toEqual([
      { kind: "form_request", formName: "survey", timeoutSeconds: 120, secure: false },
      { kind: "form_request", formName: "address", timeoutSeconds: 120, secure: false },
      { kind: "form", formName: "survey", fields: { stars: "5", why: "quick" } },
    ]);
    expect(desk.shown.messages[0]).toMatchObject({ messageId, from: { who: "agent", agentId: SOFIA } });

    const history = await app.history(chatId);
    expect(named(history, "form_show")).toHaveLength(2);
    serverEventsBodySchema.parse({ events: history });
    expect(iosDrops(history)).toEqual([]);
    if (client === android) expect(androidCrashes([...events, ...history])).toEqual([]);
    // Nobody reports a receipt for what has no msg_id: none is waited for.
    const open = world.runtime.state.interactions.get(asId(chatId))?.receipts ?? [];
    expect(open.some(({ messageId: waited }) => waited === messageId)).toBe(false);
  },
);

test("[3.1] a form without a name: the web client's next text is the answer", async () => {
  const { app, desk, chatId } = await talking(web);
  await desk.done("askForm", form(chatId, { name: "  " }));
  expect(await app.poll(chatId)).toMatchObject([{ event: "chat_session_form_show", form_name: "" }]);
  await post(app, chatId, { event: "chat_session_message", msg_id: "1", msg: "four stars" });
  expect(told(desk)).toMatchObject([{ kind: "form_request", formName: "" }, { text: "four stars" }]);
});

test("[3.1, 3.2] secure_form_show and secure_form_data: what is put in is kept nowhere and shown to nobody", async () => {
  const { app, desk, chatId } = await talking(web);
  await desk.done("askForm", form(chatId, { name: "card", secure: true }));
  const events = await app.poll(chatId);
  expect(events).toEqual([
    {
      event: "chat_session_secure_form_show",
      form_request_id: expect.stringMatching(/^\d+$/),
      form_id: "card",
      form_timeout: "120",
      timestamp: expect.stringMatching(/^\d{10}$/),
    },
  ]);
  const answer = {
    form_request_id: events[0]?.form_request_id,
    form_name: "card",
    data: { number: "4000-SECRET-1234", code: 987_654_321, holder: { name: "Ada SECRET" } },
  };
  await post(app, chatId, { event: "chat_session_secure_form_data", ...answer });
  // An app that answers a secure form with the ordinary event gives nothing away either.
  await post(app, chatId, { event: "chat_session_form_data", ...answer });
  // Nor does one whose form nobody knows.
  await post(app, chatId, { event: "chat_session_secure_form_data", ...answer, form_request_id: "77777" });
  const filled = { kind: "secure_form", formName: "card", fieldNames: ["number", "code", "holder"] };
  expect(told(desk).slice(1)).toEqual([filled, filled, filled]);
  const history = await app.history(chatId);
  expect(named(history, "secure_form_data")[0]).toMatchObject({
    party_id: chatId,
    data: { number: "********", code: "********", holder: "********" },
  });
  serverEventsBodySchema.parse({ events: history });
  const everywhere = JSON.stringify([
    await world.messagesOf(chatId),
    journalOf(),
    desk.frames,
    history,
    [...world.store.messages.values()],
  ]);
  expect(everywhere).toContain("holder");
  expect(everywhere).not.toMatch(/SECRET|987654321/);
});

test("[3.2] a secure form stays secure when the server was started anew in between", async () => {
  const { app, desk, chatId } = await talking(web);
  await desk.done("askForm", form(chatId, { name: "card", secure: true }));
  const [shown] = await app.poll(chatId);
  hub.stop();
  await world.kill();
  world = await World.open({ after: world });
  hub = hubOf(world);
  const answer = await app.at(world.base).send(chatId, {
    event: "chat_session_form_data",
    form_request_id: shown?.form_request_id,
    form_name: "card",
    data: { number: "SECRET" },
  });
  expect(answer.status).toBe(200);
  expect((await world.messagesOf(chatId)).at(-1)?.body).toMatchObject({
    kind: "secure_form",
    fieldNames: ["number"],
  });
  expect(JSON.stringify([...world.store.messages.values()])).not.toContain("SECRET");
});

test("[3.1] secure_form_cancel from the agent: once, only for a secure form, and not after its answer", async () => {
  const { app, desk, chatId } = await talking(web);
  const plain = await desk.done("askForm", form(chatId));
  const secure = await desk.done("askForm", form(chatId, { name: "card", secure: true }));
  const [, shown] = await app.poll(chatId);
  const withdraw = { interactionId: chatId, messageId: secure.messageId };
  await desk.done("withdrawForm", withdraw);
  expect(await app.poll(chatId)).toMatchObject([
    { event: "chat_session_secure_form_cancel", form_request_id: shown?.form_request_id },
  ]);
  // Again: it is so already, and the app is not told twice.
  await desk.done("withdrawForm", withdraw);
  expect(await app.poll(chatId)).toEqual([]);
  expect(told(desk).at(-1)).toEqual({ kind: "form_withdrawal", formName: "card" });
  expect((await desk.refused("withdrawForm", { ...withdraw, messageId: plain.messageId })).code).toBe(
    "not_suitable_state",
  );
  expect((await desk.refused("withdrawForm", { ...withdraw, messageId: "nothing" })).code).toBe(
    "object_not_found",
  );
  const next = await desk.done("askForm", form(chatId, { name: "card", secure: true }));
  const [again] = await app.poll(chatId);
  await post(app, chatId, {
    event: "chat_session_secure_form_data",
    form_request_id: again?.form_request_id,
    data: {},
  });
  expect((await desk.refused("withdrawForm", { ...withdraw, messageId: next.messageId })).code).toBe(
    "nothing_to_cancel",
  );
  expect(named(await app.history(chatId), "secure_form_cancel")).toHaveLength(1);
});

test("[3.2] secure_form_cancel from the customer: the agent sees it; late and unknown ones are taken and change nothing", async () => {
  const { app, desk, chatId } = await talking(web);
  await desk.done("askForm", form(chatId, { name: "card", secure: true }));
  const [shown] = await app.poll(chatId);
  const cancel = {
    event: "chat_session_secure_form_cancel",
    form_request_id: shown?.form_request_id,
    form_name: "card",
  };
  await post(app, chatId, { ...cancel, form_request_id: "424242" });
  await post(app, chatId, { event: "chat_session_secure_form_cancel" });
  expect(told(desk)).toHaveLength(1);
  await post(app, chatId, cancel);
  await post(app, chatId, cancel);
  expect(told(desk).slice(1)).toEqual([{ kind: "form_declined", formName: "card" }]);
  expect(world.runtime.state.interactions.get(asId(chatId))?.unansweredSince).not.toBeNull();
  // After the agent took a form back, that the page closes it is no refusal.
  const { messageId } = await desk.done("askForm", form(chatId, { name: "pin", secure: true }));
  const [second] = await app.poll(chatId);
  await desk.done("withdrawForm", { interactionId: chatId, messageId });
  await post(app, chatId, { ...cancel, form_request_id: second?.form_request_id });
  expect(told(desk).at(-1)).toEqual({ kind: "form_withdrawal", formName: "pin" });
  expect(named(await app.history(chatId), "secure_form_cancel")).toMatchObject([
    { form_request_id: shown?.form_request_id, form_name: "card" },
    { form_request_id: second?.form_request_id },
  ]);
});

test("[3.1, 3.2] cobrowsing: requested, rejected, started and ended, with addresses of the web only", async () => {
  const { app, desk, chatId } = await talking(web);
  const { messageId } = await desk.done("askCobrowsing", {
    interactionId: chatId,
    clientMessageId: clientMessageId(),
  });
  expect(await app.poll(chatId)).toEqual([
    { event: "chat_session_cobrowsing_requested", msg_id: messageId, timestamp: expect.any(String) },
  ]);
  const started = (cobrowsing_url: unknown, provider_type: unknown = "Surfly") => ({
    event: "chat_session_cobrowsing_started",
    provider_type,
    cobrowsing_url,
  });
  await post(app, chatId, { event: "chat_session_cobrowsing_rejected", msg_id: messageId });
  await post(app, chatId, started("https://view.example/s/1?x=a b"));
  await post(app, chatId, started("javascript:alert(1)"));
  await post(app, chatId, started("https://bank.example@evil.example/", null));
  await post(app, chatId, { event: "chat_session_cobrowsing_ended" });
  const step = (name: string, provider = "", url: string | null = null) => ({
    kind: "cobrowsing",
    step: name,
    provider,
    url,
  });
  expect(told(desk)).toEqual([
    { kind: "cobrowsing_request" },
    step("rejected"),
    step("started", "Surfly", "https://view.example/s/1?x=a%20b"),
    step("started", "Surfly"),
    step("started"),
    step("ended"),
  ]);
  const history = await app.history(chatId);
  expect(history.filter(({ event }) => event.includes("cobrowsing")).map(({ event }) => event)).toEqual(
    ["requested", "rejected", "started", "started", "started", "ended"].map(
      (name) => `chat_session_cobrowsing_${name}`,
    ),
  );
  serverEventsBodySchema.parse({ events: history });
});

test("[0.5, 1.3] what an app cannot show is not asked of it, and what another app was asked never reaches Android", async () => {
  const cobrowsing = (interactionId: string) => ({ interactionId, clientMessageId: clientMessageId() });
  const clientId = "5f0c1e9a-0000-4000-8000-0000000000f1";
  const { app, desk, chatId } = await talking((base) => android(base, clientId));
  const cannot = { code: "customer_app_cannot_show" };
  expect(await desk.refused("askForm", form(chatId, { secure: true }))).toMatchObject(cannot);
  expect(await desk.refused("askForm", form(chatId, { name: "" }))).toMatchObject(cannot);
  expect(await desk.refused("askCobrowsing", cobrowsing(chatId))).toMatchObject({
    ...cannot,
    facts: { what: "cobrowsing" },
  });
  expect(told(desk)).toEqual([]);
  // The same customer in a browser, where all of it can be shown.
  const page = web(world.base, clientId, 2);
  await page.poll(chatId);
  const { messageId } = await desk.done("askForm", form(chatId, { name: "card", secure: true }));
  await desk.done("askCobrowsing", cobrowsing(chatId));
  await desk.done("withdrawForm", { interactionId: chatId, messageId });
  await page.send(chatId, { event: "chat_session_cobrowsing_started", cobrowsing_url: "https://v.example/" });
  const polled = await app.poll(chatId);
  const history = await app.history(chatId);
  expect(androidCrashes([...polled, ...history])).toEqual([]);
  expect(named(await page.history(chatId), "cobrowsing_requested")).toHaveLength(1);
});

test("[1.3] the iOS app and our own leave out what they do not know: nothing is asked of them", async () => {
  const own = (base: string) => {
    const plain = web(base, "5f0c1e9a-0000-4000-8000-0000000000f2", 2);
    const call: Client["call"] = (method, path, options) =>
      Object.getPrototypeOf(plain).call.call(plain, method, path, {
        ...options,
        query: { ...options?.query, app: "patchbay" },
      });
    return Object.assign(plain, { call });
  };
  for (const client of [ios, own]) {
    const { desk, chatId } = await talking(client);
    expect((await desk.refused("askForm", form(chatId))).code).toBe("customer_app_cannot_show");
    desk.drop();
  }
});

test("an app that has not been heard since the start is not asked; asking again under the same id then goes well", async () => {
  const { app, chatId } = await talking(web);
  hub.stop();
  await world.kill();
  world = await World.open({ after: world });
  hub = hubOf(world);
  await world.ready(SOFIA);
  const desk = await deskOf();
  const request = form(chatId);
  expect((await desk.refused("askForm", request, "asking-request-1")).code).toBe("customer_app_not_heard");
  const moved = app.at(world.base);
  await moved.poll(chatId);
  const first = await desk.done("askForm", request, "asking-request-1");
  // Repeated, also by a desk that has lost the answer and whose customer has another app in hand by now.
  expect(await desk.done("askForm", request, "asking-request-1")).toEqual(first);
  world.ephemeral.customerShows(chatId, {
    form: false,
    namelessForm: false,
    secureForm: false,
    cobrowsing: false,
    call: false,
  });
  hub.stop();
  hub = hubOf(world);
  const reloaded = await deskOf();
  expect(await reloaded.done("askForm", request, "asking-request-1")).toEqual(first);
  expect(named(await moved.history(chatId), "form_show")).toHaveLength(1);
});

test("only who takes part asks, and a secure form has a name", async () => {
  const { desk, chatId } = await talking(web);
  await world.ready(BEN);
  const ben = await deskOf(BEN);
  const asking = { interactionId: chatId, clientMessageId: clientMessageId() };
  const { messageId } = await desk.done("askForm", form(chatId, { secure: true }));
  expect((await ben.refused("askForm", form(chatId))).code).toBe("not_your_interaction");
  expect((await ben.refused("askCobrowsing", asking)).code).toBe("not_your_interaction");
  expect((await ben.refused("withdrawForm", { interactionId: chatId, messageId })).code).toBe(
    "not_your_interaction",
  );
  expect((await ben.refused("askForm", form("no-such-chat"))).code).toBe("no_interaction");
  for (const name of ["", "  ", "\u0000"]) {
    expect(await desk.refused("askForm", form(chatId, { name, secure: true }))).toMatchObject({
      code: "invalid_args",
      facts: { path: "name" },
    });
  }
});

test("[3.1] chat_session_info: the web client alone is told whose chat it is", async () => {
  const { app, desk, chatId } = await talking(web);
  const service = { event: "chat_session_info", service_name: "Auto claims" };
  expect(await app.history(chatId)).toContainEqual(service);
  expect(named(await app.history(chatId), "info")).toHaveLength(1);
  // A transfer brings it to another service when somebody has taken it, an invitation does not.
  const home = [...world.runtime.state.configuration.services.values()][0];
  if (home === undefined) throw new Error("no service");
  const legal = asId<ServiceId>("legal");
  await world.do({ type: "ConfigureService", service: { ...home, id: legal } });
  world.words.current = {
    ...world.words.current,
    services: new Map([...world.words.current.services, [legal, { name: "Legal" }]]),
  };
  await world.ready(BEN);
  await desk.done("transfer", { interactionId: chatId, to: { serviceId: legal }, note: "" });
  expect(named(await app.poll(chatId), "info")).toEqual([]);
  await world.accept(BEN);
  expect(named(await app.poll(chatId), "info")).toEqual([
    { event: "chat_session_info", service_name: "Legal" },
  ]);
  expect(named(await app.history(chatId), "info")).toHaveLength(2);
  for (const client of [android, ios]) {
    const other = client(world.base);
    const otherId = await other.start();
    const events = [...(await other.poll(otherId)), ...(await other.history(otherId))];
    expect(named(events, "info")).toEqual([]);
  }
});

test("all of it is documented at /docs/", async () => {
  const documented = await (await fetch(`${world.base}/docs/openapi.json`)).text();
  const rows = [
    "form_show",
    "form_data",
    "secure_form_show",
    "secure_form_data",
    "secure_form_cancel",
    "cobrowsing_requested",
    "cobrowsing_rejected",
    "cobrowsing_started",
    "cobrowsing_ended",
    "info",
  ];
  expect(rows.filter((row) => !documented.includes(`"chat_session_${row}"`))).toEqual([]);
});
