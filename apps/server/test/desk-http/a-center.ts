import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { asId, type Command, type Role } from "@patchbay/core";
import Fastify, { type FastifyInstance } from "fastify";
import { MemoryProfiles, registerAccount } from "../../src/account/index.js";
import {
  type Auth,
  followCenter,
  MemoryAccounts,
  MemorySecondFactors,
  Passwords,
  registerAuth,
  SecondFactors,
  Sessions,
} from "../../src/auth/index.js";
import { FolderBlobs, MemoryFiles } from "../../src/blobs-folder/index.js";
import { CenterRuntime } from "../../src/center/center-runtime.js";
import type { Clock } from "../../src/center/clock.js";
import type { CenterHandle, Centers } from "../../src/center/edge.js";
import { noPrompts, type PromptLibrary } from "../../src/center/prompts.js";
import type { CenterWords, UserWords } from "../../src/center/records.js";
import { registerDeskHttp } from "../../src/desk-http/index.js";
import { emptyWords, MemoryJournal, MemoryRecords, MemoryStore } from "../../src/journal-memory/index.js";
import { sealerWith } from "../../src/network/index.js";

/** Fast to compute, and so for tests alone. */
export const quickPasswords = new Passwords({ memoryCost: 64, timeCost: 1, parallelism: 1 });

/** A clock that a test moves; what waits on it waits by the machine's. */
export class TestClock implements Clock {
  time = Date.UTC(2026, 0, 5, 9, 0);
  now = (): number => this.time;
  after(delayMs: number, run: () => void): () => void {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  }
}

export interface ACenter {
  readonly handle: CenterHandle;
  readonly accounts: MemoryAccounts;
  readonly sessions: Sessions;
  readonly profiles: MemoryProfiles;
  readonly secondFactors: SecondFactors;
  readonly secondFactorRows: MemorySecondFactors;
  readonly clock: TestClock;
  words: CenterWords;
  /** @throws when the center refuses */
  submit(command: Command): Promise<void>;
  addUser(username: string, roles: readonly Role[], password?: string): Promise<void>;
  /** Takes the names of the profiles, as a server does. */
  reloadWords(): Promise<void>;
  stop(): Promise<void>;
}

/** A whole center in memory, its files in a temporary folder. */
export async function aCenter(id = "larkfield"): Promise<ACenter> {
  const clock = new TestClock();
  const ids = { next: () => randomBytes(16).toString("base64url") };
  const store = new MemoryStore();
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const center = new CenterRuntime({
    id,
    journal: new MemoryJournal({ store, clock }),
    clock,
    ids,
    log: quiet,
  });
  await center.start();
  while (center.status !== "running") await new Promise((resolve) => setTimeout(resolve, 2));
  const folder = await mkdtemp(path.join(tmpdir(), "pb-desk-"));
  const blobs = await FolderBlobs.open({ folder, index: new MemoryFiles(), clock, ids });
  const accounts = new MemoryAccounts();
  const secondFactorRows = new MemorySecondFactors();
  const made: ACenter = {
    handle: { center, records: new MemoryRecords(store), blobs, clock, ids, words: () => made.words },
    accounts,
    profiles: new MemoryProfiles(),
    secondFactorRows,
    secondFactors: new SecondFactors(secondFactorRows, accounts, sealerWith(randomBytes(32)), clock, id),
    sessions: new Sessions(accounts, quickPasswords, clock, ids),
    clock,
    words: emptyWords,
    submit: async (command) => {
      const result = await center.submit({ command });
      if (!result.ok) throw new Error(`${command.type}: ${result.rejection.code}`);
    },
    addUser: async (username, roles, password = "correct horse") => {
      accounts.add({ agentId: username, username, passwordHash: await quickPasswords.hash(password) });
      await made.submit({
        type: "ConfigureUser",
        user: {
          id: asId(username),
          roles,
          teamId: null,
          skills: {},
          capacity: { chat: 5, voice: 1, email: 5 },
          mixedMedia: "any",
          enabled: true,
        },
      });
    },
    reloadWords: async () => {
      const users = new Map<string, UserWords>();
      for (const agentId of center.state.configuration.users.keys()) {
        const row = await made.profiles.of(agentId);
        if (row === undefined) continue;
        const { profile, ...others } = row;
        const { firstName, lastName, nickname, photoForCustomers } = profile;
        users.set(agentId, { ...others, firstName, lastName, nickname, photoForCustomers });
      }
      made.words = { ...made.words, users };
    },
    stop: async () => {
      await center.stop();
      await rm(folder, { recursive: true });
    },
  };
  followCenter(center, accounts, (cause) => {
    throw cause;
  });
  return made;
}

