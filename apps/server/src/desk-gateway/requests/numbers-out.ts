import { type AgentId, asId, type EntryId, type InteractionId, type LegId, mayDo } from "@patchbay/core";
import type { ContactRow, ContentWrite } from "../../center/content.js";
import { e164Of } from "../../center/phone-number.js";
import { cleanText, cutText } from "../../center/plain-text.js";
import { soleOf } from "../../contacts/index.js";
import type { CallAsk } from "../../network/index.js";
import { ContentUnreadableError } from "../content/live-content.js";
import type { Fault, RequestRoom } from "./respond.js";

/** The longest name that is kept with a number, in UTF-16 units. */
const NAME_MAX = 200;

/**
 * The number that the network is to call, of what somebody typed, when this agent may call it by this line. Every way out
 * goes through here: a call that is placed, a consultation, an invitation and a transfer.
 */
export async function numberOut(
  ask: CallAsk,
  { handle, network, voice }: Pick<RequestRoom, "handle" | "network" | "voice">,
): Promise<{ readonly number: string; readonly entryId: EntryId } | { readonly fault: Fault }> {
  if (!mayDo(handle.center.state.configuration.users.get(asId(ask.agentId)), "call_out"))
    return { fault: { code: "not_enough_privileges" } };
  const verdict = await readable(network.checkCall(ask));
  if (!verdict.ok) return { fault: verdict };
  // Colleagues and our own numbers are reached by other means than a trunk.
  if (verdict.leads === "inside") return { fault: { code: "phone_not_in_dial_plan" } };
  if (voice.view().state !== "ready") return { fault: { code: "voice_unreachable" } };
  return { number: verdict.number, entryId: verdict.entryId };
}

/** Exactly this number's contact. `undefined`: nobody knows it, or several have it. */
export async function contactOfNumber(
  { handle }: RequestRoom,
  number: string,
): Promise<ContactRow | undefined> {
  const e164 = e164Of(number, handle.words().phoneCountry);
  return e164 === undefined ? undefined : soleOf(await readable(handle.records.contactsByPhone(e164)));
}

/** Tables that do not answer now: the desk asks again. */
export const readable = <Answer>(reading: Promise<Answer>): Promise<Answer> =>
  reading.catch((cause: unknown) => {
    throw new ContentUnreadableError("what a number leads to cannot be read now", { cause });
  });

/** A number that is called into a call: the id of its leg, and what is kept under it. */
export async function numberIntoCall(
  interactionId: InteractionId,
  asked: { readonly number: string; readonly name: string },
  agentId: AgentId,
  room: RequestRoom,
): Promise<{ readonly legId: LegId; readonly content: readonly ContentWrite[] } | { readonly fault: Fault }> {
  const allowed = await numberOut(
    { agentId, entryId: lineOf(room, interactionId), typed: asked.number },
    room,
  );
  if ("fault" in allowed) return allowed;
  const { number } = allowed;
  const legId = asId<LegId>(`${interactionId}.x${room.handle.ids.next()}`);
  const known = asked.name.trim() === "" ? await contactOfNumber(room, number) : undefined;
  const name = known === undefined ? asked.name : `${known.firstName} ${known.lastName}`;
  const kept = cutText(cleanText(name).trim(), NAME_MAX);
  return { legId, content: [{ table: "called_party", interactionId, legId, number, name: kept }] };
}

/** The call's own line; of a call among colleagues, which came over none, the first. */
function lineOf({ handle }: RequestRoom, interactionId: InteractionId): string | null {
  const { configuration, interactions } = handle.center.state;
  const entryId = interactions.get(interactionId)?.entryId;
  const own = entryId === undefined ? undefined : configuration.entries.get(entryId);
  if (own?.voice !== undefined) return own.id;
  return [...configuration.entries.values()].find((entry) => entry.voice !== undefined)?.id ?? null;
}
