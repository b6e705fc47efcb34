import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { PushSubscription, PushSubscriptions } from "./push.js";

const subscriptionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ios_apns"), token: z.string(), bundleId: z.string() }),
  z.object({ kind: z.literal("ios_firebase"), token: z.string() }),
  z.object({ kind: z.literal("android_firebase"), token: z.string() }),
  z.object({
    kind: z.literal("web_push"),
    endpoint: z.string(),
    keys: z.object({ p256dh: z.string(), auth: z.string() }),
  }),
]);

/** One small file for each app, replaced as a whole, readable by nobody else. Decision 0041. */
export function subscriptionsInFolder(folder: string): PushSubscriptions {
  const digest = (clientKey: string): string => createHash("sha256").update(clientKey).digest("hex");
  const fileOf = (clientKey: string): string => {
    const name = digest(clientKey);
    return join(folder, name.slice(0, 2), `${name}.json`);
  };
  let writes = 0;
  return {
    async get(clientKey) {
      const text = await readFile(fileOf(clientKey), "utf8").catch(() => undefined);
      if (text === undefined) return undefined;
      try {
        const subscription: PushSubscription = subscriptionSchema.parse(JSON.parse(text));
        return subscription;
      } catch {
        return undefined; // Half a file or another version's: as good as none, the app subscribes again.
      }
    },
    async put(clientKey, subscription) {
      const file = fileOf(clientKey);
      if (subscription === null) {
        await rm(file, { force: true });
        return;
      }
      await mkdir(join(file, ".."), { recursive: true, mode: 0o700 });
      writes += 1;
      const draft = `${file}.${process.pid}.${writes}`;
      await writeFile(draft, JSON.stringify(subscription), { mode: 0o600 });
      await rename(draft, file);
    },
  };
}
