import { LAST_WORDS_MS, type LoginResponse, loginResponseSchema } from "@patchbay/protocol";
import { connect, disconnect } from "./actions.js";
import { saveAll } from "./leaving.js";
import { seat, useDesk } from "./store.js";

/** Why a sign-in, or another HTTP call of the desk, was refused. */
export interface Refusal {
  readonly code: string;
  readonly facts: Record<string, unknown>;
  readonly correlationId: string;
}

/** Of every request that changes something: a page of another origin could not add it. */
export const headers = { "content-type": "application/json", "x-patchbay": "desk" };
const RETRY_MS = 1_500;

/** After a reload: the seat's cookie may still be good. A server that is only starting is asked again. */
export async function restoreSession(): Promise<void> {
  for (;;) {
    try {
      const response = await fetch(`/api/session?seat=${seat}`);
      if (response.status === 200) {
        connect(loginResponseSchema.parse(await response.json()).agentId);
        return;
      }
      if (response.status === 401) break;
    } catch {
      // The server is away; it will be back.
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  useDesk.setState({ session: { phase: "signed_out", why: null, by: null } });
}

/** @param code of the app, when it was asked for. @param newPassword chosen, when that was asked for */
export async function signIn(
  username: string,
  password: string,
  force: boolean,
  code?: string,
  newPassword?: string,
): Promise<Refusal | null> {
  let response: Response;
  try {
    response = await fetch("/api/session", {
      method: "POST",
      headers,
      body: JSON.stringify({ username, password, seat, force, code, newPassword }),
    });
  } catch {
    return { code: "connection_lost", facts: {}, correlationId: "" };
  }
  if (response.status !== 200) return refusalOf(response);
  const user: LoginResponse = loginResponseSchema.parse(await response.json());
  connect(user.agentId);
  return null;
}

/** Signs out, or, with work in hand, as soon as it is done. @returns `later` in that case */
export async function signOut(): Promise<"done" | "later" | Refusal> {
  // What was typed goes first; what cannot go is kept for the same agent.
  await Promise.race([saveAll(), new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS))]);
  try {
    const response = await fetch(`/api/session?seat=${seat}`, {
      method: "DELETE",
      headers: { "x-patchbay": "desk" },
    });
    if (response.status === 202) return "later";
    if (!response.ok && response.status !== 401) return await refusalOf(response);
  } catch {
    return { code: "connection_lost", facts: {}, correlationId: "" };
  }
  disconnect();
  useDesk.setState({ session: { phase: "signed_out", why: "logged_out", by: null }, data: null });
  return "done";
}

export async function refusalOf(response: Response): Promise<Refusal> {
  try {
    const body = (await response.json()) as {
      code?: string;
      facts?: Record<string, unknown>;
      correlationId?: string;
    };
    return {
      code: body.code ?? "unknown_error",
      facts: body.facts ?? {},
      correlationId: body.correlationId ?? "",
    };
  } catch {
    return { code: "unknown_error", facts: {}, correlationId: "" };
  }
}
