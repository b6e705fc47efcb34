import type { ClientFrame, ServerFrame } from "@patchbay/protocol";
import type { Submission, SubmitResult } from "../../center/center.js";
import { correlated } from "../../center/correlation.js";
import { ContentUnreadableError } from "../content/live-content.js";
import type { DeskProblem, DeskRefusal } from "../hub/ports.js";
import { alertResponders } from "./alert-requests.js";
import { askingRequests } from "./asking-requests.js";
import { assistanceResponders } from "./assistance-requests.js";
import { auditResponders } from "./audit/audit-requests.js";
import { audited } from "./audit/audited.js";
import { auditRules } from "./audit/rules.js";
import { voiceRequests } from "./call-requests.js";
import { cannedResponders } from "./canned-requests.js";
import { contactResponders } from "./contact-requests.js";
import { directoryResponders } from "./directory-requests.js";
import { followUpResponders } from "./follow-up-requests.js";
import { preferenceResponders } from "./preference-requests.js";
import { withPrivilege } from "./privileged.js";
import { readingRequests } from "./reading-requests.js";
import type { Asker, Prepared, RequestRoom, Responder } from "./respond.js";
import { screenPopResponders } from "./screen-pop-requests.js";
import { forAdministrators } from "./setup/administrator.js";
import { setupRequests } from "./setup/index.js";
import { supervisionResponders } from "./supervision-requests.js";
import { voicemailResponders } from "./voicemail-requests.js";
import { workingRequests } from "./working-requests.js";

export type ResultFrame = Extract<ServerFrame, { frame: "result" }>;

export type DeskRequest = Pick<Extract<ClientFrame, { frame: "request" }>, "id" | "name" | "input">;

const plain: ReadonlyMap<string, Responder> = new Map(
  [
    ...workingRequests,
    ...askingRequests,
    ...supervisionResponders,
    ...assistanceResponders,
    ...alertResponders,
    ...voiceRequests,
    ...directoryResponders,
    ...voicemailResponders,
    ...followUpResponders,
    ...preferenceResponders,
    ...cannedResponders,
    ...contactResponders,
    ...screenPopResponders,
    ...readingRequests,
    ...setupRequests,
  ]
    .map(withPrivilege)
    .map((one) => [one.name, one]),
);

/** Who changes what of Set-up is told with each change. */
const told = auditRules.flatMap((rule) => {
  const responder = plain.get(rule.name);
  return responder === undefined ? [] : [audited(responder, rule, plain)];
});
const responders: ReadonlyMap<string, Responder> = new Map(
  [...plain.values(), ...told, ...auditResponders(auditRules, plain).map(forAdministrators)].map((one) => [
    one.name,
    one,
  ]),
);

/** Names of all requests that are answered; the protocol's list must be the same. */
export const answeredRequestNames: readonly string[] = [...responders.keys()];

/** An answer that asking again may change: it is not kept. */
const PASSING: ReadonlySet<string> = new Set([
  "not_accepted_try_again",
  "rate_limited",
  "customer_app_not_heard",
  "unknown_error",
  "voice_unreachable",
  "media_failed",
]);
/** How many answers a session keeps in memory. Those of accepted requests are kept by the journal as well. */
const ANSWERS_KEPT_MAX = 500;

/**
 * The requests of one session. Each is prepared in the order it came, and submitted as soon as it is, without
 * waiting for the one before to be committed: the center keeps the order.
 */
export class RequestAnswers {
  private readonly answers = new Map<string, Promise<ResultFrame>>();
  private preparing: Promise<void> = Promise.resolve();
  private pending = 0;
  private whenIdle: (() => void)[] = [];

  constructor(
    private readonly asker: Asker,
    private readonly room: RequestRoom,
    private readonly report: (problem: DeskProblem) => void,
    private readonly onRefused: (refusal: DeskRefusal) => void = () => {},
  ) {}

  /** Calls `deliver` exactly once. The same id gets the same answer. */
  answer(request: DeskRequest, deliver: (frame: ResultFrame) => void): void {
    this.pending += 1;
    void (this.answers.get(request.id) ?? this.begin(request)).then((frame) => {
      deliver(frame);
      this.settle();
    });
  }

