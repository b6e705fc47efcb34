import {
  type AgentId,
  asId,
  type ClientKey,
  type Command,
  type InteractionId,
  type MessageId,
  type SessionId,
} from "@patchbay/core";
import type { ContentWrite } from "../center/content.js";
import type { CenterHandle } from "../center/edge.js";
import type { Story, StoryLine } from "./stories.js";

const SECOND_MS = 1_000;

/** The demo's load was refused something that it may expect. The rest of the center is untouched. */
export class DemoError extends Error {
  override readonly name = "DemoError";
}

/** Submits until it is stored. @throws {DemoError} when the center refuses, or cannot store it for 30 s. */
export async function submit(
  handle: CenterHandle,
  command: Command,
  content: readonly ContentWrite[] = [],
): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const result = await handle.center.submit({ command, content });
    if (result.ok) return;
    if (result.rejection.code !== "not_accepted_try_again") {
      throw new DemoError(`the demo's ${command.type} was refused: ${result.rejection.code}`);
    }
    await new Promise<void>((resolve) => handle.clock.after(500, resolve));
  }
  throw new DemoError(`the demo's ${command.type} could not be stored`);
}

/**
 * Lets a conversation happen by the commands that real desks and apps send, from the first word to the wrapped-up note.
 * Nobody else may be logged in: the offer has to come to this story's agent.
 *
 * @param setTime tells the center's clock what time it is in the story.
 */
export async function tellStory(
  handle: CenterHandle,
  story: Story,
  contactId: string,
  beginsAt: number,
  setTime: (at: number) => void,
): Promise<void> {
  const { center, ids } = handle;
  const agentId = asId<AgentId>(story.agentId);
  const sessionId = asId<SessionId>(ids.next());
  const interactionId = asId<InteractionId>(ids.next());
  const clientKey = asId<ClientKey>(story.clientKey);
  const { key: _key, ...contact } = story.contact;
  let at = beginsAt;
  const pass = (seconds: number): void => {
    at += seconds * SECOND_MS;
    setTime(at);
  };

  pass(0);
  await submit(handle, { type: "LogIn", agentId, sessionId, force: true });
  await submit(handle, { type: "SetPresence", agentId, presence: { kind: "ready" } });
  await submit(
    handle,
    {
      type: "StartInteraction",
      interactionId,
      entryId: asId(story.entryId),
      contactId: asId(contactId),
      clientKey,
    },
    [
      { table: "contact", row: { contactId, ...contact, createdAt: at } },
      { table: "contact_client", clientKey, contactId },
      {
        table: "interaction_data",
        interactionId,
        data: {
          phoneNumber: contact.phones[0] ?? null,
          from: `${contact.firstName} ${contact.lastName}`,
          parameters: story.parameters,
          channelMark: story.entryId === "demo-app" ? "mobile" : "web",
        },
      },
    ],
  );

  for (const line of story.lines) {
    pass(line.after);
    const messageId = asId<MessageId>(ids.next());
    const body = bodyOf(line);
    const fromAgent = line.by === "agent";
    const party = center.state.interactions
      .get(interactionId)
      ?.parties.find((one) => one.agentId === agentId);
    const row: ContentWrite = {
      table: "message",
      row: {
        messageId,
        interactionId,
        from: fromAgent ? agentId : "customer",
        partyId: fromAgent ? (party?.partyId ?? null) : null,
        audience: "all",
        body,
        clientMessageId: null,
      },
    };
    const command: Command = fromAgent
      ? { type: "SendMessage", interactionId, agentId, messageId, kind: body.kind, audience: "all" }
      : { type: "ReceiveMessage", interactionId, clientKey, messageId, kind: body.kind };
    await submit(handle, command, [row]);
    if (fromAgent) await markRead(handle, interactionId, messageId, "customer");
    else if (party) await markRead(handle, interactionId, messageId, agentId);
    if (line === story.lines[0]) await takeUp(handle, interactionId, agentId, pass, messageId);
  }

  pass(15);
  await submit(handle, { type: "CustomerEnd", interactionId, clientKey });
  pass(20);
  await submit(handle, {
    type: "SetDisposition",
    interactionId,
    agentId,
    dispositionId: asId(story.dispositionId),
  });
  await submit(handle, { type: "SaveNote", interactionId, agentId }, [
    { table: "note", interactionId, agentId, text: story.note },
  ]);
  pass(10);
  await submit(handle, { type: "CompleteWrapUp", interactionId, agentId });
  await submit(handle, { type: "LogOut", agentId, sessionId });
}

/** Ends what an interrupted load left behind, so that no invented customer waits for a real agent. */
export async function clearUnfinished(handle: CenterHandle, stories: readonly Story[]): Promise<void> {
  for (const story of stories) {
    const clientKey = asId<ClientKey>(story.clientKey);
    const interactionId = handle.center.state.liveByClient.get(clientKey);
    if (interactionId !== undefined) await submit(handle, { type: "CustomerEnd", interactionId, clientKey });
    const agentId = asId<AgentId>(story.agentId);
    for (const load of [...(handle.center.state.agents.get(agentId)?.loads ?? [])].filter(
      ({ state }) => state === "wrap_up",
    )) {
      const id = load.interactionId;
      await submit(handle, {
        type: "SetDisposition",
        interactionId: id,
        agentId,
        dispositionId: asId(story.dispositionId),
      });
      await submit(handle, { type: "CompleteWrapUp", interactionId: id, agentId });
    }
    const agent = handle.center.state.agents.get(agentId);
    if (agent) await submit(handle, { type: "LogOut", agentId, sessionId: agent.sessionId });
  }
}

/** The offer rings, the agent takes it and reads what the customer wrote. */
async function takeUp(
  handle: CenterHandle,
  interactionId: InteractionId,
  agentId: AgentId,
  pass: (seconds: number) => void,
  firstMessageId: MessageId,
): Promise<void> {
  const offerId = handle.center.state.interactions.get(interactionId)?.request?.offerId;
  if (!offerId) throw new DemoError("the demo's conversation was offered to nobody");
  pass(1);
  await submit(handle, { type: "ConfirmOffer", offerId, agentId });
  pass(5);
  await submit(handle, { type: "AcceptOffer", offerId, agentId });
  await markRead(handle, interactionId, firstMessageId, agentId);
}

async function markRead(
  handle: CenterHandle,
  interactionId: InteractionId,
  messageId: MessageId,
  reader: "customer" | AgentId,
): Promise<void> {
  await submit(handle, { type: "ReportReceipt", interactionId, messageId, reader, receipt: "delivered" });
  await submit(handle, { type: "ReportReceipt", interactionId, messageId, reader, receipt: "read" });
}

function bodyOf(line: StoryLine) {
  if (line.by !== "place") return { kind: "text", text: line.text } as const;
  const { latitude, longitude, address } = line;
  return { kind: "location", latitude, longitude, accuracy: 12, address, url: null } as const;
}
