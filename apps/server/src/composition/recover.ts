import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import {
  madeUpPassword,
  Passwords,
  PostgresAccounts,
  PostgresSecondFactors,
  Sessions,
} from "../auth/index.js";
import { runningDatabase, type Settings } from "../platform/index.js";
import { realClock } from "../platform/real-clock.js";
import { type CenterAddress, Database, listCenters, PostgresRecords } from "../tables-postgres/index.js";
import type { ServerLife } from "./life.js";
import { openStopped } from "./open-stopped.js";

/** Who stands for a command line among the changes: no user has such an id. */
const OPERATOR = "operator";

/** What stops a recovery, by code; the message says what to do. */
export class RecoverError extends Error {
  override readonly name = "RecoverError";
  constructor(
    readonly code: "no_center" | "no_such_user" | "user_in_two_centers",
    message: string,
  ) {
    super(`${message} (${code})`);
  }
}

interface Person {
  readonly center: CenterAddress;
  readonly agentId: string;
  readonly username: string;
  readonly name: string;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * `npm run recover -- USERNAME`: a way back in for somebody who has lost password or second factor, when nobody is left who
 * could give one at the desk. Beside a server that runs, or with it stopped: whoever may read DATA_DIR may do this.
 * Without a name it lists who there is.
 * @param username as it is typed at the sign-in; empty: nobody
 * @returns the exit code
 * @throws {RecoverError}
 */
export async function recoverCommand(
  settings: Settings,
  life: ServerLife,
  username: string,
): Promise<number> {
  const { dataDir, databaseUrl } = settings;
  const holds = (name: string): boolean => existsSync(path.join(dataDir, name));
  if (!holds("secrets.json") || (databaseUrl === null && !holds("postgres")))
    throw new RecoverError("no_center", `There is no center in ${dataDir}: set DATA_DIR to its folder`);
  const running = async () =>
    databaseUrl === null ? runningDatabase(dataDir) : { connectionString: databaseUrl };
  const database = new Database((await openStopped(settings, life)) ?? (await running()));
  life.begun("connections", () => database.close());
  const people = await everybody(database);
  life.goOn();
  if (username === "") {
    for (const { center, username: typed, name } of people)
      say(`  ${typed.padEnd(20)} ${name}, ${center.company}`);
    say("npm run recover -- USERNAME gives one of them a new password and turns the second factor off.");
    return 0;
  }
  const found = people.filter((one) => one.username.toLowerCase() === username.toLowerCase());
  const [person] = found;
  if (person === undefined)
    throw new RecoverError(
      "no_such_user",
      `Nobody signs in as "${username}". npm run recover lists who does`,
    );
  if (found.length > 1)
    throw new RecoverError(
      "user_in_two_centers",
      `${found.map(({ center }) => center.company).join(" and ")} both have a user "${username}"`,
    );
  const password = await letIn(database, person);
  say(`${person.name} signs in as ${person.username} with this password, once, and then chooses another:`);
  say(`  ${password}`);
  say("The second factor is off, and every session of before has ended. It stands in Set-up, Changes.");
  return 0;
}

async function everybody(database: Database): Promise<Person[]> {
  const all: Person[] = [];
  for (const center of await listCenters(database)) {
    const { users } = await new PostgresRecords(database, center.id).words();
    for (const [agentId, { username, firstName, lastName }] of users)
      all.push({ center, agentId, username, name: `${firstName} ${lastName}`.trim() });
  }
  return all.sort((a, b) => a.username.localeCompare(b.username));
}

/** @returns the password, which is kept nowhere */
async function letIn(database: Database, { center, agentId, name }: Person): Promise<string> {
  const accounts = new PostgresAccounts(database, center.id);
  const sessions = new Sessions(accounts, new Passwords(), realClock, { next: randomUUID });
  const password = madeUpPassword();
  await new PostgresSecondFactors(database, center.id).remove(agentId);
  await sessions.setPassword(agentId, password, { mustChange: true });
  await sessions.unlock(agentId);
  await accounts.endSessionsOf(agentId, {});
  await new PostgresRecords(database, center.id).audit.put({
    auditId: randomUUID(),
    at: realClock.now(),
    by: OPERATOR,
    kind: "password",
    subjectId: agentId,
    subjectName: name,
    before: {},
    after: {},
    secretSet: true,
    certain: true,
    undoes: null,
  });
  return password;
}
