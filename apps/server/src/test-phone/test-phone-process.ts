import { spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import {
  type FromTestPhone,
  fromTestPhoneSchema,
  TEST_PHONE_SOCKET,
  type ToTestPhone,
} from "@patchbay/protocol";
import type { RuntimeLog } from "../center/runtime-options.js";

export interface TestPhoneProcessOptions {
  readonly dataDir: string;
  /** The built program. */
  readonly program: string;
  /** Ours: another one's test phone is asked to end, and ours takes its place. */
  readonly version: string;
  readonly sipPort: number;
  readonly centerSipPort: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: RuntimeLog;
}

/** A page's connection, as the process knows it. */
export interface PageLine {
  readonly say: (text: string) => void;
  readonly close: (reason: string) => void;
}

const AGAIN_MS = 500;
const STARTING_MS = 10_000;
/** How long it has for its goodbyes when the server stops. */
const END_MS_MAX = 3_000;

/**
 * The test phone's process: adopted when it runs, because calls outlive a server that was killed; else started in a
 * session of its own. It ends when the server stops in order.
 */
export class TestPhoneProcess {
  readonly #pages = new Map<string, PageLine>();
  #socket: Socket | undefined;
  #attached = false;
  #ending = false;
  #timer: NodeJS.Timeout | undefined;
  #startedAt = Number.NEGATIVE_INFINITY;
  #names = 0;
  readonly #path: string;

  constructor(private readonly options: TestPhoneProcessOptions) {
    const absolute = path.join(options.dataDir, TEST_PHONE_SOCKET);
    const relative = path.relative(process.cwd(), absolute);
    // A unix socket's path may have about a hundred characters; from here it may be shorter.
    this.#path = relative.length < absolute.length ? relative : absolute;
  }

  begin(): void {
    this.#connect();
  }

  /** @returns how to speak with the process; `undefined` while there is none. */
  open(line: PageLine): { readonly said: (text: string) => void; readonly closed: () => void } | undefined {
    if (!this.#attached) return undefined;
    this.#names += 1;
    const page = `${process.pid}-${this.#names}`;
    this.#pages.set(page, line);
    this.#say({ t: "opened", page });
    return {
      said: (text) => this.#say({ t: "said", page, text }),
      closed: () => {
        if (this.#pages.delete(page)) this.#say({ t: "closed", page });
      },
    };
  }

  /** The process hangs up and ends. */
  async end(): Promise<void> {
    this.#ending = true;
    clearTimeout(this.#timer);
    const socket = this.#socket;
    if (socket === undefined || !this.#attached) {
      socket?.destroy();
      return;
    }
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    this.#say({ t: "end" });
    const late = setTimeout(() => socket.destroy(), END_MS_MAX);
    await closed;
    clearTimeout(late);
  }

  #connect(): void {
    if (this.#ending) return;
    const socket = connect(this.#path);
    this.#socket = socket;
    socket.on("error", () => undefined);
    socket.once("close", () => this.#lost());
    const lines = createInterface({ input: socket });
    // It passes the socket's errors on; `close` follows and says all there is to know.
    lines.on("error", () => undefined);
    lines.on("line", (line) => this.#take(socket, line));
  }

  #lost(): void {
    this.#socket = undefined;
    this.#attached = false;
    for (const { close } of this.#pages.values()) close("restarts");
    this.#pages.clear();
    if (this.#ending) return;
    if (Date.now() - this.#startedAt > STARTING_MS) void this.#start();
    this.#timer = setTimeout(() => this.#connect(), AGAIN_MS);
    this.#timer.unref();
  }

  #take(socket: Socket, line: string): void {
    const read = fromTestPhoneSchema.safeParse(parsed(line));
    if (!read.success) {
      this.options.log.error({ cause: read.error.message }, "the test phone cannot be understood");
      socket.destroy();
      return;
    }
    const message = read.data;
    if (message.t === "hello") this.#greet(message);
    else if (message.t === "say") this.#pages.get(message.page)?.say(message.text);
    else {
      const line = this.#pages.get(message.page);
      this.#pages.delete(message.page);
      line?.close(message.reason);
    }
  }

  #greet(hello: Extract<FromTestPhone, { t: "hello" }>): void {
    const { version, sipPort, centerSipPort, log } = this.options;
    if (hello.version === version && hello.sipPort === sipPort && hello.centerSipPort === centerSipPort) {
      this.#attached = true;
      this.#say({ t: "attach" });
      return;
    }
    log.warn(
      { pid: hello.pid, version: hello.version },
      "a test phone that was started otherwise is asked to end",
    );
    this.#say({ t: "end" });
  }

  #say(message: ToTestPhone): void {
    this.#socket?.write(`${JSON.stringify(message)}\n`);
  }

  async #start(): Promise<void> {
    const { dataDir, program, environment, log } = this.options;
    this.#startedAt = Date.now();
    const logs = path.join(dataDir, "log");
    await mkdir(logs, { recursive: true, mode: 0o700 });
    const output = openSync(path.join(logs, "test-phone.log"), "a", 0o600);
    const child = spawn(process.execPath, ["--enable-source-maps", program], {
      detached: true,
      stdio: ["ignore", output, output],
      env: { ...environment, DATA_DIR: dataDir },
    });
    child.on("error", (cause) => log.error({ cause: String(cause) }, "the test phone could not be started"));
    child.on("exit", (code, signal) => {
      if (!this.#ending) log.warn({ code, signal }, "the test phone ended");
    });
    child.unref();
    log.info({ pid: child.pid }, "the test phone is started");
  }

  static isThere(program: string): boolean {
    return existsSync(program);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
