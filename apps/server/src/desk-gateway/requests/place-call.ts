import { type AgentId, asId, type ClientKey, type ContactId, type InteractionId } from "@patchbay/core";
import { type DeskOutput, deskRequests } from "@patchbay/protocol";
import type { ContactRow, ContentWrite } from "../../center/content.js";
import { agentOfExtension } from "../numbers/describe-number.js";
import { typedNumber } from "../numbers/typed-number.js";
import { contactOfNumber, numberOut } from "./numbers-out.js";
import { type Prepared, type RequestRoom, type Responder, responder } from "./respond.js";

type Placed = Prepared<DeskOutput<"placeCall">>;

/** Whatever a call begins as: its id, and the key of a customer that no app has. */
function newCall(room: RequestRoom): {
  readonly interactionId: InteractionId;
  readonly clientKey: ClientKey;
} {
  const interactionId = room.handle.ids.next();
  return { interactionId: asId(interactionId), clientKey: asId(`call-${interactionId}`) };
}

/** A colleague. It has no customer, so its contact is one that nobody has: there is no story to read. */
function placeInside(to: string, agentId: AgentId, room: RequestRoom): Placed {
  if (room.voice.view().state !== "ready") return { fault: { code: "voice_unreachable" } };
  const call = newCall(room);
  const contactId = asId<ContactId>(`internal-${call.interactionId}`);
  return {
    submissions: [{ command: { type: "PlaceInternalCall", ...call, agentId, to: asId(to), contactId } }],
    output: { interactionId: call.interactionId },
  };
}

/** A number, through a line. */
async function placeOutside(
  input: { readonly entryId: string; readonly number: string; readonly beside: string | null },
  agentId: AgentId,
  room: RequestRoom,
): Promise<Placed> {
  const { dialled, keys } = typedNumber(input.number);
  // An extension that was typed as a number is the colleague.
  const colleague = dialled === undefined ? null : agentOfExtension(room.handle, dialled);
  if (colleague !== null) return placeInside(colleague, agentId, room);
  const typed = dialled ?? input.number;
  const allowed = await numberOut({ agentId, entryId: input.entryId, typed }, room);
  if ("fault" in allowed) return allowed;
  const { number, entryId } = allowed;
  const call = newCall(room);
  const { interactionId } = call;
  const data = { phoneNumber: number, from: null, parameters: {}, channelMark: "web" } as const;
  const content: ContentWrite[] = [
    {
      table: "interaction_data",
      interactionId,
      data: keys === "" ? data : { ...data, keysWhenAnswered: keys },
    },
  ];
  const besideId = input.beside === null ? null : asId<InteractionId>(input.beside);
  const beside = besideId === null ? undefined : room.handle.center.state.interactions.get(besideId);
  const contactId = beside?.contactId ?? (await contactOf(room, number, content));
  return {
    submissions: [
      { command: { type: "PlaceCall", ...call, agentId, entryId, contactId, beside: besideId }, content },
    ],
    output: { interactionId },
  };
}

/** Exactly this number's contact, or a new one. */
async function contactOf(room: RequestRoom, number: string, content: ContentWrite[]): Promise<ContactId> {
  const { handle } = room;
  const known = await contactOfNumber(room, number);
  if (known !== undefined) return asId(known.contactId);
  const row: ContactRow = {
    contactId: handle.ids.next(),
    firstName: "",
    lastName: "",
    phones: [number],
    emails: [],
    account: null,
    createdAt: handle.clock.now(),
  };
  content.push({ table: "contact", row });
  return asId(row.contactId);
}

export const placingRequests: readonly Responder[] = [
  responder(deskRequests.placeCall, (input, { agentId }, room) =>
    "agentId" in input ? placeInside(input.agentId, agentId, room) : placeOutside(input, agentId, room),
  ),
];
