/** Voice signatures over HTTP: from what the journal says to the package that proves it, and who may do what. */
import { open } from "node:fs/promises";
import path from "node:path";
import { asId, type Event } from "@patchbay/core";
import Fastify, { type FastifyInstance } from "fastify";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerAuth } from "../../src/auth/index.js";
import { registerDeskHttp } from "../../src/desk-http/index.js";
import { MemoryRecordingRows, RecordingFiles, Recordings } from "../../src/recordings/index.js";
import { registerRecordings } from "../../src/recordings/register-recordings.js";
import {
  registerSignatures,
  SignatureRows,
  Signatures,
  SigningKey,
  scriptIdOf,
} from "../../src/signatures/index.js";
import { Database, migrate } from "../../src/tables-postgres/index.js";
import { type ACenter, aCenter, logIn, ourPage } from "../desk-http/a-center.js";
import { type RecordingFolder, recordingFolder, recordingKey } from "../recordings/support.js";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";

const words = { language: "en", text: "Do you agree?" };
const scriptId = scriptIdOf(words);
const recordingRows = new MemoryRecordingRows();
let fresh: TestDatabase;
let database: Database;
let center: ACenter;
let voice: RecordingFolder;
let recordings: Recordings;
let rows: SignatureRows;
let app: FastifyInstance;
let seq = 0;
const cookies = new Map<string, string>();

type Started = Extract<Event, { readonly type: "RecordingStarted" }>;
type Stopped = Extract<Event, { readonly type: "RecordingStopped" }>;
const started = (recordingId: string, agentId = "sofia"): Started => ({
  seq: ++seq,
  at: 1_000 * seq,
  type: "RecordingStarted",
  interactionId: asId(recordingId.split(".")[0] ?? ""),
  recordingId: asId(recordingId),
  agentId: asId(agentId),
  legId: asId("l2"),
  kind: "signature",
  automatic: false,
  scriptId: asId(scriptId),
});
const stopped = (recordingId: string, cause: Stopped["cause"] = "agent"): Stopped => ({
  seq: ++seq,
  at: 1_000 * seq,
  type: "RecordingStopped",
  interactionId: asId(recordingId.split(".")[0] ?? ""),
  recordingId: asId(recordingId),
  agentId: asId("sofia"),
  kind: "signature",
  cause,
});

/** One take as the journal and the voice process tell it. */
async function take(recordingId: string, cause: Stopped["cause"] = "agent", halfSeconds = 2): Promise<void> {
  const facts = await voice.write(recordingId, { halfSeconds });
  if (facts.started.type === "recording.started")
    await recordings.note({ ...facts.started, kind: "signature" });
  await rows.follow([started(recordingId)], seq, "0.1.0");
  await rows.follow([stopped(recordingId, cause)], seq, "0.1.0");
  await recordings.note(facts.ended);
}

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrate({ connectionString: fresh.ownerUrl });
  database = new Database({ connectionString: fresh.appUrl });
  center = await aCenter();
  voice = await recordingFolder();
  rows = new SignatureRows(database, "larkfield");
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const files = new RecordingFiles(voice.folder, recordingKey);
  recordings = new Recordings({ handle: center.handle, rows: recordingRows, files, log, ownsFolder: true });
  const signatures = new Signatures({
    handle: center.handle,
    rows,
    keeper: { caughtUp: () => Promise.resolve() },
    recordings,
    key: new SigningKey(Buffer.alloc(32, 5)),
  });
  const found = { byTenant: () => undefined, byHost: () => center.handle, byId: () => center.handle };
  const centers = { ...found, all: () => [center.handle] };
  app = Fastify();
  const sessions = () => center.sessions;
  const auth = registerAuth(app, { centers, sessions, publicUrl: null });
  registerDeskHttp(app, { auth, centers, sessions });
  registerRecordings(app, { auth, recordingsOf: () => recordings });
  registerSignatures(app, { auth, signaturesOf: () => signatures, recordingsOf: () => recordingRows });
  await app.ready();
  for (const [name, roles] of [
    ["sofia", ["agent"]],
    ["ben", ["agent"]],
    ["anna", ["supervisor"]],
    ["olga", ["administrator"]],
  ] as const) {
    await center.addUser(name, roles);
    cookies.set(name, (await logIn(app, name)).cookie);
  }
  await center.submit({
    type: "ConfigureService",
    service: {
      id: asId("claims"),
      requires: [],
      distribution: "longest_idle",
      open: true,
      answerTimeoutMs: 20_000,
      wrapUpMs: 0,
      wrapUpEndsItself: true,
      dispositions: [],
      dispositionMandatory: false,
      endUndoMs: 0,
      graceMs: 0,
      graceOfferMs: 0,
      inactivityWarnMs: null,
      inactivityEndMs: 0,
      queueLengthMax: 10,
    },
  });
  await rows.addScript("claims", { scriptId, ...words }, { at: 5, by: "olga" });
});
afterAll(async () => {
  await app.close();
  await center.stop();
  await voice.remove();
  await database.close();
  await fresh.drop();
});

