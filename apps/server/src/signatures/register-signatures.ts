import { Readable } from "node:stream";
import { RecordingDamagedError } from "@patchbay/media/recording";
import { saveScriptSchema, signatureJudgementSchema } from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Auth, refuse, type SignedIn } from "../auth/index.js";
import { isPossibleId } from "../center/plain-text.js";
import type { RecordingAccess, RecordingRows } from "../recordings/index.js";
import { SignatureRefusal, type Signatures } from "./signatures.js";

export interface SignaturesHttpDeps {
  readonly auth: Auth;
  readonly signaturesOf: (centerId: string) => Signatures;
  readonly recordingsOf: (centerId: string) => Pick<RecordingRows, "addAccess">;
}

const sentences = {
  object_not_found: [404, "There is no such call or service of yours."],
  recording_not_found: [404, "There is no such voice signature."],
  recording_unfinished: [409, "This voice signature is still being recorded."],
  recording_deleted: [410, "This voice signature was deleted when its time was over."],
  recording_missing: [410, "The file of this voice signature is not there."],
  signature_judged: [409, "Whether this voice signature is accepted was decided before."],
  signature_incomplete: [409, "This voice signature is incomplete."],
  signature_not_accepted: [409, "Only an accepted voice signature has an evidence package."],
  script_empty: [422, "The text to be read is empty."],
  version_conflict: [409, "Somebody else has changed this text meanwhile."],
} as const satisfies Record<SignatureRefusal["code"], readonly [number, string]>;

/** Voice signatures: packages/protocol/src/desk/signatures.ts. Who may not hear one is answered as if there were none. */
export function registerSignatures(app: FastifyInstance, deps: SignaturesHttpDeps): void {
  const answering =
    <Params>(
      run: (
        seat: SignedIn,
        request: FastifyRequest<{ Params: Params }>,
        reply: FastifyReply,
      ) => Promise<unknown>,
    ) =>
    async (request: FastifyRequest<{ Params: Params }>, reply: FastifyReply): Promise<unknown> => {
      const seat = deps.auth.seatOf(request);
      if (!seat) return refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
      void reply.header("cache-control", "private, no-store");
      try {
        return await run(seat, request, reply);
      } catch (cause) {
        if (cause instanceof SignatureRefusal) {
          const [status, sentence] = sentences[cause.code];
          return refuse(reply, status, cause.code, sentence, cause.facts);
        }
        if (!(cause instanceof RecordingDamagedError)) throw cause;
        request.log.error({ code: cause.code }, "a voice signature is not what was accepted");
        return refuse(reply, 500, "recording_damaged", "This voice signature was changed since.");
      }
    };
  const signaturesOf = ({ handle }: SignedIn): Signatures => deps.signaturesOf(handle.center.id);
  const seen = async (seat: SignedIn, recordingId: string) => {
    const found = isPossibleId(recordingId)
      ? await signaturesOf(seat).seen(recordingId, seat.user)
      : undefined;
    if (found === undefined) throw new SignatureRefusal("recording_not_found");
    return found;
  };
  const writeDown = (
    { handle, user }: SignedIn,
    request: Pick<FastifyRequest, "ip">,
    what: RecordingAccess["what"],
    { recordingId, interactionId }: Pick<RecordingAccess, "recordingId" | "interactionId">,
  ): Promise<void> =>
    deps.recordingsOf(handle.center.id).addAccess({
      at: handle.clock.now(),
      what,
      recordingId,
      interactionId,
      agentId: user.id,
      address: request.ip,
    });

  app.get<{ Params: { interactionId: string } }>(
    "/api/calls/:interactionId/signatures",
    { config: { access: "any" } },
    answering<{ interactionId: string }>((seat, { params }) =>
      signaturesOf(seat).ofCall(params.interactionId, seat.user),
    ),
  );

  app.post<{ Params: { recordingId: string } }>(
    "/api/signatures/:recordingId/judgement",
    { config: { access: "any" }, bodyLimit: 1_024 },
    answering<{ recordingId: string }>(async (seat, request, reply) => {
      const body = signatureJudgementSchema.safeParse(request.body);
      const found = await seen(seat, request.params.recordingId);
      if (!body.success)
        return refuse(reply, 400, "invalid_args", "Whether it is accepted is missing.", { path: "verdict" });
      const { verdict } = body.data;
      await signaturesOf(seat).judge(found, verdict, seat.user, () =>
        writeDown(seat, request, verdict, found.row),
      );
      return reply.code(204).send();
    }),
  );

  app.get<{ Params: { recordingId: string } }>(
    "/api/signatures/:recordingId/evidence",
    { config: { access: "any" } },
    answering<{ recordingId: string }>(async (seat, request, reply) => {
      const found = await seen(seat, request.params.recordingId);
      const { row, take } = found;
      if (row.state === "accepted" && take.playable && !take.mayTakeEvidence)
        return refuse(reply, 403, "not_enough_privileges", "Your role does not include this.");
      const pieces = await signaturesOf(seat).evidence(found);
      if (request.method !== "HEAD") await writeDown(seat, request, "evidence", row);
      const day = new Date(row.startedAt).toISOString().slice(0, 10);
      const name = row.recordingId.replace(/[^A-Za-z0-9_.-]/g, "_");
      void reply
        .header("content-type", "application/zip")
        .header("x-content-type-options", "nosniff")
        .header("content-disposition", `attachment; filename="${day}-voice-signature-${name}.zip"`);
      return reply.send(Readable.from(pieces));
    }),
  );

  app.get(
    "/api/signatures/scripts",
    { config: { access: { privilege: "administer" } } },
    answering<unknown>((seat) => signaturesOf(seat).setup()),
  );

  app.put<{ Params: { serviceId: string } }>(
    "/api/signatures/scripts/:serviceId",
    { config: { access: { privilege: "administer" } }, bodyLimit: 64 * 1024 },
    answering<{ serviceId: string }>(async (seat, request, reply) => {
      const body = saveScriptSchema.safeParse(request.body);
      if (!body.success) {
        const path = body.error.issues[0]?.path.join(".") ?? "";
        return refuse(reply, 400, "invalid_args", "The form has something that cannot be.", { path });
      }
      await signaturesOf(seat).saveScript(request.params.serviceId, body.data, seat.user);
      return reply.code(204).send();
    }),
  );
}