/** The desk's HTTP in front of some centers; a center is found by its id as host name. */
export function aDesk(...centers: ACenter[]): Promise<{ app: FastifyInstance; auth: Auth }> {
  return aDeskWithPrompts(() => noPrompts, ...centers);
}

export function aDeskWithPrompts(
  promptsOf: (centerId: string) => PromptLibrary,
  ...centers: ACenter[]
): Promise<{ app: FastifyInstance; auth: Auth }> {
  return desk(centers, promptsOf, () => undefined);
}

/** With what users do with their own account. */
export function aDeskWithAccounts(one: ACenter): Promise<{ app: FastifyInstance; auth: Auth }> {
  return desk(
    [one],
    () => noPrompts,
    (app, auth) =>
      registerAccount(app, {
        auth,
        accountOf: () => ({
          ...one,
          // What agents did is in tables; its tests are with those.
          times: { caughtUp: async () => {} },
          days: {
            times: async () => [],
            handled: async () => ({ chats: 0, calls: 0, handlingMs: null }),
          },
        }),
      }),
  );
}

async function desk(
  centers: readonly ACenter[],
  promptsOf: (centerId: string) => PromptLibrary,
  more: (app: FastifyInstance, auth: Auth) => void,
): Promise<{ app: FastifyInstance; auth: Auth }> {
  const byId = new Map(centers.map((one) => [one.handle.center.id, one]));
  const found: Centers = {
    byTenant: () => undefined,
    byHost: (host) => byId.get(host?.replace(/:.*/, "") ?? "")?.handle,
    byId: (id) => byId.get(id)?.handle,
    all: () => centers.map(({ handle }) => handle),
  };
  const sessions = (id: string): Sessions => {
    const one = byId.get(id);
    if (!one) throw new Error(`no center ${id}`);
    return one.sessions;
  };
  const app = Fastify();
  const auth = registerAuth(app, { centers: found, sessions, publicUrl: null });
  const secondFactorsOf = (id: string): SecondFactors => {
    const one = byId.get(id);
    if (!one) throw new Error(`no center ${id}`);
    return one.secondFactors;
  };
  registerDeskHttp(app, { auth, centers: found, sessions, promptsOf, secondFactorsOf });
  more(app, auth);
  await app.ready();
  return { app, auth };
}

/** What our own page sends. */
export const ourPage = (host = "larkfield") => ({
  host,
  "x-patchbay": "desk",
  origin: `http://${host}`,
  "sec-fetch-site": "same-origin",
});

export async function logIn(
  app: FastifyInstance,
  username: string,
  options: {
    seat?: number;
    force?: boolean;
    password?: string;
    cookie?: string;
    code?: string;
    host?: string;
    address?: string;
  } = {},
) {
  const { seat = 1, force = false, password = "correct horse", host = "larkfield" } = options;
  const response = await app.inject({
    method: "POST",
    url: "/api/session",
    headers: { ...ourPage(host), ...(options.cookie === undefined ? {} : { cookie: options.cookie }) },
    payload: {
      username,
      password,
      seat,
      force,
      ...(options.code === undefined ? {} : { code: options.code }),
    },
    ...(options.address === undefined ? {} : { remoteAddress: options.address }),
  });
  const set = response.headers["set-cookie"];
  return {
    response,
    cookie: typeof set === "string" ? (set.split(";")[0] ?? "") : "",
    setCookie: String(set),
  };
}
