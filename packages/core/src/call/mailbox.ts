import type { Deciding } from "../center/deciding.js";
import type { Interaction } from "../interaction/interaction.js";
import { endNow } from "../interaction/lifecycle.js";
import type { PromptId } from "../scenario/scenario.js";
import type { LegId, MailboxOwner, PlayId, RecordingId } from "./call.js";
import { callOf } from "./evolve-call.js";

/** What a greeting may take beside the words themselves, and the voice process to answer. */
const GREETING_MAX_MS = 120_000;

/** SPEC VML-1: from now on, whoever has this leg speaks into the mailbox. */
export function openMailbox(
  deciding: Deciding,
  interaction: Interaction,
  mailbox: {
    readonly of: MailboxOwner;
    readonly legId: LegId;
    readonly prompts: readonly PromptId[];
    readonly maxMs: number;
    /** Of the scenario's step; absent: the mailbox makes its own. */
    readonly playId?: PlayId;
  },
): void {
  const call = callOf(interaction);
  deciding.emit({
    type: "VoicemailStarted",
    interactionId: interaction.id,
    of: mailbox.of,
    legId: mailbox.legId,
    playId: mailbox.playId ?? (`${interaction.id}.s${call.playCount + 1}` as PlayId),
    recordingId: `${interaction.id}.r${call.recordingCount + 1}` as RecordingId,
    prompts: mailbox.prompts,
    maxMs: mailbox.maxMs,
    until: deciding.at + mailbox.maxMs + GREETING_MAX_MS,
  });
}

/** SPEC VML-2: what was said is kept, also when the line was hung up over it. */
export function closeMailbox(deciding: Deciding, interaction: Interaction, durationMs: number | null): void {
  const { mailbox } = callOf(interaction);
  if (mailbox === null) return;
  const { of, recordingId } = mailbox;
  deciding.emit({ type: "VoicemailEnded", interactionId: interaction.id, of, recordingId, durationMs });
}

/** A colleague's mailbox is the whole call: it ends with the words. */
export function endMailbox(deciding: Deciding, interaction: Interaction, durationMs: number | null): void {
  closeMailbox(deciding, interaction, durationMs);
  endNow(deciding, interaction, "voicemail", null);
}
