import { createHash } from "node:crypto";
import { asId, type InteractionId, type ScriptId, type ServiceId, type User } from "@patchbay/core";
import { RecordingDamagedError, wavStretch } from "@patchbay/media/recording";
import type { CallSignatures, SaveScript, SignatureSetup, SignatureTake } from "@patchbay/protocol";
import type { CenterHandle } from "../center/edge.js";
import { cleanText } from "../center/plain-text.js";
import { agentName } from "../desk-gateway/views/message-view.js";
import { type RecordingRow, type Recordings, recordingRuleDefault, rightsTo } from "../recordings/index.js";
import { type EvidenceFacts, evidencePackage } from "./evidence.js";
import type { SignatureKeeper } from "./signature-keeper.js";
import type { SignatureRow, SignatureRows } from "./signature-rows.js";
import { type ScriptVersion, scriptIdOf } from "./signature-script.js";
import type { SigningKey } from "./signing-key.js";

export interface SignaturesDeps {
  readonly handle: CenterHandle;
  readonly rows: SignatureRows;
  readonly keeper: Pick<SignatureKeeper, "caughtUp">;
  readonly recordings: Pick<Recordings, "rows" | "files">;
  readonly key: SigningKey;
}

/** Somebody's request cannot be done: a code of the desk's errors. */
export class SignatureRefusal extends Error {
  override readonly name = "SignatureRefusal";
  constructor(
    readonly code:
      | "object_not_found"
      | "recording_not_found"
      | "recording_unfinished"
      | "recording_deleted"
      | "recording_missing"
      | "signature_judged"
      | "signature_incomplete"
      | "signature_not_accepted"
      | "script_empty"
      | "version_conflict",
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}

/** A take as somebody may see and use it. */
interface Seen {
  readonly row: SignatureRow;
  readonly recording: RecordingRow;
  readonly take: SignatureTake;
}

/** Voice signatures of one center: scripts, takes, and what is proven with them. */
export class Signatures {
  constructor(private readonly deps: SignaturesDeps) {}

  get rows(): SignatureRows {
    return this.deps.rows;
  }

  get key(): SigningKey {
    return this.deps.key;
  }

  /** What an agent in this call reads, and the takes that this user may hear. @throws {SignatureRefusal} */
  async ofCall(interactionId: string, user: User): Promise<CallSignatures> {
    const { handle, rows, keeper } = this.deps;
    const { interactions, configuration } = handle.center.state;
    const interaction = interactions.get(asId<InteractionId>(interactionId));
    if (interaction?.parties.some(({ agentId }) => agentId === user.id) !== true)
      throw new SignatureRefusal("object_not_found");
    await keeper.caughtUp();
    const scriptId = configuration.services.get(interaction.serviceId)?.signatureScript;
    const script = scriptId === undefined ? undefined : await rows.script(interaction.serviceId, scriptId);
    const takes = await this.takesOf(interactionId, user);
    return {
      script: script === undefined ? null : this.#scriptView(script),
      takes: takes.filter(({ mayListen }) => mayListen),
    };
  }

  /** Every take of an interaction, oldest first. */
  async takesOf(interactionId: string, user: User): Promise<SignatureTake[]> {
    const { rows, recordings } = this.deps;
    const [found, sounds] = await Promise.all([
      rows.ofInteraction(interactionId),
      recordings.rows.ofInteraction(interactionId),
    ]);
    return Promise.all(
      found.map((row) =>
        this.#takeView(
          row,
          sounds.find(({ recordingId }) => recordingId === row.recordingId),
          user,
        ),
      ),
    );
  }

  /** @returns `undefined`: there is none that this user may know of. */
  async seen(recordingId: string, user: User): Promise<Seen | undefined> {
    await this.deps.keeper.caughtUp();
    const [row, recording] = await Promise.all([
      this.rows.byId(recordingId),
      this.deps.recordings.rows.byId(recordingId),
    ]);
    if (row === undefined || recording === undefined) return undefined;
    const take = await this.#takeView(row, recording, user);
    return take.mayListen ? { row, recording, take } : undefined;
  }

