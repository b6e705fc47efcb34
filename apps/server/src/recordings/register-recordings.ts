import { Readable } from "node:stream";
import { RecordingDamagedError, wavBytes, wavStretch } from "@patchbay/media/recording";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type Auth, refuse, type SignedIn } from "../auth/index.js";
import { Audit } from "./audit.js";
import { readRange } from "./byte-range.js";
import type { OpenRecording } from "./recording-files.js";
import { type RecordingRow, recordingRuleDefault } from "./recording-rows.js";
import type { Recordings } from "./recordings.js";
import { type RecordingRights, rightsTo } from "./rights.js";
import { waveformOf } from "./waveform.js";

export interface RecordingsHttpDeps {
  readonly auth: Auth;
  readonly recordingsOf: (centerId: string) => Recordings;
}

interface Params {
  readonly recordingId: string;
}

const sentences = {
  recording_not_found: [404, "There is no such recording."],
  recording_unfinished: [409, "This call is still being recorded."],
  recording_deleted: [410, "This recording was deleted when its time was over."],
  recording_missing: [410, "The file of this recording is not there any more."],
  recording_damaged: [500, "This recording was changed and cannot be played."],
  not_enough_privileges: [403, "Your role does not include this."],
} as const;
type RecordingRefusal = keyof typeof sentences;
const ACCESSES_SHOWN_MAX = 200;
const holdSchema = z.object({ held: z.boolean() });

/** A recording that somebody asks for, with what that person may do with it. */
interface Asked {
  readonly seat: SignedIn;
  readonly recordings: Recordings;
  readonly row: RecordingRow;
  readonly rights: RecordingRights;
}

/**
 * Playing recordings. Somebody who may not hear one is answered as if there were none; what is given out was written down
 * before.
 */
