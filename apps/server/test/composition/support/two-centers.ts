import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { asId, type Command, type Role } from "@patchbay/core";
import type { FastifyInstance, InjectOptions } from "fastify";
import { type Logger, pino } from "pino";
import { type Auth, Passwords } from "../../../src/auth/index.js";
import { buildApp } from "../../../src/composition/build-app.js";
import { OpenCenters } from "../../../src/composition/centers.js";
import { type OpenCenter, openCenter } from "../../../src/composition/open-center.js";
import { sealerWith } from "../../../src/network/index.js";
import { realClock } from "../../../src/platform/real-clock.js";
import { noPush, subscriptionsInMemory } from "../../../src/push/index.js";
import { replayInteraction } from "../../../src/replay/index.js";
import { Database, migrate, putCenter, putWords } from "../../../src/tables-postgres/index.js";
import { recordingFolder, recordingKey } from "../../recordings/support.js";
import { freshDatabase } from "../../support/postgres.js";
import { Desk } from "./desk.js";

export const CENTERS = ["larkfield", "harrow"] as const;
export type CenterName = (typeof CENTERS)[number];
export const ROLES: readonly Role[] = ["agent", "supervisor", "administrator"];
/** The host that a center's desk and its `tenantUrl` have. */
export const hostOf = (center: CenterName): string => `${center}.example`;
export const PASSWORD = "correct horse battery";
const AUTHORIZATION =
  "MOBILE-API-140-327-PLAIN appId=demo-app, clientId=5f0c1e9a-0000-4000-8000-000000000001";

/** What one center has that nobody of the other may see or touch. */
export interface Belongings {
  /** In every text and every byte of this center; in no answer to somebody of the other. */
  readonly marker: string;
  readonly chatId: string;
  readonly contactId: string;
  readonly partyId: string;
  readonly messageId: string;
  readonly customerFileId: string;
  readonly agentFileId: string;
  /** Of the colleague. */
  readonly recordingId: string;
  /** Of the colleague, after the chat. */
  readonly followUpId: string;
  /** The colleague's own. */
  readonly cannedId: string;
  readonly promptId: string;
  /** A user whose id is known in this center alone; the others have the same ids in both. */
  readonly colleagueId: string;
}

/**
 * Two centers in one process on a real PostgreSQL, as alike as two centers can be: the same user names, the same
 * password, the same chat entry, the same app at a customer's. Only their hosts tell them apart.
 */
export interface TwoCenters {
  readonly app: FastifyInstance;
  readonly auth: Auth;
  readonly port: number;
  /** Where the voice processes of both would write. */
  readonly recordingsDir: string;
  readonly dataDir: string;
  /** The database's owner: sees every center's rows. */
  readonly ownerUrl: string;
  readonly open: ReadonlyMap<CenterName, OpenCenter>;
  readonly of: ReadonlyMap<CenterName, Belongings>;
  /** The colleague's desk, who has the center's chat in hand. */
  readonly colleague: ReadonlyMap<CenterName, Desk>;
  close(): Promise<void>;
}

const quickPasswords = new Passwords({ memoryCost: 64, timeCost: 1, parallelism: 1 });