const ask = (who: string, method: "GET" | "POST" | "PUT", url: string, payload?: object) =>
  app.inject({
    method,
    url: `/api/${url}?seat=1`,
    headers: { ...ourPage(), cookie: cookies.get(who) ?? "" },
    ...(payload === undefined ? {} : { payload }),
    remoteAddress: "192.0.2.44",
  });
const judge = (who: string, id: string, verdict: "accepted" | "redone") =>
  ask(who, "POST", `signatures/${id}/judgement`, { verdict });
const evidence = (who: string, id: string) => ask(who, "GET", `signatures/${id}/evidence`);
const told = (answer: { readonly statusCode: number; readonly body: string }) =>
  answer.body === ""
    ? answer.statusCode
    : `${answer.statusCode} ${(JSON.parse(answer.body) as { code: string }).code}`;

describe("takes", () => {
  test("the agent hears and judges its own; nobody judges twice, and each step is written down", async () => {
    await take("c1.r1");
    await take("c1.r2");
    expect((await ask("sofia", "GET", "recordings/c1.r1/audio")).statusCode).toBe(200);
    for (const one of ["judgement", "evidence"] as const)
      expect(
        told(one === "evidence" ? await evidence("ben", "c1.r1") : await judge("ben", "c1.r1", "accepted")),
      ).toBe("404 recording_not_found");
    expect(told(await evidence("anna", "c1.r1"))).toBe("409 signature_not_accepted");
    expect(told(await judge("sofia", "c1.r1", "redone"))).toBe(204);
    expect(told(await judge("sofia", "c1.r1", "redone")), "asked again").toBe(204);
    expect(told(await judge("sofia", "c1.r1", "accepted"))).toBe("409 signature_judged");
    expect(told(await judge("sofia", "c1.r2", "accepted"))).toBe(204);
    expect(
      (await rows.ofInteraction("c1")).map(({ take, state, judgedBy }) => [take, state, judgedBy]),
    ).toEqual([
      [1, "redone", "sofia"],
      [2, "accepted", "sofia"],
    ]);
    expect(
      (await recordingRows.accessesOf("c1.r2", 9)).map(({ what, agentId }) => `${what} ${agentId}`),
    ).toEqual(["accepted sofia"]);
    expect((await ask("sofia", "POST", "signatures/c1.r2/judgement", { verdict: "maybe" })).statusCode).toBe(
      400,
    );
  });

  test("the package is for who may take copies; it is the accepted sound, and taking it is written down", async () => {
    expect(told(await evidence("sofia", "c1.r2"))).toBe("403 not_enough_privileges");
    const answer = await evidence("anna", "c1.r2");
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-type": "application/zip",
      "cache-control": "private, no-store",
    });
    const files = unzipSync(answer.rawPayload);
    const wav = await ask("olga", "GET", "recordings/c1.r2/download");
    expect(Buffer.from(files["voice-signature-c1.r2/audio.wav"] ?? []).equals(wav.rawPayload)).toBe(true);
    expect(Buffer.from(files["voice-signature-c1.r2/script.txt"] ?? []).toString()).toBe(
      "Language: en\n\nDo you agree?\n",
    );
    expect((await evidence("anna", "c1.r2")).rawPayload.equals(answer.rawPayload), "again, the same").toBe(
      true,
    );
    expect((await recordingRows.accessesOf("c1.r2", 1))[0]).toMatchObject({
      what: "evidence",
      agentId: "anna",
      address: "192.0.2.44",
    });
  });

  test("a byte changed on the disk is found before anything is given away", async () => {
    await take("c2.r1");
    await judge("sofia", "c2.r1", "accepted");
    const file = await open(path.join(voice.folder, "2026/11/c2.r1"), "r+");
    await file.write(Buffer.from([0xff, 0xfe]), 0, 2, 3_000);
    await file.close();
    expect(told(await evidence("anna", "c2.r1"))).toBe("500 recording_damaged");
    expect((await recordingRows.accessesOf("c2.r1", 9)).map(({ what }) => what)).toEqual(["accepted"]);
  });

  test.each(["customer_left", "interrupted", "call_ended", "left", "disk_full", "failed"] as const)(
    "one that ended by %s is incomplete, and nobody accepts it",
    async (cause) => {
      const id = `${cause.replaceAll("_", "-")}.r1`;
      await take(id, cause);
      expect(await rows.byId(id)).toMatchObject({ state: "incomplete", cause });
      expect(told(await judge("sofia", id, "accepted"))).toBe("409 signature_judged");
      expect(told(await evidence("olga", id))).toBe("409 signature_not_accepted");
    },
  );

  test("one that is not on the disk whole cannot be accepted", async () => {
    await take("empty.r1", "agent", 0);
    expect(told(await judge("sofia", "empty.r1", "accepted"))).toBe("409 signature_incomplete");
    const { started: begun } = await voice.write("cut.r1");
    if (begun.type === "recording.started") await recordings.note({ ...begun, kind: "signature" });
    await rows.follow([started("cut.r1"), stopped("cut.r1")], seq, "0.1.0");
    expect(told(await judge("sofia", "cut.r1", "accepted")), "it is being finished").toBe(
      "409 recording_unfinished",
    );
    await recordingRows.end("cut.r1", {
      state: "kept",
      cause: "cut_off",
      durationMs: 700,
      bytes: 1,
      sha256: "",
    });
    expect(told(await judge("sofia", "cut.r1", "accepted"))).toBe("409 signature_incomplete");
  });

  test("what the journal said is applied once, however often it is read", async () => {
    const [begin, end] = [started("again.r1"), stopped("again.r1")];
    await rows.follow([begin, end], seq, "0.1.0");
    await judge("sofia", "again.r1", "redone");
    const before = await rows.byId("again.r1");
    await rows.follow([begin, end], seq - 1, "0.2.0");
    expect(await rows.byId("again.r1")).toEqual(before);
    expect(await rows.position(), "it never goes back").toBe(seq);
  });

  test("another center knows none of them", async () => {
    const harrow = new SignatureRows(database, "harrow");
    expect(await harrow.byId("c1.r2")).toBeUndefined();
    expect(await harrow.scripts("claims")).toEqual([]);
  });
});

