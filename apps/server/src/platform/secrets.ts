import { createHash, randomBytes } from "node:crypto";
import { chmod, mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import path from "node:path";

/** The keys of a Patchbay, each 256 random bits. A name once used keeps its meaning for ever. */
export const SECRET_NAMES = [
  /** Signs the session cookies. */
  "session",
  /** Signs the addresses of transcripts. */
  "file-url",
  /** Passwords of the two database roles. */
  "postgres-owner",
  "postgres-app",
  /** The private key of Web Push (VAPID): apps that subscribed are bound to it. */
  "web-push",
  /** Encrypts recordings of calls; the voice process reads it. Without it they are noise. */
  "recording",
  /** Seals the passwords of trunks and desk phones. */
  "network",
  /** Signs evidence packages of voice signatures: who verifies one knows its public half. */
  "signature",
  /** Seals what authenticator apps share with us: without it nobody with a second factor signs in. */
  "second-factor",
] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

export interface Secrets {
  /** The key as 64 hexadecimal digits. */
  hex(name: SecretName): string;
  /** The key as 32 bytes. */
  bytes(name: SecretName): Buffer;
  /** These keys were made just now: the data folder is new. */
  readonly created: boolean;
}

/**
 * A key that once was made is not there any more, or is another one. A new key would silently end every session
 * and file address and make recordings unreadable, so a person has to decide.
 */
export class SecretLostError extends Error {
  override readonly name = "SecretLostError";
}

/** Lies beside the keys' folder, so that losing the folder is noticed. Holds fingerprints, no keys. */
const REGISTER = "secrets.json";

interface Register {
  readonly version: 1;
  /** Name -> first 16 hexadecimal digits of the key's SHA-256. */
  readonly fingerprints: Readonly<Record<string, string>>;
}

/**
 * Opens DATA_DIR/secrets (0700, files 0600); makes the keys at the first start, and those that a newer Patchbay
 * has added.
 *
 * A key is on disk before the register names it, so an interrupted first start goes on with the keys it made.
 *
 * @param dataDir locked by us
 * @throws {SecretLostError}
 */
export async function openSecrets(dataDir: string): Promise<Secrets> {
  const folder = path.join(dataDir, "secrets");
  const register = await readRegister(dataDir);
  if (register === undefined && (await hasDatabase(dataDir))) {
    throw new SecretLostError(
      `${path.join(dataDir, REGISTER)} is missing although the folder holds a database: ` +
        "put it and the folder secrets/ back from your backup.",
    );
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const keys = new Map<SecretName, string>();
  const lost: string[] = [];
  for (const name of SECRET_NAMES) {
    const file = path.join(folder, name);
    const known = register?.fingerprints[name];
    const key = await readKey(file);
    if (key !== undefined && (known === undefined || known === fingerprint(key))) {
      await chmod(file, 0o600);
      keys.set(name, key);
    } else if (known !== undefined) {
      lost.push(file);
    } else {
      const fresh = randomBytes(32).toString("hex");
      await writeDurably(file, `${fresh}\n`);
      keys.set(name, fresh);
    }
  }
  if (lost.length > 0) {
    throw new SecretLostError(
      `Lost or changed: ${lost.join(", ")}. No new key is made in its place, as that would cut off what the ` +
        "old one protects: put it back from your backup.",
    );
  }
  const fingerprints = {
    ...register?.fingerprints,
    ...Object.fromEntries([...keys].map(([name, key]) => [name, fingerprint(key)])),
  };
  if (JSON.stringify(fingerprints) !== JSON.stringify(register?.fingerprints)) {
    const next: Register = { version: 1, fingerprints };
    await writeDurably(path.join(dataDir, REGISTER), `${JSON.stringify(next, null, 2)}\n`);
  }
  const hex = (name: SecretName): string => {
    const key = keys.get(name);
    if (key === undefined) throw new TypeError(`no such key: ${name}`);
    return key;
  };
  return { hex, bytes: (name) => Buffer.from(hex(name), "hex"), created: register === undefined };
}

function fingerprint(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 16);
}

async function readRegister(dataDir: string): Promise<Register | undefined> {
  const file = path.join(dataDir, REGISTER);
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  try {
    const register = JSON.parse(text) as Register;
    if (register.version === 1 && typeof register.fingerprints === "object") return register;
  } catch {
    // Told below, like a file of another make.
  }
  throw new SecretLostError(`${file} can't be read: put it back from your backup.`);
}

async function hasDatabase(dataDir: string): Promise<boolean> {
  return (await readdir(dataDir)).includes("postgres");
}

/** @returns `undefined` for a missing or a damaged one; which of the two does not change what is to be done. */
async function readKey(file: string): Promise<string | undefined> {
  const text = (await readIfThere(file))?.trim();
  return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? text : undefined;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** In place whole or not at all, also after a power cut. */
export async function writeDurably(file: string, text: string, mode = 0o600): Promise<void> {
  const fresh = `${file}.new-${process.pid}`;
  const handle = await open(fresh, "w", mode);
  try {
    await handle.writeFile(text);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
  const parent = await open(path.dirname(file));
  await parent.sync().finally(() => parent.close());
}