/** @param log what the server tells; left out: nobody reads it */
export async function twoCenters(log: Logger = pino({ level: "silent" })): Promise<TwoCenters> {
  const fresh = await freshDatabase();
  await migrate({ connectionString: fresh.ownerUrl });
  const database = new Database({ connectionString: fresh.appUrl });
  const dataDir = await mkdtemp(path.join(tmpdir(), "pb-two-centers-"));
  const centers = new OpenCenters();
  const open = new Map<CenterName, OpenCenter>();
  for (const name of CENTERS) {
    const address = { id: name, company: markerOf(name), hosts: [hostOf(name)] };
    await putCenter(database, address);
    const center = await openCenter({
      address,
      database,
      passwords: quickPasswords,
      dataDir,
      mapTilesUrl: null,
      log,
      owner: "test",
      clock: realClock,
      recordingKey,
      signatureKey: Buffer.alloc(32, 7),
      secondFactorSealer: sealerWith(randomBytes(32)),
      network: {
        sealer: sealerWith(randomBytes(32)),
        settingsTrunk: { host: "127.0.0.1", port: 5070, isGiven: false },
        sipPorts: { sipPort: 5060, sipTlsPort: 5061 },
      },
      voice: null,
      replayBy: async (interactionId, onProgress) =>
        JSON.stringify(await replayInteraction(database, name, interactionId, { onProgress })),
    });
    centers.add(center);
    open.set(name, center);
    await configure(center, database, name);
  }
  const { app, auth } = await buildApp({
    settings: { trustProxy: false, publicUrl: null, mapTilesUrl: null },
    centers,
    isReady: () => true,
    whenReady: Promise.resolve(),
    log,
    appsDir: path.join(dataDir, "no-pages-here"),
    version: "0.0.0",
    push: noPush,
    subscriptionsFor: () => subscriptionsInMemory(),
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const of = new Map<CenterName, Belongings>();
  const colleague = new Map<CenterName, Desk>();
  for (const name of CENTERS) {
    const desk = await Desk.open(port, hostOf(name), await cookieOf(app, name, colleagueOf(name), 9), 9);
    colleague.set(name, desk);
    const recordings = path.join(dataDir, "recordings");
    const belongings = await live(app, name, desk, async (recordingId, agentId) => {
      const { started, ended } = await (await recordingFolder(recordings)).write(recordingId, { agentId });
      await centers.of(name).recordings.note(started);
      await centers.of(name).recordings.note(ended);
    });
    of.set(name, belongings);
    await putWords(database, name, {
      users: new Map([
        [belongings.colleagueId, wordsOf(name, belongings.colleagueId, belongings.agentFileId)],
      ]),
    });
    await open.get(name)?.reloadWords();
  }
  return {
    app,
    auth,
    port,
    recordingsDir: path.join(dataDir, "recordings"),
    dataDir,
    ownerUrl: fresh.ownerUrl,
    open,
    of,
    colleague,
    close: async () => {
      for (const desk of colleague.values()) desk.close();
      for (const center of centers.opened()) center.hub.stop();
      await app.close();
      for (const center of centers.opened()) await center.close({ callsGoOn: false });
      await database.close();
      await fresh.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const otherThan = (center: CenterName): CenterName =>
  center === "larkfield" ? "harrow" : "larkfield";

const markerOf = (center: CenterName): string => `secret-of-${center}`;
const promptOf = (center: CenterName): string => `prompt-of-${center}`;
const colleagueOf = (center: CenterName): string => `colleague-at-${center}`;

/** What a page of this center sends with every request. */
export const ourPage = (center: CenterName): Record<string, string> => ({
  host: hostOf(center),
  "x-patchbay": "desk",
  origin: `http://${hostOf(center)}`,
  "sec-fetch-site": "same-origin",
});

/** Signs in, and takes the work over when the user sits somewhere else. Returns the Cookie header. */
export async function cookieOf(
  app: FastifyInstance,
  center: CenterName,
  username: string,
  seat: number,
): Promise<string> {
  const answer = await app.inject({
    method: "POST",
    url: "/api/session",
    headers: ourPage(center),
    payload: { username, password: PASSWORD, seat, force: true },
  });
  if (answer.statusCode !== 200) throw new Error(`${username} at ${center}: ${answer.body}`);
  return String(answer.headers["set-cookie"]).split(";")[0] ?? "";
}

/** The customer's app at a center; the same installation at both. */
export const appHeaders = (center: CenterName): Record<string, string> => ({
  host: hostOf(center),
  authorization: AUTHORIZATION,
  "content-type": "application/json",
});

const wordsOf = (center: CenterName, id: string, photoFileId: string | null) => ({
  username: id,
  firstName: id,
  lastName: markerOf(center),
  nickname: id,
  extension: null,
  photoFileId,
});

async function configure(center: OpenCenter, database: Database, name: CenterName): Promise<void> {
  const people: readonly (readonly [string, readonly Role[]])[] = [
    ...ROLES.map((role) => [role, [role]] as const),
    [colleagueOf(name), ["agent"]],
  ];
  await putWords(database, name, {
    users: new Map(people.map(([id]) => [id, wordsOf(name, id, null)])),
    services: new Map([["claims", { name: markerOf(name) }]]),
    entries: new Map([
      ["demo-app", { name: markerOf(name), mark: "mobile", phoneNumberRequired: false, parameters: [] }],
    ]),
  });
  await center.reloadWords();
  const commands: Command[] = [
    {
      type: "ConfigureService",
      service: {
        id: asId("claims"),
        requires: [],
        distribution: "longest_idle",
        open: true,
        answerTimeoutMs: 60_000,
        wrapUpMs: 60_000,
        wrapUpEndsItself: true,
        dispositions: [],
        dispositionMandatory: false,
        endUndoMs: 0,
        graceMs: 600_000,
        graceOfferMs: 15_000,
        inactivityWarnMs: null,
        inactivityEndMs: 60_000,
        queueLengthMax: 100,
      },
    },
    {
      type: "ConfigureEntry",
      entry: { id: asId("demo-app"), channel: "chat", serviceId: asId("claims"), priority: 0 },
    },
    {
      type: "ConfigurePrompt",
      prompt: { id: asId(promptOf(name)), kind: "speech", sound: "0a".repeat(32), durationMs: 1_000 },
    },
    ...people.map(
      ([id, roles]): Command => ({
        type: "ConfigureUser",
        user: {
          id: asId(id),
          roles,
          teamId: null,
          skills: {},
          capacity: { chat: 5, voice: 1, email: 5 },
          mixedMedia: "any",
          enabled: true,
        },
      }),
    ),
  ];
  for (const command of commands) {
    const result = await center.runtime.submit({ command });
    if (!result.ok) throw new Error(`${command.type}: ${result.rejection.code}`);
  }
  for (const [id] of people) await center.accounts.setPasswordHash(id, await quickPasswords.hash(PASSWORD));
}

/** One chat with a message and a file from each side, in the colleague's hands. */
async function live(
  app: FastifyInstance,
  name: CenterName,
  desk: Desk,
  record: (recordingId: string, agentId: string) => Promise<void>,
): Promise<Belongings> {
  const marker = markerOf(name);
  const query = { tenantUrl: hostOf(name) };
  const ask = async (options: InjectOptions): Promise<Record<string, unknown>> => {
    const answer = await app.inject({ query, headers: appHeaders(name), ...options });
    if (answer.statusCode !== 200) throw new Error(`${options.url}: ${answer.statusCode} ${answer.body}`);
    return answer.json<Record<string, unknown>>();
  };
  const v2 = "/clientweb/api/v2";
  await desk.done("desk.presence.set", { presence: { kind: "ready" } });
  const started = await ask({
    method: "POST",
    url: `${v2}/chats`,
    payload: { phone_number: "", parameters: { first_name: marker } },
  });
  const chatId = String(started["chat_id"]);
  const offer = await desk.offer();
  await desk.done("desk.offer.confirm", { offerId: offer.offerId });
  await desk.done("desk.offer.accept", { offerId: offer.offerId });
  const uploaded = await ask({
    method: "POST",
    url: `${v2}/files`,
    headers: { ...appHeaders(name), "content-type": "multipart/form-data; boundary=edge" },
    payload: multipart(marker),
  });
  const customerFileId = String(uploaded["file_id"]);
  await ask({
    method: "POST",
    url: `${v2}/chats/${chatId}/events`,
    payload: {
      events: [
        { event: "chat_session_message", msg: `${marker} says hello` },
        {
          event: "chat_session_file",
          file_id: customerFileId,
          file_name: "note.txt",
          file_type: "attachment",
        },
      ],
    },
  });
  const byAgent = await app.inject({
    method: "POST",
    url: "/api/files?seat=9",
    headers: {
      ...ourPage(name),
      cookie: desk.cookie,
      "content-type": "multipart/form-data; boundary=edge",
    },
    payload: multipart(marker),
  });
  const agentFileId = byAgent.json<{ fileId: string }>().fileId;
  const sent = await desk.done("desk.message.send", {
    interactionId: chatId,
    clientMessageId: "message-of-the-colleague",
    body: { kind: "text", text: `${marker} answers` },
  });
  const interaction = openOf(desk, chatId);
  const recordingId = `${chatId}.r1`;
  await record(recordingId, colleagueOf(name));
  const followUpId = `follow-up-at-${name}`;
  await desk.done("desk.follow_ups.add", {
    followUpId,
    interactionId: chatId,
    form: {
      kind: "task",
      dueAt: Date.now() + 3_600_000,
      timeZone: "Europe/Berlin",
      note: marker,
      number: null,
      assigneeId: colleagueOf(name),
    },
  });
  const history = await ask({ method: "GET", url: `${v2}/chats/${chatId}/history` });
  const events = history["events"] as Record<string, unknown>[];
  const joined = events.find((event) => event["event"] === "chat_session_party_joined");
  const cannedId = `canned-at-${name}`;
  await desk.done("desk.canned.save", {
    responseId: cannedId,
    version: 0,
    shared: false,
    form: {
      title: marker,
      keyword: "",
      folder: "",
      text: marker,
      language: null,
      serviceIds: [],
      marks: [],
    },
  });
  return {
    marker,
    chatId,
    contactId: interaction.contact.contactId,
    partyId: String(joined?.["party_id"]),
    messageId: String(sent["messageId"]),
    customerFileId,
    agentFileId,
    recordingId,
    followUpId,
    cannedId,
    promptId: promptOf(name),
    colleagueId: colleagueOf(name),
  };
}

function openOf(desk: Desk, chatId: string): { readonly contact: { readonly contactId: string } } {
  const interaction = desk.interactions.get(chatId);
  if (interaction === undefined) throw new Error("the chat never came to the desk");
  return interaction;
}

export const multipart = (text: string): string =>
  `--edge\r\nContent-Disposition: form-data; name="file"; filename="note.txt"\r\nContent-Type: text/plain\r\n\r\n${text}\r\n--edge--\r\n`;
