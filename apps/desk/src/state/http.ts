import { note, plainCode, plainId, routeOf } from "../client-log/client-log.js";
import { withSeat } from "./store.js";

/** What an HTTP call of the desk came to. `code` leads to the sentence in `errors`. */
export type Answer<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly code: string; readonly correlationId?: string };

/** @throws the signal's reason when it was taken back: what it would have found is not wanted any more. */
export async function callHttp<Result>(
  url: string,
  read: (body: unknown) => Result,
  options: RequestInit = {},
): Promise<Answer<Result>> {
  const begun = performance.now();
  const noted = (status: number, answer: Answer<Result>): Answer<Result> => {
    note({
      t: "http",
      method: methodOf(options),
      route: routeOf(url),
      status,
      code: answer.ok ? null : plainCode(answer.code),
      ms: Math.min(3_600_000, Math.round(performance.now() - begun)),
      correlationId: answer.ok ? "" : plainId(answer.correlationId),
    });
    return answer;
  };
  let response: Response;
  let body: unknown;
  try {
    const headers = { "x-patchbay": "desk", ...options.headers };
    response = await fetch(withSeat(url), { ...options, headers });
    body = response.status === 204 ? null : await response.json();
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    return noted(0, { ok: false, code: "connection_lost" });
  }
  if (response.ok) return noted(response.status, { ok: true, result: read(body) });
  const { code, correlationId } = (body ?? {}) as { code?: unknown; correlationId?: unknown };
  return noted(response.status, {
    ok: false,
    code: typeof code === "string" ? code : "unknown_error",
    ...(typeof correlationId === "string" && { correlationId }),
  });
}

function methodOf({ method }: RequestInit): "GET" | "POST" | "PUT" | "DELETE" {
  return method === "POST" || method === "PUT" || method === "DELETE" ? method : "GET";
}

export const withBody = (method: "POST" | "PUT", body: unknown): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
