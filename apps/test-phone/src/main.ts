import { rmSync } from "node:fs";
import { connect } from "node:net";
import { Switchboard } from "./phone/switchboard.js";
import { ServerLink } from "./process/server-link.js";
import { readSettings } from "./process/settings.js";
import { VERSION } from "./process/version.js";

/** Without a server: long enough for one that was killed to be started again, as calls outlive it. */
const WITHOUT_SERVER_MS = 120_000;
/** For the goodbyes to leave, and for one that gets lost to be repeated. */
const GOODBYE_MS = 700;

/** The demo's carrier and telephone, in a process of its own: the server attaches by a unix socket in DATA_DIR. */
async function main(): Promise<void> {
  const { socketPath, host, sipPort, centerSipPort } = readSettings(process.env);
  const log = (text: string): void =>
    void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), msg: text })}\n`);
  if (await isAnswered(socketPath)) {
    log("another test phone serves this DATA_DIR");
    return;
  }
  rmSync(socketPath, { force: true });

  let link: ServerLink | undefined;
  const phones = new Switchboard({
    ports: { own: sipPort, center: centerSipPort },
    host,
    say: (page, text) => link?.say({ t: "say", page, text }),
    close: (page, reason) => link?.say({ t: "close", page, reason }),
    log,
  });
  let ends = false;
  const end = (why: string): void => {
    if (ends) return;
    ends = true;
    log(`ends: ${why}`);
    phones.hangUpAll();
    setTimeout(() => {
      phones.close();
      process.exit(0);
    }, GOODBYE_MS);
  };
  let alone = setTimeout(() => end("no server came"), WITHOUT_SERVER_MS);
  link = await ServerLink.listen(
    socketPath,
    { t: "hello", version: VERSION, pid: process.pid, sipPort, centerSipPort },
    (message) => {
      if (message.t === "attach") {
        // What the server before had opened is not this one's.
        phones.allClosed();
        clearTimeout(alone);
      } else if (message.t === "opened") phones.opened(message.page);
      else if (message.t === "said") phones.said(message.page, message.text);
      else if (message.t === "closed") phones.closed(message.page);
      else end("the server asked for it");
    },
    () => {
      phones.allClosed();
      clearTimeout(alone);
      alone = setTimeout(() => end("the server did not come back"), WITHOUT_SERVER_MS);
    },
  );
  process.once("SIGTERM", () => end("SIGTERM"));
  // Ctrl-C is the server's to answer.
  process.on("SIGINT", () => undefined);
  await phones.start();
}

/** Whether somebody listens at a socket; one that a killed process left behind has nobody. */
function isAnswered(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

main().catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  process.exit(1);
});
