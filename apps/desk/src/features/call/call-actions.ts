import { muteCall } from "../../phone/phone.js";
import { ask, toast } from "../../state/actions.js";
import { word } from "../../words/words.js";

const say = (code: string): void => void toast(word(`errors.${code}`), { tone: "error" });

export async function setMuted(interactionId: string, muted: boolean): Promise<void> {
  const code = await muteCall(interactionId, muted);
  if (code !== null) say(code);
}

export async function setHeld(interactionId: string, held: boolean): Promise<void> {
  const answer = await ask("holdCall", { interactionId, held });
  if (!answer.ok) say(answer.error.code);
}

/** @returns whether they went into the line */
export async function sendKeys(interactionId: string, keys: string): Promise<boolean> {
  const answer = await ask("sendKeys", { interactionId, keys });
  if (!answer.ok) say(answer.error.code);
  return answer.ok;
}

/** Calls that somebody has hung up already, so that a second click, meant for them, ends nothing else. */
const ending = new Set<string>();

/** Of this call and no other: whichever comes next needs a press of its own. */
export async function endCall(interactionId: string): Promise<void> {
  if (ending.has(interactionId)) return;
  ending.add(interactionId);
  const answer = await ask("endInteraction", { interactionId });
  if (answer.ok) return;
  ending.delete(interactionId);
  if (answer.error.code !== "no_interaction") say(answer.error.code);
}
