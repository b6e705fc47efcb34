import {
  type QualityGroupBy,
  type QualityGroupView,
  type QualityLegView,
  qualityGroupsSchema,
  qualityLegsSchema,
  type RecordingAccessView,
  type RecordsCount,
  type RecordsPage,
  type RecordsQuery,
  type RecordView,
  recordingAccessesSchema,
  recordSchema,
  recordsCountSchema,
  recordsPageSchema,
  type WaveformView,
  waveformSchema,
} from "@patchbay/protocol";
import { type Answer, callHttp, withBody } from "../../state/http.js";
import { withSeat } from "../../state/store.js";

/** @throws the signal's reason when it was taken back: what it would have found is not wanted any more. */
export const searchRecords = (
  query: Partial<RecordsQuery>,
  signal: AbortSignal,
): Promise<Answer<RecordsPage>> =>
  callHttp("/api/records/search", (body) => recordsPageSchema.parse(body), {
    ...withBody("POST", query),
    signal,
  });

export const countRecords = (
  query: Partial<RecordsQuery>,
  signal: AbortSignal,
): Promise<Answer<RecordsCount>> =>
  callHttp("/api/records/count", (body) => recordsCountSchema.parse(body), {
    ...withBody("POST", query),
    signal,
  });

export const readRecord = (interactionId: string): Promise<Answer<RecordView>> =>
  callHttp(`/api/records/${encodeURIComponent(interactionId)}`, (body) => recordSchema.parse(body));

const recording = (recordingId: string, what: string): string =>
  `/api/recordings/${encodeURIComponent(recordingId)}/${what}`;

export const readWaveform = (recordingId: string): Promise<Answer<WaveformView>> =>
  callHttp(recording(recordingId, "waveform"), (body) => waveformSchema.parse(body));

export const readAccesses = (recordingId: string): Promise<Answer<readonly RecordingAccessView[]>> =>
  callHttp(recording(recordingId, "accesses"), (body) => recordingAccessesSchema.parse(body).accesses);

export const holdRecording = (recordingId: string, held: boolean): Promise<Answer<null>> =>
  callHttp(recording(recordingId, "hold"), () => null, withBody("PUT", { held }));

/** Addresses for an audio element, and for a link. */
export const audioUrl = (recordingId: string): string => withSeat(recording(recordingId, "audio"));
export const downloadUrl = (recordingId: string): string => withSeat(recording(recordingId, "download"));

export const evidenceUrl = (recordingId: string): string =>
  withSeat(`/api/signatures/${encodeURIComponent(recordingId)}/evidence`);

const span = (by: QualityGroupBy, from: number): string => `by=${by}&from=${Math.round(from)}`;

export const readQualityGroups = (
  by: QualityGroupBy,
  from: number,
): Promise<Answer<readonly QualityGroupView[]>> =>
  callHttp(`/api/quality?${span(by, from)}`, (body) => qualityGroupsSchema.parse(body).groups);

export const readQualityLegs = (
  by: QualityGroupBy,
  key: string,
  from: number,
): Promise<Answer<readonly QualityLegView[]>> =>
  callHttp(
    `/api/quality/legs?${span(by, from)}&key=${encodeURIComponent(key)}`,
    (body) => qualityLegsSchema.parse(body).legs,
  );
