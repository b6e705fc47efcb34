import { type Answer, callHttp } from "../../state/http.js";
import { withSeat } from "../../state/store.js";
import { SOUND_BYTES_MAX } from "../../state/upload-sound.js";

/** For an audio element: what callers of this agent would hear. */
export const greetingUrl = (kind: "default" | "own"): string =>
  withSeat(`/api/mailbox/greeting?kind=${kind}`);

/** A new greeting of the agent's own, in place of the former. What is too large is not sent at all. */
export async function storeGreeting(sound: Blob): Promise<Answer<null>> {
  if (sound.size > SOUND_BYTES_MAX) return { ok: false, code: "file_too_large" };
  const body = new FormData();
  body.append("file", sound, "greeting");
  return callHttp("/api/mailbox/greeting", () => null, { method: "PUT", body });
}
