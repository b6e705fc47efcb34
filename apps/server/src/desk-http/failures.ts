import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { refuse } from "../auth/index.js";
import type { SubmitResult } from "../center/center.js";
import type { Centers } from "../center/edge.js";

/** What the core or the center refused, in one sentence each. A code that is missing here gets a general one. */
const sentences: Readonly<Record<string, string>> = {
  user_already_logged_in: "This user is already signed in elsewhere.",
  user_disabled_or_deleted: "This user cannot sign in.",
  not_logged_in: "This user is not logged in.",
  not_enough_privileges: "Your role does not include this.",
  reason_unknown: "There is no such reason.",
  object_not_found: "There is no such user.",
};
const statuses: Readonly<Record<string, number>> = {
  not_enough_privileges: 403,
  object_not_found: 404,
  reason_unknown: 400,
  user_disabled_or_deleted: 403,
};

/** Tells the caller why the center did not do it. Every refusal keeps its code. */
export function refuseSubmission(
  reply: FastifyReply,
  rejection: Extract<SubmitResult, { ok: false }>["rejection"],
  moreFacts: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  if (rejection.code === "not_accepted_try_again") return tryAgain(reply);
  if (rejection.code === "unknown_error")
    return refuse(reply, 500, rejection.code, "This could not be stored.");
  const facts = { ...("facts" in rejection ? rejection.facts : {}), ...moreFacts };
  const sentence = sentences[rejection.code] ?? "That is not possible now.";
  return refuse(reply, statuses[rejection.code] ?? 409, rejection.code, sentence, facts);
}

export function tryAgain(reply: FastifyReply): FastifyReply {
  void reply.header("retry-after", "1");
  return refuse(reply, 503, "not_accepted_try_again", "Not done: please try again in a moment.");
}

/** What nobody expected becomes an answer in our form; the cause is for the log alone. */
export function answerFailures(scope: FastifyInstance, centers: Centers): void {
  scope.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) {
      return refuse(reply, status, "invalid_args", "The request could not be understood.");
    }
    request.log.error({ err: error }, "a request of the desk failed");
    // While the center recovers its tables are out of reach as well: that passes.
    const center = centers.byHost(request.host)?.center;
    if (center !== undefined && center.status !== "running") return tryAgain(reply);
    return refuse(reply, 500, "unknown_error", "Something went wrong on our side.");
  });
}
