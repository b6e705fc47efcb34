import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PostgresJournal } from "../../src/journal-postgres/index.js";
import { Database } from "../../src/tables-postgres/index.js";
import { codeOf, settableClock } from "../contracts/journal-contract.js";
import { Pen, started } from "../contracts/record-builders.js";
import { type PostgresTown, postgresTown } from "./postgres-house.js";

/** A line to the database that can fall silent without breaking, as when the machine behind it stands still. */
class Line {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  silent = false;

  async open(socketPath: string): Promise<number> {
    const server = createServer((near) => {
      const far = connect(socketPath);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on("data", (bytes) => {
          if (!this.silent) to.write(bytes);
        });
        from.on("error", () => to.destroy());
        from.on("close", () => to.destroy());
      }
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

let town: PostgresTown;
beforeAll(async () => {
  town = await postgresTown();
});
afterAll(() => town.drop());

describe("a database that says nothing at all", () => {
  let line: Line;
  let database: Database;
  let journal: PostgresJournal;
  let pen: Pen;

  beforeEach(async () => {
    line = new Line();
    const url = new URL(town.app.connectionString ?? "");
    const port = await line.open(`${url.searchParams.get("host")}/.s.PGSQL.${url.port}`);
    database = new Database(
      {
        host: "127.0.0.1",
        port,
        user: url.username,
        password: decodeURIComponent(url.password),
        database: url.pathname.slice(1),
      },
      { queryTimeoutMs: 400 },
    );
    pen = new Pen();
    journal = new PostgresJournal({
      database,
      centerId: town.newCenter(),
      clock: { ...settableClock(), now: () => Date.now() },
      owner: "a server",
      appendDeadlineMs: 150,
      lockWaitMs: 500,
    });
    await journal.open();
    await journal.append(0, [pen.entry([started("chat-1")])]);
    await journal.answered("warm up the pool");
    line.silent = true;
  });
  afterEach(async () => {
    await journal.close();
    await line.close();
    await database.close();
  });

  const within = async (ms: number, attempt: Promise<unknown>): Promise<string> => {
    const before = performance.now();
    const code = await codeOf(attempt);
    expect(performance.now() - before).toBeLessThan(ms);
    return code;
  };

  test("holds neither an append nor a question nor an opening for ever", async () => {
    const append = journal.append(1, [pen.entry([started("chat-2", { clientKey: "other" })])]);
    expect(await within(600, append)).toBe("outcome_unknown");
    expect(await within(600, journal.answered("request-1"))).toBe("unavailable");
    expect(await within(6_500, journal.open())).toBe("unavailable");
  });

  test("when it speaks again, the same server opens again over its own abandoned connection", async () => {
    expect(await codeOf(journal.append(1, [pen.entry([started("chat-2", { clientKey: "other" })])]))).toBe(
      "outcome_unknown",
    );
    line.silent = false;
    expect(await journal.open()).toMatchObject({ epoch: 2, lastSeq: 1 });
  });
});
