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
  let response: Response;
  let body: unknown;
  try {
    const headers = { "x-patchbay": "desk", ...options.headers };
    response = await fetch(withSeat(url), { ...options, headers });
    body = response.status === 204 ? null : await response.json();
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    return { ok: false, code: "connection_lost" };
  }
  if (response.ok) return { ok: true, result: read(body) };
  const { code, correlationId } = (body ?? {}) as { code?: unknown; correlationId?: unknown };
  return {
    ok: false,
    code: typeof code === "string" ? code : "unknown_error",
    ...(typeof correlationId === "string" && { correlationId }),
  };
}

export const withBody = (method: "POST" | "PUT", body: unknown): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
