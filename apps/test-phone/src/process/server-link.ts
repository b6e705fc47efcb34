import { unlinkSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { type FromTestPhone, type ToTestPhone, toTestPhoneSchema } from "@patchbay/protocol";

/** Where the server attaches. One server at a time: a new one takes the place of the one before. */
export class ServerLink {
  #socket: Socket | undefined;
  readonly #server: Server;

  private constructor(
    private readonly hello: FromTestPhone,
    private readonly take: (message: ToTestPhone) => void,
    private readonly gone: () => void,
  ) {
    this.#server = createServer((socket) => this.#attached(socket));
  }

  /** @param gone the server is not attached any more. @throws when the path is in use by one that lives. */
  static async listen(
    path: string,
    hello: FromTestPhone,
    take: (message: ToTestPhone) => void,
    gone: () => void,
  ): Promise<ServerLink> {
    const link = new ServerLink(hello, take, gone);
    await new Promise<void>((resolve, reject) => {
      link.#server.once("error", reject);
      // For this user alone.
      const before = process.umask(0o177);
      link.#server.listen(path, resolve);
      process.umask(before);
    });
    process.once("exit", () => {
      try {
        unlinkSync(path);
      } catch {
        // The folder may have gone before.
      }
    });
    return link;
  }

  say(message: FromTestPhone): void {
    this.#socket?.write(`${JSON.stringify(message)}\n`);
  }

  #attached(socket: Socket): void {
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.gone();
    });
    const lines = createInterface({ input: socket });
    // It passes the socket's errors on; `close` follows and says all there is to know.
    lines.on("error", () => undefined);
    lines.on("line", (line) => {
      const message = toTestPhoneSchema.safeParse(parsed(line));
      if (!message.success) return socket.destroy();
      if (message.data.t === "attach") {
        this.#socket?.destroy();
        this.#socket = socket;
      } else if (this.#socket !== socket && message.data.t !== "end") return socket.destroy();
      return this.take(message.data);
    });
    socket.write(`${JSON.stringify(this.hello)}\n`);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
