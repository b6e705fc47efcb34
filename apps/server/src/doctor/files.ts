import { X509Certificate } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { isIP } from "node:net";
import path from "node:path";
import { whyUnusable } from "../platform/data-dir-lock.js";
import { DiskFullError, refuseFullDisk } from "../platform/disk-space.js";
import type { Settings } from "../platform/settings.js";
import { openTls, TlsError } from "../platform/tls.js";
import { type Finding, findingsOf } from "./finding.js";

const DAY_MS = 24 * 3_600_000;
/** A certificate that ends so soon is told of: whoever renews it needs some days. */
const SOON_DAYS = 14;
const MB = 1024 ** 2;
/** Below this the disk is told of, though a start is not refused. */
const ROOMY_MB = 1_024;

/** Writes nothing that stays: a folder that is not there is not made. */
export async function dataDirFindings(
  settings: Pick<Settings, "dataDir" | "databaseUrl">,
): Promise<Finding[]> {
  const { dataDir } = settings;
  const { ok, wrong } = findingsOf("data-dir", "DATA_DIR");
  const there = nearestFolder(dataDir);
  const cause = writeTrial(dataDir, there);
  const writable =
    cause === null
      ? ok(there === dataDir ? `DATA_DIR ${dataDir} can be written to.` : `DATA_DIR ${dataDir} can be made.`)
      : wrong(`DATA_DIR ${dataDir} cannot be used: ${cause}.`);
  return [writable, await diskFinding(settings, there)];
}

async function diskFinding(
  settings: Pick<Settings, "dataDir" | "databaseUrl">,
  there: string,
): Promise<Finding> {
  const { ok, look, wrong } = findingsOf("disk", "DATA_DIR");
  const { bavail, bsize } = await statfs(there);
  const freeMb = Math.floor((bavail * bsize) / MB);
  try {
    await refuseFullDisk(settings, () => Promise.resolve(freeMb * MB));
  } catch (cause) {
    if (cause instanceof DiskFullError) return wrong(cause.message);
    throw cause;
  }
  return freeMb < ROOMY_MB
    ? look(`The disk of DATA_DIR has only ${freeMb} MB free.`)
    : ok(`The disk of DATA_DIR has ${(freeMb / 1_024).toFixed(1)} GB free.`);
}

function nearestFolder(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) if (existsSync(at) || at === path.dirname(at)) return at;
}

/** @returns why not, or `null`. */
function writeTrial(dataDir: string, there: string): string | null {
  try {
    if (there !== dataDir) {
      if (!statSync(there).isDirectory()) return whyUnusable({ code: "ENOTDIR" });
      accessSync(there, constants.W_OK | constants.X_OK);
      return null;
    }
    const trial = path.join(dataDir, `.doctor-${process.pid}`);
    writeFileSync(trial, "");
    rmSync(trial);
    return null;
  } catch (cause) {
    return whyUnusable(cause);
  }
}

/** The certificate of HTTPS_PORT and SIP_TLS_PORT. */
export async function tlsFinding(
  settings: Pick<Settings, "tls" | "dataDir" | "publicUrl">,
  nowMs: number = Date.now(),
): Promise<Finding> {
  const { tls, dataDir, publicUrl } = settings;
  if (tls === null) return ownCertificateFinding(dataDir, nowMs);
  const { ok, look, wrong } = findingsOf("certificate", "TLS_CERT");
  let given: X509Certificate;
  try {
    given = new X509Certificate((await openTls(settings)).cert);
  } catch (cause) {
    if (!(cause instanceof TlsError)) throw cause;
    return findingsOf("certificate", cause.message.startsWith("TLS_KEY") ? "TLS_KEY" : "TLS_CERT").wrong(
      cause.message,
    );
  }
  const until = day(given.validTo);
  const days = (new Date(given.validTo).getTime() - nowMs) / DAY_MS;
  if (days < 0) return wrong(`TLS_CERT: ${tls.certFile} expired on ${until}.`);
  if (new Date(given.validFrom).getTime() > nowMs)
    return wrong(`TLS_CERT: ${tls.certFile} is valid only from ${day(given.validFrom)} on.`);
  const name = publicUrl === null ? null : new URL(publicUrl).hostname.replace(/^\[|\]$/g, "");
  if (name !== null && !covers(given, name))
    return wrong(`TLS_CERT: ${tls.certFile} is not for ${name}, the host of PUBLIC_URL.`);
  if (days < SOON_DAYS) return look(`TLS_CERT: ${tls.certFile} expires on ${until}: renew it.`);
  return ok(`TLS_CERT: ${tls.certFile} and its key are valid until ${until}.`);
}

/** Made and renewed by the server at its start. */
function ownCertificateFinding(dataDir: string, nowMs: number): Finding {
  const { ok, look } = findingsOf("certificate");
  const file = path.join(dataDir, "tls-cert.pem");
  if (!existsSync(file))
    return ok("TLS_CERT is not set: the server makes a certificate of its own at its start.");
  try {
    const { validTo } = new X509Certificate(readFileSync(file));
    const text = `TLS_CERT is not set: the certificate of DATA_DIR, made by the server itself,`;
    return new Date(validTo).getTime() < nowMs
      ? look(`${text} expired on ${day(validTo)}; the next start makes a new one.`)
      : ok(`${text} is valid until ${day(validTo)}.`);
  } catch {
    return look(`The certificate in ${file} cannot be read; the next start of the server makes a new one.`);
  }
}

function covers(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
}

const day = (text: string): string => new Date(text).toISOString().slice(0, 10);
