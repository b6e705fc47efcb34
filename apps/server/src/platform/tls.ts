import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { generate } from "selfsigned";
import { lanAddresses } from "./addresses.js";
import { writeDurably } from "./secrets.js";
import type { Settings } from "./settings.js";

/** For `https.createServer` and fastify's `https`. */
export interface TlsCredentials {
  /** PEM; may hold a chain. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  readonly source: "given" | "self_signed";
  readonly expiresAt: Date;
}

/** TLS_CERT or TLS_KEY can't be used; the message names the variable. */
export class TlsError extends Error {
  override readonly name = "TlsError";
}

/** Apple's systems refuse a server certificate that is valid for longer than 398 days. */
const VALID_DAYS = 397;
const RENEW_BEFORE_EXPIRY_MS = 7 * 24 * 3_600_000;

/**
 * The certificate given in TLS_CERT and TLS_KEY, else one of our own for this machine, made once and kept in
 * DATA_DIR/tls-cert.pem and tls-key.pem. It is made anew shortly before it expires, and when this machine has
 * a name or address that it does not cover.
 *
 * @throws {TlsError}
 */
export async function openTls(
  settings: Pick<Settings, "tls" | "dataDir" | "publicUrl">,
): Promise<TlsCredentials> {
  if (settings.tls !== null) return readGiven(settings.tls);
  const certFile = path.join(settings.dataDir, "tls-cert.pem");
  const keyFile = path.join(settings.dataDir, "tls-key.pem");
  const hosts = ownHosts(settings.publicUrl);
  const kept = await readKept(certFile, keyFile);
  if (kept !== undefined && covers(kept.cert, hosts)) return kept;
  const made = await generate([{ name: "commonName", value: `Patchbay on ${os.hostname()}`.slice(0, 64) }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + VALID_DAYS * 24 * 3_600_000),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: hosts.map((host) =>
          net.isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host },
        ),
      },
    ],
  });
  await writeDurably(keyFile, made.private);
  await writeDurably(certFile, made.cert, 0o644);
  const expiresAt = new Date(new X509Certificate(made.cert).validTo);
  return { cert: made.cert, key: made.private, source: "self_signed", expiresAt };
}

/** All names and addresses under which a browser may come to this machine. */
export function ownHosts(publicUrl: string | null): string[] {
  const hosts = ["localhost", "127.0.0.1", "::1", os.hostname().toLowerCase(), ...lanAddresses()];
  if (publicUrl !== null) hosts.push(new URL(publicUrl).hostname.replace(/^\[|\]$/g, ""));
  // A certificate takes only letters, digits, points and hyphens for a name.
  return [...new Set(hosts)].filter((host) => net.isIP(host) !== 0 || /^[a-z0-9.-]+$/i.test(host));
}

async function readKept(certFile: string, keyFile: string): Promise<TlsCredentials | undefined> {
  try {
    const [cert, key] = await Promise.all([readFile(certFile, "utf8"), readFile(keyFile, "utf8")]);
    const parsed = new X509Certificate(cert);
    const expiresAt = new Date(parsed.validTo);
    if (expiresAt.getTime() - Date.now() < RENEW_BEFORE_EXPIRY_MS) return undefined;
    if (!parsed.checkPrivateKey(createPrivateKey(key))) return undefined;
    return { cert, key, source: "self_signed", expiresAt };
  } catch {
    return undefined; // Not there, or damaged: it is ours, so it is simply made anew.
  }
}

function covers(cert: string, hosts: readonly string[]): boolean {
  const parsed = new X509Certificate(cert);
  return hosts.every((host) =>
    net.isIP(host) === 0 ? parsed.checkHost(host) !== undefined : parsed.checkIP(host) !== undefined,
  );
}

async function readGiven(files: NonNullable<Settings["tls"]>): Promise<TlsCredentials> {
  const read = async (name: string, file: string) => {
    try {
      return await readFile(file, "utf8");
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      throw new TlsError(`${name}: ${file} can't be read (${code}).`, { cause });
    }
  };
  const cert = await read("TLS_CERT", files.certFile);
  const key = await read("TLS_KEY", files.keyFile);
  const parse = <T>(name: string, file: string, what: string, make: () => T): T => {
    try {
      return make();
    } catch (cause) {
      throw new TlsError(`${name}: ${file} is not a ${what} in PEM format.`, { cause });
    }
  };
  const parsed = parse("TLS_CERT", files.certFile, "certificate", () => new X509Certificate(cert));
  const privateKey = parse("TLS_KEY", files.keyFile, "private key without a passphrase", () =>
    createPrivateKey(key),
  );
  if (!parsed.checkPrivateKey(privateKey)) {
    throw new TlsError(`TLS_KEY: ${files.keyFile} is not the key of the certificate ${files.certFile}.`);
  }
  return { cert, key, source: "given", expiresAt: new Date(parsed.validTo) };
}