export function registerRecordings(app: FastifyInstance, deps: RecordingsHttpDeps): void {
  const audits = new WeakMap<Recordings, Audit>();
  const auditOf = ({ recordings, seat }: Asked): Audit => {
    const audit = audits.get(recordings) ?? new Audit(recordings.rows, seat.handle.clock);
    audits.set(recordings, audit);
    return audit;
  };

  const ask = async (request: FastifyRequest<{ Params: Params }>): Promise<Asked | RecordingRefusal> => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return "recording_not_found";
    const recordings = deps.recordingsOf(seat.handle.center.id);
    const row = await recordings.rows.byId(request.params.recordingId);
    if (!row) return "recording_not_found";
    const rule = (await recordings.rows.rules()).get(row.serviceId ?? "") ?? recordingRuleDefault;
    const rights = rightsTo(row, rule, seat.user, seat.handle.center.state.configuration);
    return rights.listen ? { seat, recordings, row, rights } : "recording_not_found";
  };

  /** Opens what may be heard, runs, and closes it unless `run` says that it still sends. */
  const withOpen = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { recordings, row }: Asked,
    run: (opened: OpenRecording) => Promise<"sent" | "sending">,
  ): Promise<FastifyReply> => {
    const refusal = unplayable(row);
    if (refusal !== null) return refuseTo(reply, refusal);
    try {
      const opened = await recordings.files.open(row.file, row.recordingId);
      if (opened === undefined) return refuseTo(reply, "recording_missing");
      let sending = false;
      try {
        sending = (await run(opened)) === "sending";
      } finally {
        if (!sending) await opened.file.close();
      }
      return reply;
    } catch (cause) {
      if (!(cause instanceof RecordingDamagedError)) throw cause;
      request.log.error({ recordingId: row.recordingId, code: cause.code }, "a recording cannot be played");
      return refuseTo(reply, "recording_damaged");
    }
  };

  const play =
    (what: "listened" | "downloaded") =>
    async (request: FastifyRequest<{ Params: Params }>, reply: FastifyReply): Promise<FastifyReply> => {
      const asked = await ask(request);
      if (typeof asked === "string") return refuseTo(reply, asked);
      const { row, seat, rights } = asked;
      if (what === "downloaded" && !rights.download) return refuseTo(reply, "not_enough_privileges");
      return withOpen(request, reply, asked, async (opened) => {
        const length = wavBytes(opened.reader);
        const range = readRange(request.headers.range, length);
        void reply
          .header("content-type", "audio/wav")
          .header("accept-ranges", "bytes")
          .header("cache-control", "private, no-store")
          .header("x-content-type-options", "nosniff")
          .header("cross-origin-resource-policy", "same-origin");
        if (what === "downloaded")
          void reply.header("content-disposition", `attachment; filename="${fileNameOf(row)}"`);
        if (range === "unsatisfiable") {
          void reply.code(416).header("content-range", `bytes */${length}`).send();
          return "sent";
        }
        const { from, to } = range ?? { from: 0, to: length };
        if (range !== null) void reply.code(206).header("content-range", `bytes ${from}-${to - 1}/${length}`);
        void reply.header("content-length", String(to - from));
        if (request.method === "HEAD") {
          // An empty stream, for an empty body would be told as its length.
          void reply.send(Readable.from([]));
          return "sent";
        }
        const { recordingId, interactionId } = row;
        await auditOf(asked).heard(seat.session.sessionId, {
          what,
          recordingId,
          interactionId,
          agentId: seat.user.id,
          address: request.ip,
        });
        void reply.send(Readable.from(closing(opened, from, to)));
        return "sending";
      });
    };

  app.get<{ Params: Params }>(
    "/api/recordings/:recordingId/audio",
    { config: { access: "any" } },
    play("listened"),
  );
  app.get<{ Params: Params }>(
    "/api/recordings/:recordingId/download",
    { config: { access: "any" } },
    play("downloaded"),
  );

  app.get<{ Params: Params }>(
    "/api/recordings/:recordingId/waveform",
    { config: { access: "any" } },
    async (request, reply) => {
      const asked = await ask(request);
      if (typeof asked === "string") return refuseTo(reply, asked);
      return withOpen(request, reply, asked, async (opened) => {
        const waveform = await waveformOf(asked.recordings.rows, opened);
        void reply.header("cache-control", "private, no-store").send(waveform);
        return "sent";
      });
    },
  );

  app.get<{ Params: Params }>(
    "/api/recordings/:recordingId/accesses",
    { config: { access: { privilege: "hear_team_recordings" } } },
    async (request, reply) => {
      const asked = await ask(request);
      if (typeof asked === "string") return refuseTo(reply, asked);
      const { recordings, row, seat } = asked;
      const names = seat.handle.words().users;
      const accesses = await recordings.rows.accessesOf(row.recordingId, ACCESSES_SHOWN_MAX);
      return reply.header("cache-control", "private, no-store").send({
        accesses: accesses.map(({ at, what, agentId, address }) => {
          const words = agentId === null ? undefined : names.get(agentId);
          const name = words === undefined ? agentId : `${words.firstName} ${words.lastName}`.trim();
          return { at, what, agentId, name, address };
        }),
      });
    },
  );

  app.put<{ Params: Params }>(
    "/api/recordings/:recordingId/hold",
    { config: { access: { privilege: "hear_team_recordings" } }, bodyLimit: 1_024 },
    async (request, reply) => {
      const asked = await ask(request);
      if (typeof asked === "string") return refuseTo(reply, asked);
      const body = holdSchema.safeParse(request.body);
      if (!body.success)
        return refuse(reply, 400, "invalid_args", "Whether it is held is missing.", { path: "held" });
      const { recordings, row, seat } = asked;
      const { recordingId, interactionId } = row;
      const { held } = body.data;
      if (row.held === held) return reply.code(204).send();
      const what = held ? "held" : "released";
      const who = { agentId: seat.user.id, address: request.ip };
      await auditOf(asked).done({ what, recordingId, interactionId, ...who });
      await recordings.rows.hold(recordingId, held);
      return reply.code(204).send();
    },
  );
}

function unplayable({ state }: RecordingRow): RecordingRefusal | null {
  switch (state) {
    case "recording":
      return "recording_unfinished";
    case "deleted":
      return "recording_deleted";
    case "missing":
    case "nothing":
      return "recording_missing";
    case "kept":
      return null;
  }
}

async function* closing({ reader, file }: OpenRecording, from: number, to: number): AsyncGenerator<Buffer> {
  try {
    yield* wavStretch(reader, file, from, to);
  } finally {
    await file.close();
  }
}

const refuseTo = (reply: FastifyReply, refusal: RecordingRefusal): FastifyReply => {
  const [status, sentence] = sentences[refusal];
  return refuse(reply, status, refusal, sentence);
};

/** Day and id: no name of anybody. */
const fileNameOf = ({ recordingId, startedAt }: RecordingRow): string =>
  `${new Date(startedAt).toISOString().slice(0, 10)}-${recordingId.replace(/[^A-Za-z0-9_.-]/g, "_")}.wav`;
