import { createECDH } from "node:crypto";
import { createServer as createHttpsServer } from "node:https";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Passwords } from "./auth/index.js";
import { BackupError, lastBackup } from "./backup/index.js";
import { JournalError } from "./center/journal.js";
import { backupCommand, restoreCommand } from "./composition/backup.js";
import { buildApp } from "./composition/build-app.js";
import { OpenCenters } from "./composition/centers.js";
import { ServerLife } from "./composition/life.js";
import { type OpenCenter, openCenter } from "./composition/open-center.js";
import { RecoverError, recoverCommand } from "./composition/recover.js";
import { answerUnreadable } from "./composition/unreadable-request.js";
import { NothingToVerifyError, verify } from "./composition/verify.js";
import { VERSION } from "./composition/version.js";
import {
  DEMO_CENTER_ID,
  DEMO_COMPANY,
  DEMO_HISTORY_MS,
  DemoClock,
  demoPeople,
  loadDemo,
} from "./demo/index.js";
import { addUsualReasons, FirstLink } from "./first-start/index.js";
import { type SettingsTrunk, sealerWith } from "./network/index.js";
import {
  addressesOf,
  type DemoLogins,
  explainListenError,
  explainStartError,
  ListenError,
  lockDataDir,
  openDatabase,
  openLog,
  openSecrets,
  openTls,
  printWelcome,
  readSettings,
  refuseFullDisk,
  type Secrets,
  type Settings,
} from "./platform/index.js";
import { realClock } from "./platform/real-clock.js";
import { onStopSignal } from "./platform/stop-signals.js";
import { createWebPush, subscriptionsInFolder } from "./push/index.js";
import { CommandSpeech } from "./speech-command/index.js";
import {
  Database,
  listCenters,
  migrate,
  PostgresRecords,
  putCenter,
  putWords,
} from "./tables-postgres/index.js";
import { TestPhoneProcess } from "./test-phone/index.js";
import { VoiceProcess } from "./voice/index.js";

/** The embedded PostgreSQL could not be kept running. */
const EXIT_CODE_DATABASE_LOST = 4;
/** Everybody comes back at once after a restart; whom the kernel turns away tries again seconds later. */
const CONNECTIONS_WAITING_MAX = 4_096;
const DATABASE_LOST =
  "PostgreSQL ended and could not be started again, so the server ends too; whoever watches over it may start it anew. " +
  "Its last words are in DATA_DIR: log/postgres-start.log and postgres/log";

const EMPTY_CENTER_ID = "main";
const DEMO_IS_THERE =
  "DATA_DIR has the demo center already, so --empty changes nothing. For an empty one, name another DATA_DIR.\n";

/** What is not the server itself, by its word on the command line. */
const commands = {
  verify: (settings: Settings, life: ServerLife) => verify(settings, life),
  backup: backupCommand,
  restore: restoreCommand,
  recover: recoverCommand,
} as const;

/** @returns the command, if there is one, and the file or user that it is about */
function commandOf(words: readonly string[]): readonly [keyof typeof commands | null, string] {
  const [word = "", file = "", ...more] = words;
  if (word === "verify" && words.length === 1) return ["verify", ""];
  if (word === "recover" && more.length === 0) return ["recover", file];
  if ((word === "backup" || word === "restore") && file !== "" && more.length === 0) return [word, file];
  if (word === "backup" || word === "restore")
    throw new BackupError("no_file_named", `Name one file: npm run ${word} -- FILE`);
  return [null, ""];
}

/** The only file that picks adapters and reads the environment. Order of start and stop: ARCHITECTURE.md. */
async function main(): Promise<void> {
  const startedAt = Date.now();
  const words = process.argv.slice(2);
  const [command, file] = commandOf(words);
  const settings = readSettings(process.env, command === null ? words : []);
  const life = new ServerLife();
  // Before anything begins that would outlive us.
  onStopSignal({
    stop: (why) => life.ask({ why, exitCode: command === null ? 0 : 1 }),
    hurry: () => process.exit(1),
  });
  // Only `npm start` gives us a channel. It closes when that command was killed and could not tell us to stop.
  process.once("disconnect", () =>
    life.ask({ why: "npm start was killed", exitCode: command === null ? 0 : 1 }),
  );
  const code = await life.run(() =>
    command !== null
      ? commands[command](settings, life, file)
      : start(settings, life, startedAt).then(async () => (await life.asked).exitCode),
  );
  if (life.reason !== null && code !== EXIT_CODE_DATABASE_LOST) process.stdout.write("\nStopped.\n");
  process.exit(code);
}

