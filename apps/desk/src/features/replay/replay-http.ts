import { type ReplayAnswer, replayAnswerSchema } from "@patchbay/protocol";
import { type Answer, callHttp } from "../../state/http.js";

export type Told = Extract<ReplayAnswer, { readonly state: "done" }>;

/** How long after an answer the next question follows, ms. */
const AGAIN_MS = 300;

/** Asks until the replay is there. @throws the signal's reason when it was taken back */
export async function readReplay(
  interactionId: string,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<Answer<Told>> {
  for (;;) {
    const answer = await callHttp(
      `/api/replays/${encodeURIComponent(interactionId)}`,
      (body) => replayAnswerSchema.parse(body),
      { signal },
    );
    if (!answer.ok) return answer;
    const told = answer.result;
    if (told.state === "done") return { ok: true, result: told };
    if (told.state === "failed") return { ok: false, code: "unknown_error" };
    if (told.state === "working") onProgress(told.total > 0 ? Math.min(1, told.done / told.total) : 0);
    await new Promise<void>((resolve) => window.setTimeout(resolve, AGAIN_MS));
    signal.throwIfAborted();
  }
}
