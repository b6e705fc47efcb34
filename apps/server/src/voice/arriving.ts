import { asId, type ClientKey, type ContactId, type EntryId } from "@patchbay/core";
import type { VoiceEvent } from "@patchbay/protocol";
import type { Submission } from "../center/center.js";
import type { ContactRow, ContentWrite } from "../center/content.js";
import type { CenterHandle } from "../center/edge.js";
import { e164Of } from "../center/phone-number.js";
import { cleanText, cutText } from "../center/plain-text.js";
import { contactForArrival, namelessOf } from "../contacts/index.js";

type Arrived = Extract<VoiceEvent, { readonly type: "call.arrived" }>;

/** The entry that a dialled number leads to; `undefined`: none of ours. */
export function entryOf(handle: CenterHandle, dialled: string): EntryId | undefined {
  for (const entry of handle.center.state.configuration.entries.values()) {
    if (entry.voice?.address === dialled) return entry.id;
  }
  return undefined;
}

/** A call at the door, with who calls: exactly this number's contact, or a new one. `undefined`: a wrong number. */
export async function arrival(handle: CenterHandle, event: Arrived): Promise<Submission | undefined> {
  const entryId = entryOf(handle, event.to);
  if (entryId === undefined) return undefined;
  const { interactionId } = event;
  const from = event.from === null ? null : cutText(cleanText(event.from), 100);
  const content: ContentWrite[] = [
    {
      table: "interaction_data",
      interactionId,
      data: { phoneNumber: from, from: null, parameters: {}, channelMark: "web" },
    },
  ];
  return {
    command: {
      type: "ArriveCall",
      interactionId: asId(interactionId),
      entryId,
      contactId: await contactOf(handle, from, event.fromName, content),
      clientKey: asId<ClientKey>(`call-${interactionId}`),
    },
    content,
  };
}

async function contactOf(
  handle: CenterHandle,
  from: string | null,
  fromName: string | null,
  content: ContentWrite[],
): Promise<ContactId> {
  const e164 = from === null ? undefined : e164Of(from, handle.words().phoneCountry);
  const arriving = await contactForArrival(handle, { phone: e164 });
  const isSeveral = arriving.by === "several";
  const known =
    "contact" in arriving ? arriving.contact : isSeveral ? namelessOf(arriving.contacts) : undefined;
  if (known !== undefined) return asId(known.contactId);
  const row: ContactRow = {
    contactId: handle.ids.next(),
    // The network's name of a number that several have is none of theirs.
    firstName: fromName === null || isSeveral ? "" : cutText(cleanText(fromName), 200),
    lastName: "",
    phones: from === null ? [] : [from],
    emails: [],
    account: null,
    createdAt: handle.clock.now(),
  };
  content.push({ table: "contact", row });
  return asId(row.contactId);
}
