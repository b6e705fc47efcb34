import { createHash } from "node:crypto";
import type { Event } from "@patchbay/core";
import { Zip, ZipPassThrough } from "fflate";
import type { SignatureRow } from "./signature-rows.js";
import { type ScriptVersion, scriptFile } from "./signature-script.js";
import type { SigningKey } from "./signing-key.js";
import { verifyText } from "./verify-text.js";

/** What an evidence package says beside the sound. */
export interface EvidenceFacts {
  readonly company: string;
  readonly signature: SignatureRow;
  readonly script: ScriptVersion;
  readonly scriptApprovedBy: string | null;
  readonly agentName: string;
  /** Of any agent in the call; an id without a name is itself. */
  readonly agentNames: (agentId: string) => string;
  readonly judgedByName: string | null;
  readonly serviceName: string | null;
  readonly caseNumber: number;
  /** As it came with the call; `null`: withheld, or erased since. */
  readonly customerNumber: string | null;
  readonly durationMs: number;
  /** The sealed file from which the sound was taken. */
  readonly sealed: { readonly bytes: number; readonly sha256: string };
  readonly earlier: readonly Pick<SignatureRow, "recordingId" | "take" | "state" | "startedAt">[];
  /** Of the call, from its beginning to the end of the recording. */
  readonly events: readonly Event[];
}

/** The times of a zip's entries have no zone, so a package made elsewhere would differ: each has this one. */
const entryTime = (): Date => new Date(1980, 0, 1);

const utc = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/**
 * The evidence package of one accepted take, as a zip. Made again from the same facts it is the same, byte for byte: the
 * signature (Ed25519) needs no chance, and nothing in it is of the moment.
 *
 * @param wav the sound, in pieces, whose digest is `facts.signature.wavSha256`
 */
export async function* evidencePackage(
  facts: EvidenceFacts,
  wav: AsyncIterable<Uint8Array>,
  key: SigningKey,
): AsyncGenerator<Buffer> {
  const { signature, script, company } = facts;
  const texts: readonly (readonly [name: string, text: string])[] = [
    ["script.txt", scriptFile(script)],
    ["signature.json", `${JSON.stringify(metadataOf(facts), null, 2)}\n`],
    ["journal.jsonl", facts.events.map(journalLine).join("")],
    ["public-key.pem", key.publicKey],
    ["VERIFY.txt", verifyText({ company, scriptId: signature.scriptId, fingerprint: key.fingerprint })],
  ];
  const sums = [["audio.wav", signature.wavSha256] as const, ...texts.map(digested)]
    .map(([name, digest]) => `${digest}  ${name}\n`)
    .join("");
  const folder = `voice-signature-${signature.recordingId.replace(/[^A-Za-z0-9_.-]/g, "_")}`;
  const made: Uint8Array[] = [];
  const zip = new Zip((cause, piece) => {
    if (cause !== null) throw cause;
    made.push(piece);
  });
  const taken = (): Buffer => Buffer.concat(made.splice(0));
  const add = (name: string): ZipPassThrough => {
    const entry = new ZipPassThrough(`${folder}/${name}`);
    entry.mtime = entryTime();
    zip.add(entry);
    return entry;
  };
  const sound = add("audio.wav");
  for await (const piece of wav) {
    sound.push(piece);
    yield taken();
  }
  sound.push(new Uint8Array(0), true);
  for (const [name, text] of [...texts, ["SHA256SUMS", sums] as const])
    add(name).push(Buffer.from(text), true);
  add("SHA256SUMS.sig").push(key.sign(sums), true);
  zip.end();
  yield taken();
}

const digested = ([name, text]: readonly [string, string]): readonly [string, string] => [
  name,
  createHash("sha256").update(text).digest("hex"),
];

const journalLine = ({ seq, at, type, ...facts }: Event): string =>
  `${JSON.stringify({ seq, at: utc(at), type, ...facts })}\n`;

/** What was noted last before the signature ended; `null`: by a release that did not ask. */
function consentOf({ events, agentNames }: EvidenceFacts) {
  const noted = events.findLast((event) => event.type === "ConsentSet");
  if (noted?.type !== "ConsentSet") return null;
  const { at, consent, agentId } = noted;
  return { agreed: consent, at: utc(at), by: { id: agentId, name: agentNames(agentId) } };
}

function metadataOf(facts: EvidenceFacts) {
  const { signature, script } = facts;
  const { recordingId, interactionId, take, agentId, startedAt, endedAt, judgedAt, judgedBy } = signature;
  return {
    format: "patchbay-voice-signature",
    formatVersion: 1,
    company: facts.company,
    software: { name: "Patchbay", version: signature.software },
    recordingId,
    interactionId,
    caseNumber: facts.caseNumber,
    service: { id: signature.serviceId, name: facts.serviceName },
    agent: { id: agentId, name: facts.agentName },
    customer: { number: facts.customerNumber },
    consentToRecording: consentOf(facts),
    startedAt: utc(startedAt),
    endedAt: utc(endedAt),
    take,
    earlierTakes: facts.earlier.map((one) => ({ ...one, startedAt: utc(one.startedAt) })),
    accepted: { at: utc(judgedAt), by: { id: judgedBy, name: facts.judgedByName } },
    script: {
      scriptId: script.scriptId,
      version: script.version,
      language: script.language,
      approvedAt: utc(script.approvedAt),
      approvedBy: { id: script.approvedBy, name: facts.scriptApprovedBy },
    },
    audio: {
      file: "audio.wav",
      sha256: signature.wavSha256,
      durationMs: facts.durationMs,
      sampleRate: 8_000,
      channels: ["agent", "customer as the agent heard it"],
      sealedFile: facts.sealed,
    },
  };
}