describe("the call itself", () => {
  /** As if this call were live, with Sofia in it. */
  const live = (interactionId: string): Signatures => {
    const { state } = center.handle.center;
    const { services, users } = state.configuration;
    const claims = { ...services.get(asId("claims")), signatureScript: scriptId };
    const interaction = { id: interactionId, serviceId: "claims", parties: [{ agentId: "sofia" }] };
    const seen = {
      interactions: new Map([[interactionId, interaction]]),
      configuration: { services: new Map([["claims", claims]]), users },
    };
    const handle = { ...center.handle, center: { ...center.handle.center, state: seen } };
    return new Signatures({
      handle: handle as unknown as ACenter["handle"],
      rows,
      keeper: { caughtUp: () => Promise.resolve() },
      recordings,
      key: new SigningKey(Buffer.alloc(32, 5)),
    });
  };
  const user = (name: string) => {
    const found = center.handle.center.state.configuration.users.get(asId(name));
    if (found === undefined) throw new Error(name);
    return found;
  };

  test("who is in it sees the text and the takes that it may hear; nobody else sees any of it", async () => {
    await take("live.r1");
    const signatures = live("live");
    expect(await signatures.ofCall("live", user("sofia"))).toMatchObject({
      script: { scriptId, version: 1, text: words.text },
      takes: [{ recordingId: "live.r1", state: "to_judge", playable: true, mayJudge: true }],
    });
    for (const name of ["ben", "anna", "olga"])
      await expect(signatures.ofCall("live", user(name)), name).rejects.toMatchObject({
        code: "object_not_found",
      });
    await expect(signatures.ofCall("gone", user("sofia"))).rejects.toMatchObject({
      code: "object_not_found",
    });
  });
});

describe("texts", () => {
  const put = (who: string, body: object) => ask(who, "PUT", "signatures/scripts/claims", body);
  const form = (text: string, was: string | null, retentionDays: number | null = 3_650) => ({
    was,
    script: { language: "en", text },
    retentionDays,
  });
  const now = () => center.handle.center.state.configuration.services.get(asId("claims"))?.signatureScript;

  test("each new text is a version, and the same words are the version that they were", async () => {
    expect(told(await put("anna", form("Do you agree?", null)))).toBe("403 not_enough_privileges");
    expect(told(await put("olga", form(" Do you agree?\r\n", null)))).toBe(204);
    expect(now()).toBe(scriptId);
    expect(told(await put("olga", form("Do you accept?", null))), "somebody was faster").toBe(
      "409 version_conflict",
    );
    expect(told(await put("olga", form("Do you accept?", scriptId, 30)))).toBe(204);
    const second = scriptIdOf({ language: "en", text: "Do you accept?" });
    expect(told(await put("olga", form("Do you accept?", scriptId, 30))), "asked again").toBe(204);
    expect(told(await put("olga", form("Do you agree?", second, null)))).toBe(204);
    const { services } = (await ask("olga", "GET", "signatures/scripts")).json<{
      services: {
        script: { version: number };
        versions: { version: number }[];
        retentionDays: number | null;
      }[];
    }>();
    expect(services).toMatchObject([
      { script: { version: 1 }, versions: [{ version: 2 }, { version: 1 }], retentionDays: null },
    ]);
  });

  test("none is none, what is empty is refused, and a service has to be there", async () => {
    expect(told(await put("olga", form(" \n ", scriptId)))).toBe("422 script_empty");
    expect(told(await put("olga", { was: scriptId, script: null, retentionDays: 7 }))).toBe(204);
    expect(now()).toBeUndefined();
    expect(told(await put("olga", { ...form("x", null), retentionDays: 0 }))).toBe("400 invalid_args");
    expect(told(await ask("olga", "PUT", "signatures/scripts/gone", form("x", null)))).toBe(
      "404 object_not_found",
    );
  });
});
