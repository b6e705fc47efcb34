import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type Holder, holderOf } from "../platform/data-dir-lock.js";
import { findVoiceNote, type VoiceNote } from "../voice/index.js";
import { type Finding, findingsOf } from "./finding.js";

const ANSWER_MS_MAX = 2_000;
/** Of the log of starts: the newest words are at its end. */
const LAST_WORDS_MAX = 300;

const readinessSchema = z.object({
  ready: z.boolean(),
  centers: z.array(
    z.object({
      voice: z
        .object({
          state: z.enum(["ready", "no_network", "unreachable"]),
          problem: z.object({ code: z.string(), variable: z.string(), port: z.number() }).nullable(),
        })
        .nullable(),
    }),
  ),
});
type Readiness = z.output<typeof readinessSchema>;

/** What of ours runs on this DATA_DIR now. */
export interface Running {
  /** `undefined`: something has the folder and does not say what it is. */
  readonly server: Holder | null | undefined;
  /** What the server says of itself; `null`: it does not run, or does not answer. */
  readonly readiness: Readiness | null;
  readonly voice: VoiceNote | null;
}

export async function findRunning(dataDir: string): Promise<Running> {
  const server = await holderOf(dataDir);
  const readiness = server?.address == null ? null : await readinessOf(server.address);
  return { server, readiness, voice: await findVoiceNote(dataDir) };
}

/** Whether a process is one of ours: the server, the voice process, or what one of the two has started. */
export function isOurs(
  { server, voice }: Running,
  owner: { readonly pid: number; readonly parentPid: number },
): boolean {
  const ours = [server?.pid, voice?.pid];
  return ours.includes(owner.pid) || ours.includes(owner.parentPid);
}

async function readinessOf(address: string): Promise<Readiness | null> {
  try {
    const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    const read = readinessSchema.safeParse(await answer.json());
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** Says what runs, and whether server and voice process talk with each other. */
export function runningFindings(
  running: Running,
  settings: { readonly dataDir: string; readonly version: string; readonly voiceEnabled: boolean },
): Finding[] {
  return [serverFinding(running), ...voiceFindings(running, settings)];
}

function serverFinding({ server, readiness }: Running): Finding {
  const { ok, look, wrong } = findingsOf("server");
  if (server === null) return ok("No server runs on this DATA_DIR.");
  if (server === undefined)
    return wrong(
      "A server has this DATA_DIR and stands still: docs/operating.md, Replacing a server that stands still.",
    );
  const who = `The server runs (pid ${server.pid}${server.address === null ? "" : `, ${server.address}`})`;
  if (server.address === null) return look(`${who} and is still starting.`);
  if (readiness === null) return wrong(`${who} and does not answer: DATA_DIR/log/server.log may say why.`);
  return readiness.ready ? ok(`${who} and takes work.`) : look(`${who} and does not take work at present.`);
}

function voiceFindings(
  { server, readiness, voice }: Running,
  {
    dataDir,
    version,
    voiceEnabled,
  }: { readonly dataDir: string; readonly version: string; readonly voiceEnabled: boolean },
): Finding[] {
  const { ok, look, wrong } = findingsOf("voice-process", "VOICE");
  if (!voiceEnabled) return [ok("Voice is switched off (VOICE=off): there are no calls.")];
  const talk = readiness?.centers.flatMap((center) => (center.voice === null ? [] : [center.voice]))[0];
  if (voice === null) {
    if (server === null) return [ok("No voice process runs; it starts with the server.")];
    if (readiness !== null && talk === undefined)
      return [look("The running server was started without voice (VOICE=off, or it was not built).")];
    return [wrong(`The server runs and its voice process does not.${lastWords(dataDir)}`)];
  }
  const who = `The voice process runs (pid ${voice.pid}, version ${voice.version})`;
  if (voice.version !== version)
    return [
      look(
        `${who} and this is version ${version}: a start of the server asks it to end after its last call.`,
      ),
    ];
  if (server === null)
    return [ok(`${who} without a server: calls that are up go on, and a start of the server adopts it.`)];
  if (talk === undefined) return [look(`${who}; whether it and the server talk is not known.`)];
  if (talk.state === "unreachable")
    return [wrong(`${who}, but it and the server do not talk: DATA_DIR/log/server.log may say why.`)];
  const talking = ok(`${who}, and it and the server talk.`);
  if (talk.state === "ready") return [talking];
  const { variable = "SIP_PORT", port = 0 } = talk.problem ?? {};
  const closed = findingsOf("voice-network", variable);
  return [
    talking,
    closed.wrong(`The voice process could not open port ${port}: calls are off until ${variable} is free.`),
  ];
}

/** What a voice process that could not start has said. */
function lastWords(dataDir: string): string {
  const file = path.join(dataDir, "log", "voice-start.log");
  if (!existsSync(file)) return "";
  const words = readFileSync(file, "utf8").trim().slice(-LAST_WORDS_MAX).trim();
  return words === "" ? "" : ` Its last words: ${words.split("\n").at(-1)}`;
}