  /** Calls back when every request has its answer, at once when none is open. */
  afterAnswers(run: () => void): void {
    if (this.pending === 0) run();
    else this.whenIdle.push(run);
  }

  private begin(request: DeskRequest): Promise<ResultFrame> {
    const correlationId = this.room.handle.ids.next();
    const answer = correlated(correlationId, () => this.work(request, correlationId));
    this.answers.set(request.id, answer);
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= ANSWERS_KEPT_MAX) break;
      this.answers.delete(oldest);
    }
    return answer;
  }

  /** Never rejects. */
  private async work(request: DeskRequest, correlationId: string): Promise<ResultFrame> {
    let frame: ResultFrame;
    try {
      frame = await this.tryWork(request, correlationId);
    } catch (cause) {
      // Tables that do not answer are no fault of the request: the desk asks again with the same id.
      const passing = cause instanceof ContentUnreadableError;
      this.report({ what: passing ? "content_unreadable" : "request_failed", correlationId, cause });
      frame = refused(request.id, {
        code: passing ? "not_accepted_try_again" : "unknown_error",
        correlationId,
      });
    }
    if (frame.ok) return frame;
    const { code, correlationId: number } = frame.error;
    if (PASSING.has(code)) this.answers.delete(request.id);
    const { agentId, sessionId } = this.asker;
    // Names of requests that there are none of may be anything.
    const name = responders.has(request.name) ? request.name : "unknown";
    this.onRefused({ correlationId: number, code, name, agentId, sessionId });
    return frame;
  }

  private settle(): void {
    this.pending -= 1;
    if (this.pending > 0) return;
    const waiting = this.whenIdle;
    this.whenIdle = [];
    for (const run of waiting) run();
  }

  private async tryWork(request: DeskRequest, correlationId: string): Promise<ResultFrame> {
    const responder = responders.get(request.name);
    if (responder === undefined) {
      return refused(request.id, { code: "invalid_request", facts: { name: request.name }, correlationId });
    }
    // A query only reads: whatever comes behind it need not wait.
    let submitted: Promise<SubmitResult> | undefined;
    const turn = this.preparing.then(async () => {
      const prepared = await responder.prepare(request.input, this.asker, this.room);
      if ("submissions" in prepared) submitted = this.submit(request.id, prepared);
      return prepared;
    });
    this.preparing = turn.then(
      () => undefined,
      () => undefined,
    );
    const prepared = await turn;
    if ("fault" in prepared) return refused(request.id, { ...prepared.fault, correlationId });
    if ("query" in prepared)
      return { frame: "result", id: request.id, ok: true, output: await prepared.query() };
    if ("ask" in prepared) {
      const came = await prepared.ask();
      if ("fault" in came) return refused(request.id, { ...came.fault, correlationId });
      return { frame: "result", id: request.id, ok: true, output: came.output };
    }
    const result = await submitted;
    if (result === undefined) return { frame: "result", id: request.id, ok: true, output: prepared.output };
    if (!result.ok) return refused(request.id, { correlationId, ...result.rejection });
    const output = result.repeated ? result.result : prepared.output;
    return { frame: "result", id: request.id, ok: true, output };
  }

  /** Submits all in order; the last one carries the request's key and speaks for them. */
  private submit(
    id: string,
    prepared: Extract<Prepared<unknown>, { readonly submissions: readonly Submission[] }>,
  ): Promise<SubmitResult> | undefined {
    const { center } = this.room.handle;
    const last = prepared.submissions.at(-1);
    if (last === undefined) return undefined;
    const before = prepared.submissions.slice(0, -1).map((submission) => center.submit(submission));
    const key = `${this.asker.sessionId}:${id}`;
    const answered = center.submit({ ...last, key, result: prepared.output });
    return Promise.all([answered, ...before]).then(([result]) => result);
  }
}

function refused(id: string, error: Extract<ResultFrame, { ok: false }>["error"]): ResultFrame {
  return { frame: "result", id, ok: false, error };
}
