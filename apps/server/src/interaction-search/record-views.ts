import { mayDo, type User } from "@patchbay/core";
import type { KeptRecordingView, RecordRow, RecordView } from "@patchbay/protocol";
import { callQualityView, type QualityRows } from "../call-quality/index.js";
import type { CenterHandle } from "../center/edge.js";
import { contactView, phoneView } from "../desk-gateway/views/contact-view.js";
import { agentName, dataView } from "../desk-gateway/views/message-view.js";
import {
  deletedAfter,
  type RecordingRow,
  type RecordingRows,
  recordingRuleDefault,
  rightsTo,
} from "../recordings/index.js";
import type { Signatures } from "../signatures/index.js";
import type { FoundInteraction } from "./interaction-search.js";

export function recordRow(handle: CenterHandle, found: FoundInteraction): RecordRow {
  const { interaction, contact, direction, phoneNumber, recordings, signature, hasNote, stars } = found;
  const words = handle.words();
  const { dispositionId } = interaction;
  // Colleagues among themselves have no customer: they are whom it is called by.
  const names = interaction.agentIds.map((agentId) => agentName(words, agentId));
  return {
    interactionId: interaction.interactionId,
    channel: interaction.channel,
    mark: words.entries.get(interaction.entryId)?.mark ?? "web",
    direction,
    customerName:
      direction === "internal" && names.length > 0
        ? names.join(", ")
        : contactView(interaction.contactId, contact, interaction.caseNumber, words).name,
    number: phoneNumber === null || phoneNumber === "" ? null : phoneView(phoneNumber, words).display,
    serviceName: words.services.get(interaction.serviceId)?.name ?? interaction.serviceId,
    agentNames: names,
    caseNumber: interaction.caseNumber,
    status: interaction.status,
    startedAt: interaction.startedAt,
    answeredAt: interaction.answeredAt,
    endedAt: interaction.endedAt,
    endCause: interaction.endCause,
    dispositionName:
      dispositionId === null ? null : (words.dispositions.get(dispositionId)?.name ?? dispositionId),
    messageCount: interaction.messageCount,
    recordings,
    signature,
    hasNote,
    stars,
  };
}

/** One interaction whole, as this user may see it. */
export async function recordView(
  handle: CenterHandle,
  recordings: RecordingRows,
  signatures: Pick<Signatures, "takesOf">,
  quality: QualityRows,
  found: FoundInteraction,
  user: User,
): Promise<RecordView> {
  const { interaction, contact } = found;
  const { interactionId } = interaction;
  const words = handle.words();
  const [notes, data, paid, rows, rules, takes, sound] = await Promise.all([
    handle.records.notes(interactionId),
    handle.records.interactionData(interactionId),
    handle.records.payments(interactionId),
    recordings.ofInteraction(interactionId),
    recordings.rules(),
    signatures.takesOf(interactionId, user),
    callQualityView(handle, quality, interactionId),
  ]);
  const { configuration } = handle.center.state;
  const viewOf = (row: RecordingRow): KeptRecordingView => {
    const rule = rules.get(row.serviceId ?? "") ?? recordingRuleDefault;
    const rights = rightsTo(row, rule, user, configuration);
    const { recordingId, kind, agentId, state, cause, startedAt, durationMs, held } = row;
    return {
      recordingId,
      kind,
      agentId,
      agentName: agentId === null ? null : agentName(words, agentId),
      state,
      cause,
      startedAt,
      durationMs,
      held,
      deletedAfter: state === "kept" && !held ? deletedAfter(row, rule) : null,
      mayListen: rights.listen,
      mayDownload: rights.download,
      mayOversee: rights.listen && mayDo(user, "hear_team_recordings"),
      signature: takes.find((take) => take.recordingId === recordingId) ?? null,
    };
  };
  return {
    row: recordRow(handle, found),
    contact: contact === null ? null : contactView(contact.contactId, contact, interaction.caseNumber, words),
    entryName: words.entries.get(interaction.entryId)?.name ?? interaction.entryId,
    agents: interaction.agentIds.map((agentId) => ({ agentId, name: agentName(words, agentId) })),
    notes: notes
      .filter(({ text }) => text !== "")
      .map(({ agentId, text, updatedAt }) => ({ name: agentName(words, agentId), text, at: updatedAt })),
    data: dataView(data ?? null),
    payments: paid.map(({ paymentId, at, outcome, minor, currency, code, reference, agentId }) => ({
      paymentId,
      at,
      outcome,
      amount: { minor, currency },
      code,
      reference,
      agentName: agentId === null ? null : agentName(words, agentId),
    })),
    recordings: rows.map(viewOf),
    quality: sound,
  };
}