  /**
   * Accepts a take, or puts it aside for another one. Both are kept. The digest of what was accepted is kept with it.
   * @throws {SignatureRefusal} {RecordingDamagedError}
   */
  async judge(
    { row, recording, take }: Seen,
    verdict: "accepted" | "redone",
    user: User,
    writtenDown: () => Promise<void>,
  ): Promise<void> {
    // Asked again, or by a second seat.
    if (row.state === verdict && row.judgedBy === user.id) return;
    if (row.state !== "to_judge") throw new SignatureRefusal("signature_judged", { state: row.state });
    if (take.state === "incomplete") throw new SignatureRefusal("signature_incomplete");
    if (!take.mayJudge)
      throw new SignatureRefusal(
        recording.state === "recording" ? "recording_unfinished" : "recording_missing",
      );
    const wavSha256 = verdict === "accepted" ? await this.#digest(recording) : null;
    await writtenDown();
    const at = this.deps.handle.clock.now();
    if (!(await this.rows.judge(row.recordingId, { verdict, at, by: user.id, wavSha256 })))
      throw new SignatureRefusal("signature_judged", {});
  }

  /**
   * The evidence package of an accepted take. Its sound is compared with what was accepted before the first byte is given.
   * @throws {SignatureRefusal} {RecordingDamagedError}
   */
  async evidence({ row, recording, take }: Seen): Promise<AsyncGenerator<Buffer>> {
    if (row.state !== "accepted") throw new SignatureRefusal("signature_not_accepted");
    if (!take.playable)
      throw new SignatureRefusal(recording.state === "deleted" ? "recording_deleted" : "recording_missing");
    if ((await this.#digest(recording)) !== row.wavSha256) throw new RecordingDamagedError("changed");
    const facts = await this.#evidenceFacts(row, recording);
    return evidencePackage(facts, this.#sound(recording), this.key);
  }

  async setup(): Promise<SignatureSetup> {
    const { handle, rows, recordings } = this.deps;
    const rules = await recordings.rows.rules();
    const words = handle.words();
    const services = await Promise.all(
      [...handle.center.state.configuration.services.values()].map(async ({ id, signatureScript }) => {
        const versions = (await rows.scripts(id)).map((script) => this.#scriptView(script));
        return {
          serviceId: id as string,
          name: words.services.get(id)?.name ?? id,
          script: versions.find(({ scriptId }) => scriptId === signatureScript) ?? null,
          versions,
          retentionDays: (rules.get(id) ?? recordingRuleDefault).signatureDays,
        };
      }),
    );
    const { publicKey, fingerprint } = this.key;
    return {
      services: services.sort((a, b) => a.name.localeCompare(b.name, "en")),
      key: { publicKey, fingerprint },
    };
  }

  /** Calls that begin one from now on read this text. @throws {SignatureRefusal} */
  async saveScript(serviceId: string, { was, script, retentionDays }: SaveScript, user: User): Promise<void> {
    const { handle, rows, recordings } = this.deps;
    const { services } = handle.center.state.configuration;
    const service = services.get(asId<ServiceId>(serviceId));
    if (service === undefined) throw new SignatureRefusal("object_not_found");
    const words = script === null ? null : { language: script.language, text: cleanText(script.text).trim() };
    if (words?.text === "") throw new SignatureRefusal("script_empty");
    const scriptId = words === null ? undefined : scriptIdOf(words);
    const now = service.signatureScript;
    if (now !== scriptId) {
      if ((now ?? null) !== was) throw new SignatureRefusal("version_conflict");
      // First the text, then its name in the journal: what is in force can always be read.
      if (words !== null && scriptId !== undefined)
        await rows.addScript(serviceId, { scriptId, ...words }, { at: handle.clock.now(), by: user.id });
      const { signatureScript: _, ...rest } = service;
      const done = await handle.center.submit({
        command: {
          type: "ConfigureService",
          service: scriptId === undefined ? rest : { ...rest, signatureScript: asId<ScriptId>(scriptId) },
          by: user.id,
        },
      });
      if (!done.ok) throw new SignatureRefusal("version_conflict");
    }
    const rule = (await recordings.rows.rules()).get(serviceId) ?? recordingRuleDefault;
    if (rule.signatureDays !== retentionDays)
      await recordings.rows.putRule(serviceId, { ...rule, signatureDays: retentionDays });
  }

  async #evidenceFacts(row: SignatureRow, recording: RecordingRow): Promise<EvidenceFacts> {
    const { handle, rows } = this.deps;
    const { interactionId, recordingId, endedSeq } = row;
    const [script, takes, events, interaction, data] = await Promise.all([
      rows.script(row.serviceId, row.scriptId),
      rows.ofInteraction(interactionId),
      handle.records.events(interactionId),
      handle.records.interaction(interactionId),
      handle.records.interactionData(interactionId),
    ]);
    if (script === undefined) throw new Error(`the script of ${recordingId} is gone`);
    const words = handle.words();
    const nameOf = (agentId: string | null) => (agentId === null ? null : agentName(words, agentId));
    const number = data?.phoneNumber ?? null;
    return {
      company: words.company,
      signature: row,
      script,
      scriptApprovedBy: nameOf(script.approvedBy),
      agentName: agentName(words, row.agentId),
      agentNames: (agentId) => agentName(words, agentId),
      judgedByName: nameOf(row.judgedBy),
      serviceName: row.serviceId === null ? null : (words.services.get(row.serviceId)?.name ?? null),
      caseNumber: interaction?.caseNumber ?? 0,
      customerNumber: number === "" ? null : number,
      durationMs: recording.durationMs,
      sealed: { bytes: recording.bytes, sha256: recording.sha256 },
      earlier: takes
        .filter(({ take }) => take < row.take)
        .map(({ recordingId, take, state, startedAt }) => ({ recordingId, take, state, startedAt })),
      events: events.filter(({ seq }) => endedSeq === null || seq <= endedSeq),
    };
  }

  /** As WAV. The file is opened when the first piece is asked for: whoever gives up before leaves nothing open. */
  async *#sound({ file: name, recordingId }: RecordingRow): AsyncGenerator<Buffer> {
    const opened = await this.deps.recordings.files.open(name, recordingId);
    if (opened === undefined) throw new SignatureRefusal("recording_missing");
    try {
      yield* wavStretch(opened.reader, opened.file);
    } finally {
      await opened.file.close();
    }
  }

  async #digest(recording: RecordingRow): Promise<string> {
    const hash = createHash("sha256");
    for await (const piece of this.#sound(recording)) hash.update(piece);
    return hash.digest("hex");
  }

  #scriptView({ approvedBy, ...script }: ScriptVersion) {
    const words = this.deps.handle.words();
    return { ...script, approvedBy: approvedBy === null ? null : agentName(words, approvedBy) };
  }

  async #takeView(
    row: SignatureRow,
    recording: RecordingRow | undefined,
    user: User,
  ): Promise<SignatureTake> {
    const { handle, rows, recordings } = this.deps;
    const words = handle.words();
    const { configuration } = handle.center.state;
    const rule = (await recordings.rows.rules()).get(row.serviceId ?? "") ?? recordingRuleDefault;
    const rights = rightsTo({ ...row, kind: "signature" }, rule, user, configuration);
    const script = await rows.script(row.serviceId, row.scriptId);
    const playable = recording?.state === "kept";
    const lost = row.state === "to_judge" ? lossOf(recording) : null;
    const state = lost === null ? row.state : "incomplete";
    return {
      recordingId: row.recordingId,
      state,
      take: row.take,
      scriptVersion: script?.version ?? null,
      agentName: agentName(words, row.agentId),
      startedAt: row.startedAt,
      cause: lost ?? row.cause,
      judgedAt: row.judgedAt,
      judgedBy: row.judgedBy === null ? null : agentName(words, row.judgedBy),
      playable,
      durationMs: recording?.durationMs ?? 0,
      mayListen: rights.listen,
      mayJudge: state === "to_judge" && playable && rights.listen,
      mayTakeEvidence: state === "accepted" && playable && rights.download,
    };
  }
}

/** Its agent said Stop, and the disk has not all of it: there is nothing to judge. `null`: it has, or it is being finished. */
function lossOf(recording: RecordingRow | undefined): string | null {
  switch (recording?.state) {
    case "nothing":
    case "missing":
      return recording.cause === "disk_full" ? "disk_full" : "failed";
    case "kept":
      return recording.cause === "stopped" ? null : recording.cause;
    default:
      return null;
  }
}