/** Resolves when the server is ready. */
async function start(settings: Settings, life: ServerLife, startedAt: number): Promise<void> {
  const lock = await lockDataDir(settings.dataDir);
  life.begun("lock", () => lock.release());
  await refuseFullDisk(settings);
  const log = openLog(settings);
  void life.asked.then(({ why }) => log.info({ why }, "stopping"));
  const secrets = await openSecrets(settings.dataDir);
  const tls = await openTls(settings);
  const centers = new OpenCenters();
  let ready = false;
  let becomeReady: () => void = () => undefined;
  const whenReady = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });
  let pool: (() => Database["pool"]) | null = null;
  const testPhone = testPhoneOf(settings, log);
  const firstLinks = new Map<string, FirstLink>();
  const firstNaming = new Map<string, (company: string) => Promise<void>>();
  let first: string | null = null;
  const { app } = await buildApp({
    linkKey: secrets.bytes("file-url"),
    iceServers: settings.voice.iceServers,
    testPhone,
    settings,
    centers,
    isReady: () => ready && life.reason === null,
    whenReady,
    log,
    appsDir: path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../.."),
    version: VERSION,
    databasePool: () => pool?.() ?? null,
    lastBackup: () => lastBackup(settings.dataDir),
    push: createWebPush(vapidKeys(secrets, settings.publicUrl)),
    firstStart: {
      linkOf: (id) => firstLinks.get(id),
      nameCenter: async (id, company) => firstNaming.get(id)?.(company),
    },
    subscriptionsFor: (id) => subscriptionsInFolder(path.join(settings.dataDir, "push", id)),
  });
  const https = createHttpsServer({ cert: tls.cert, key: tls.key }, (request, response) =>
    app.routing(request, response),
  );
  https.on("clientError", answerUnreadable);
  https.on("upgrade", (request, socket, head) => app.server.emit("upgrade", request, socket, head));
  life.begun("edges", async () => {
    https.close();
    https.closeIdleConnections();
    for (const center of centers.opened()) center.hub.stop();
    await app.close();
    https.closeAllConnections();
  });
  const { host } = settings;
  await listen("PORT", settings.port, host, () =>
    app.listen({ port: settings.port, host, backlog: CONNECTIONS_WAITING_MAX }).then(() => undefined),
  );
  await listen(
    "HTTPS_PORT",
    settings.httpsPort,
    host,
    () =>
      new Promise<void>((resolve, reject) => {
        https.once("error", reject);
        https.listen({ port: settings.httpsPort, host, backlog: CONNECTIONS_WAITING_MAX }, resolve);
      }),
  );
  const addresses = addressesOf(settings);
  lock.announce(addresses.local);
  life.goOn();

  const postgres = await openDatabase({ settings, secrets, log, signal: life.signal });
  life.begun("postgres", () => postgres.stop());
  void postgres.exited.then((how) => {
    if (how !== "gave_up") return;
    log.error({}, DATABASE_LOST);
    life.ask({ why: "PostgreSQL gave up", exitCode: EXIT_CODE_DATABASE_LOST, withoutDatabase: true });
  });
  life.goOn();
  await migrate(postgres.owner);
  const database = new Database(postgres.app, {
    onError: (cause) => log.warn({ cause: cause.message }, "a database connection broke"),
  });
  pool = () => database.pool;
  life.begun("connections", () => database.close());
  const passwords = new Passwords();
  await passwords.prepare();
  const publicHost = settings.publicUrl === null ? [] : [new URL(settings.publicUrl).hostname];
  if ((await listCenters(database)).length === 0) {
    const [id, company] = settings.empty ? [EMPTY_CENTER_ID, "Patchbay"] : [DEMO_CENTER_ID, DEMO_COMPANY];
    await putCenter(database, { id, company, hosts: ["localhost", "127.0.0.1"] });
  } else if (settings.empty && (await listCenters(database)).some(({ id }) => id === DEMO_CENTER_ID))
    process.stdout.write(DEMO_IS_THERE);
  const owner = `process ${process.pid} on ${os.hostname()} since ${new Date().toISOString()}`;
  let logins: DemoLogins | null = null;
  const voiceProcess = voiceProcessOf(settings, log);
  if (voiceProcess !== null) {
    life.begun("voice", async () => voiceProcess.end());
    life.begun("voice process", async () => {
      if (life.stopsForGood) voiceProcess.endChild();
    });
  }
  const addressesKnown = await listCenters(database);
  for (const known of addressesKnown) {
    life.goOn();
    // The only center answers to PUBLIC_URL's host too, and to this machine's other names.
    const hosts = addressesKnown.length === 1 ? [...new Set([...known.hosts, ...publicHost])] : known.hosts;
    const demoClock = new DemoClock(realClock);
    const isNew =
      known.id === DEMO_CENTER_ID && !(await new PostgresRecords(database, known.id).words()).users.size;
    if (isNew) demoClock.setBackTo(demoClock.realNow() - DEMO_HISTORY_MS);
    const center = await openCenter({
      address: { ...known, hosts },
      database,
      passwords,
      dataDir: settings.dataDir,
      mapTilesUrl: settings.mapTilesUrl,
      promptsDir: settings.voice.promptsDir === null ? null : path.resolve(settings.voice.promptsDir),
      speech:
        settings.ttsCommand &&
        new CommandSpeech({
          command: settings.ttsCommand,
          folder: path.join(settings.dataDir, "speech", known.id),
        }),
      log,
      owner,
      clock: demoClock,
      recordingKey: secrets.bytes("recording"),
      signatureKey: secrets.bytes("signature"),
      secondFactorSealer: sealerWith(secrets.bytes("second-factor")),
      network: {
        sealer: sealerWith(secrets.bytes("network")),
        settingsTrunk: settingsTrunkOf(settings),
        sipPorts: settings.voice,
      },
      // One voice process serves one center: it listens on one set of ports.
      voice:
        voiceProcess !== null && known === addressesKnown[0]
          ? {
              socketPath: () => voiceProcess.socketPath(),
              iceServers: settings.voice.iceServers.map((server) => ({ ...server })),
              payments: { mode: settings.voice.payments.mode, currency: settings.voice.paymentCurrency },
            }
          : null,
    });
    centers.add(center);
    life.begun("centers", () => center.close({ callsGoOn: !life.stopsForGood }));
    life.goOn();
    if (known.id !== DEMO_CENTER_ID) {
      await addUsualReasons(center.handle);
      if (await hasAdministrator(center)) continue;
      const { link, token } = FirstLink.make(realClock.now);
      firstLinks.set(known.id, link);
      firstNaming.set(known.id, async (company) => {
        await putCenter(database, { ...known, company });
        await center.reloadWords();
      });
      first = `${addresses.publicUrl ?? addresses.local}/desk/#first=${token}`;
      continue;
    }
    const demo = await loadDemo({
      signatures: center.signatures.rows,
      prompts: center.prompts,
      handle: center.handle,
      accounts: center.accounts,
      passwords,
      putWords: async (change) => {
        await putWords(database, known.id, change);
        await center.reloadWords();
      },
      passwordSetting: settings.demoPassword,
      passwordFile: path.join(settings.dataDir, "secrets", "demo-password"),
      demoClock,
    });
    if (testPhone !== null) {
      testPhone.begin();
      life.begun("test phone", () => testPhone.end());
    }
    if (demo.password !== null) {
      logins = {
        password: demo.password,
        passwordGiven: demo.passwordGiven,
        users: demoPeople.map(({ username, firstName, lastName, role }) => ({
          username,
          name: `${firstName} ${lastName}`,
          role,
        })),
      };
    }
  }
  life.goOn();
  ready = true;
  becomeReady();
  log.info({ ms: Date.now() - startedAt }, "ready");
  printWelcome({
    addresses,
    logins,
    first,
    demo: logins !== null,
    qr: settings.lan,
    testPhone: testPhone !== null && logins !== null,
  });
}

