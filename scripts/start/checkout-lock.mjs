import { createHash } from "node:crypto";
import { closeSync, constants, openSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fromRoot, root } from "./paths.mjs";
import { say } from "./say.mjs";

/**
 * Does `work` while no other start of this checkout installs or builds. The lock is one that the system takes
 * back when we end, however that happens: nobody finds a stale one.
 */
export async function withCheckoutLock(work) {
  let release = await tryLock();
  if (release === undefined) say("Another start of this checkout is installing or building: waiting for it");
  while (release === undefined) {
    await sleep(200);
    release = await tryLock();
  }
  try {
    return await work();
  } finally {
    release();
  }
}

async function tryLock() {
  const { dev, ino } = statSync(root, { bigint: true });
  const key = createHash("sha256").update(`${dev}:${ino}`).digest("hex").slice(0, 32);
  if (process.platform === "linux") return listen(`\0patchbay-checkout-${key}`);
  if (process.platform === "win32") return listen(`\\\\.\\pipe\\patchbay-checkout-${key}`);
  return lockFile();
}

function listen(name) {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(undefined) : reject(error)));
    server.listen({ path: name, exclusive: true }, () => resolve(() => server.close()));
  });
}

/** macOS: open(2) with O_EXLOCK. */
async function lockFile() {
  const file = fromRoot(".cache", "lock");
  await mkdir(path.dirname(file), { recursive: true });
  try {
    const descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | 0x20);
    return () => closeSync(descriptor);
  } catch (error) {
    if (error.code === "EAGAIN") return undefined;
    throw error;
  }
}
