import { createECDH } from "node:crypto";
import { createServer as createHttpsServer } from "node:https";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Passwords } from "./auth/index.js";
import { JournalError } from "./center/journal.js";
import { buildApp } from "./composition/build-app.js";
import { OpenCenters } from "./composition/centers.js";
import { openCenter } from "./composition/open-center.js";
import { answerUnreadable } from "./composition/unreadable-request.js";
import { verify } from "./composition/verify.js";
import { VERSION } from "./composition/version.js";
import {
  DEMO_CENTER_ID,
  DEMO_COMPANY,
  DEMO_HISTORY_MS,
  DemoClock,
  demoPeople,
  loadDemo,
} from "./demo/index.js";
import {
  addressesOf,
  type DemoLogins,
  explainListenError,
  explainStartError,
  lockDataDir,
  openDatabase,
  openLog,
  openSecrets,
  openTls,
  printWelcome,
  readSettings,
  type Secrets,
} from "./platform/index.js";
import { realClock } from "./platform/real-clock.js";
import { onStopSignal } from "./platform/stop-signals.js";
import { createWebPush, subscriptionsInFolder } from "./push/index.js";
import {
  Database,
  listCenters,
  migrate,
  PostgresRecords,
  putCenter,
  putWords,
} from "./tables-postgres/index.js";

/** The only file that picks adapters and reads the environment. Order of start and stop: ARCHITECTURE section 6. */
async function main(): Promise<void> {
  const startedAt = Date.now();
  const words = process.argv.slice(2);
  const settings = readSettings(
    process.env,
    words.filter((word) => word !== "verify"),
  );
  if (words.includes("verify")) process.exit(await verify(settings));
  const lock = await lockDataDir(settings.dataDir);
  const log = openLog(settings);
  const secrets = await openSecrets(settings.dataDir);
  const tls = await openTls(settings);
  const centers = new OpenCenters();
  let ready = false;
  let becomeReady: () => void = () => undefined;
  const whenReady = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });
  const { app } = await buildApp({
    settings,
    centers,
    isReady: () => ready,
    whenReady,
    log,
    appsDir: path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../.."),
    version: VERSION,
    push: createWebPush(vapidKeys(secrets, settings.publicUrl)),
    subscriptionsFor: (id) => subscriptionsInFolder(path.join(settings.dataDir, "push", id)),
  });
  const { host } = settings;
  await listen("PORT", settings.port, host, () =>
    app.listen({ port: settings.port, host }).then(() => undefined),
  );
  const https = createHttpsServer({ cert: tls.cert, key: tls.key }, (request, response) =>
    app.routing(request, response),
  );
  https.on("clientError", answerUnreadable);
  https.on("upgrade", (request, socket, head) => app.server.emit("upgrade", request, socket, head));
  await listen(
    "HTTPS_PORT",
    settings.httpsPort,
    host,
    () =>
      new Promise<void>((resolve, reject) => {
        https.once("error", reject);
        https.listen(settings.httpsPort, host, resolve);
      }),
  );
  const addresses = addressesOf(settings);
  lock.announce(addresses.local);

  const postgres = await openDatabase({ settings, secrets, log });
  await migrate(postgres.owner);
  const database = new Database(postgres.app, {
    onError: (cause) => log.warn({ cause: cause.message }, "a database connection broke"),
  });
  const passwords = new Passwords();
  await passwords.prepare();
  const publicHost = settings.publicUrl === null ? [] : [new URL(settings.publicUrl).hostname];
  if ((await listCenters(database)).length === 0) {
    await putCenter(database, {
      id: DEMO_CENTER_ID,
      company: DEMO_COMPANY,
      hosts: ["localhost", "127.0.0.1"],
    });
  }
  const owner = `process ${process.pid} on ${os.hostname()} since ${new Date().toISOString()}`;
  let logins: DemoLogins | null = null;
  const addressesKnown = await listCenters(database);
  for (const known of addressesKnown) {
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
      log,
      owner,
      clock: demoClock,
    });
    centers.add(center);
    if (known.id !== DEMO_CENTER_ID) continue;
    const demo = await loadDemo({
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
    if (demo.password !== null) {
      logins = {
        password: demo.password,
        passwordGiven: settings.demoPassword !== null,
        users: demoPeople.map(({ username, firstName, lastName, role }) => ({
          username,
          name: `${firstName} ${lastName}`,
          role,
        })),
      };
    }
  }
  ready = true;
  becomeReady();
  log.info({ ms: Date.now() - startedAt }, "ready");
  printWelcome({ addresses, logins, qr: settings.lan });

  const stop = async (): Promise<void> => {
    ready = false;
    https.close();
    https.closeIdleConnections();
    for (const center of centers.opened()) center.hub.stop();
    await app.close();
    https.closeAllConnections();
    for (const center of centers.opened()) await center.close();
    await database.close();
    await postgres.stop();
    await lock.release();
    process.stdout.write("\nStopped.\n");
    process.exit(0);
  };
  onStopSignal({
    stop: (signal) => {
      log.info({ signal }, "stopping");
      stop().catch((cause: unknown) => {
        log.error({ cause: String(cause) }, "the stop was not clean");
        process.exit(1);
      });
    },
    hurry: () => process.exit(1),
  });
  void postgres.exited.then((how) => {
    if (how === "gave_up") log.error({}, "PostgreSQL ended and could not be started again");
  });
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
    process.stderr.write(`${sentence}\n`);
    process.exit(1);
  }
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

main().catch((error: unknown) => {
  const known =
    error instanceof JournalError && error.code === "owned_by_another"
      ? {
          message:
            `DATABASE_URL: another server writes this center: ${error.message}. ` +
            "If that one stands still and does not end: docs/operating.md, Replacing a server that stands still.",
          exitCode: 1,
        }
      : explainStartError(error);
  process.stderr.write(
    `${known?.message ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
  );
  process.exit(known?.exitCode ?? 1);
});