/** Whether somebody can sign in who sets the center up; else a start makes a link for the first one. */
async function hasAdministrator({ runtime, accounts }: OpenCenter): Promise<boolean> {
  for (const { id, enabled, roles } of runtime.state.configuration.users.values())
    if (enabled && roles.includes("administrator") && (await accounts.accountOf(id))?.passwordHash != null)
      return true;
  return false;
}

async function listen(
  variable: "PORT" | "HTTPS_PORT",
  port: number,
  host: string,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
  } catch (cause) {
    const sentence = explainListenError(cause, { variable, port, host });
    if (sentence === undefined) throw cause;
    throw new ListenError(sentence, { cause });
  }
}

/** `null`: switched off, or not built. */
function voiceProcessOf(settings: Settings, log: ReturnType<typeof openLog>): VoiceProcess | null {
  const program = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../voice/dist/main.js");
  if (!settings.voice.enabled || !VoiceProcess.isThere(program)) return null;
  const { dataDir } = settings;
  // `--lan` is no variable: the voice process listens where the server does. Calls out go to the demo's test phone
  // unless there is a trunk.
  const environment = {
    ...process.env,
    HOST: settings.host,
    TRUNK: process.env["TRUNK"] || `127.0.0.1:${settings.testPhone.sipPort}`,
  };
  return new VoiceProcess({ dataDir, program, version: VERSION, environment, log });
}

