import {
  type RecordingAccessView,
  type RecordsPage,
  type RecordsQuery,
  type RecordView,
  recordingAccessesSchema,
  recordSchema,
  recordsPageSchema,
  type WaveformView,
  waveformSchema,
} from "@patchbay/protocol";
import { withSeat } from "../../state/store.js";

/** What an HTTP call of the records came to. `code` leads to the sentence in `errors`. */
export type Answer<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly code: string };

const OURS = { "x-patchbay": "desk" };

async function call<Result>(
  url: string,
  read: (body: unknown) => Result,
  options: RequestInit = {},
): Promise<Answer<Result>> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(withSeat(url), { ...options, headers: { ...OURS, ...options.headers } });
    body = response.status === 204 ? null : await response.json();
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    return { ok: false, code: "connection_lost" };
  }
  if (response.ok) return { ok: true, result: read(body) };
  const { code } = (body ?? {}) as { code?: unknown };
  return { ok: false, code: typeof code === "string" ? code : "unknown_error" };
}

const withBody = (method: "POST" | "PUT", body: unknown): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** @throws the signal's reason when it was taken back: what it would have found is not wanted any more. */
export const searchRecords = (
  query: Partial<RecordsQuery>,
  signal: AbortSignal,
): Promise<Answer<RecordsPage>> =>
  call("/api/records/search", (body) => recordsPageSchema.parse(body), {
    ...withBody("POST", query),
    signal,
  });

export const readRecord = (interactionId: string): Promise<Answer<RecordView>> =>
  call(`/api/records/${encodeURIComponent(interactionId)}`, (body) => recordSchema.parse(body));

const recording = (recordingId: string, what: string): string =>
  `/api/recordings/${encodeURIComponent(recordingId)}/${what}`;

export const readWaveform = (recordingId: string): Promise<Answer<WaveformView>> =>
  call(recording(recordingId, "waveform"), (body) => waveformSchema.parse(body));

export const readAccesses = (recordingId: string): Promise<Answer<readonly RecordingAccessView[]>> =>
  call(recording(recordingId, "accesses"), (body) => recordingAccessesSchema.parse(body).accesses);

export const holdRecording = (recordingId: string, held: boolean): Promise<Answer<null>> =>
  call(recording(recordingId, "hold"), () => null, withBody("PUT", { held }));

/** Addresses for an audio element, and for a link. */
export const audioUrl = (recordingId: string): string => withSeat(recording(recordingId, "audio"));
export const downloadUrl = (recordingId: string): string => withSeat(recording(recordingId, "download"));