/** The trunk of TRUNK; without it the demo's test phone, when there is one. */
function settingsTrunkOf({ voice, testPhone }: Settings): SettingsTrunk | null {
  if (voice.trunk !== null) return { ...voice.trunk, isGiven: true };
  return testPhone.enabled ? { host: "127.0.0.1", port: testPhone.sipPort, isGiven: false } : null;
}

/** `null`: switched off, or not built, or nobody could be called with it. */
function testPhoneOf(settings: Settings, log: ReturnType<typeof openLog>): TestPhoneProcess | null {
  const program = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../test-phone/dist/main.js");
  const { testPhone, voice, dataDir } = settings;
  if (!testPhone.enabled || !voice.enabled || !TestPhoneProcess.isThere(program)) return null;
  return new TestPhoneProcess({
    dataDir,
    program,
    version: VERSION,
    sipPort: testPhone.sipPort,
    centerSipPort: voice.sipPort,
    // `--lan` is no variable: a page's sound is heard where the server listens.
    environment: { ...process.env, HOST: settings.host },
    log,
  });
}

/** Web Push identifies us by a P-256 key pair (RFC 8292); the public half follows from the secret one. */
function vapidKeys(secrets: Secrets, publicUrl: string | null) {
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(secrets.bytes("web-push"));
  return {
    publicKey: pair.getPublicKey().toString("base64url"),
    privateKey: secrets.bytes("web-push").toString("base64url"),
    subject: publicUrl?.startsWith("https:") ? publicUrl : "mailto:operator@localhost",
  };
}

/** What a person can mend is told in a sentence; anything else with its stack. */
function explain(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof JournalError && error.code === "owned_by_another") {
    const message =
      `DATABASE_URL: another server writes this center: ${error.message}. ` +
      "If that one stands still and does not end: docs/operating.md, Replacing a server that stands still.";
    return { message, exitCode: 1 };
  }
  if (error instanceof NothingToVerifyError || error instanceof BackupError || error instanceof RecoverError)
    return { message: error.message, exitCode: 1 };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return explainStartError(error) ?? { message: stack, exitCode: 1 };
}

main().catch((error: unknown) => {
  const { message, exitCode } = explain(error);
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
});
