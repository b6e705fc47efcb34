import { asId } from "@patchbay/core";
import type { AgentBody, ContentWrite } from "../../center/content.js";
import type { Asker, Fault, Prepared, RequestRoom } from "./respond.js";

type Said = Extract<Prepared<{ messageId: string }>, { readonly submissions: unknown }>;

/** What an agent says in a chat, whatever it is: the command together with its content. Whether it may be is the core's. */
export function said(
  line: {
    readonly interactionId: string;
    readonly audience: "all" | "team";
    readonly body: AgentBody;
    readonly clientMessageId: string | null;
  },
  { agentId }: Asker,
  { handle }: RequestRoom,
): Said {
  const { interactionId, audience, body, clientMessageId } = line;
  const messageId = handle.ids.next();
  const interaction = handle.center.state.interactions.get(asId(interactionId));
  const party = interaction?.parties.find((one) => one.agentId === agentId);
  const partyId = party?.partyId ?? null;
  const row = { messageId, interactionId, from: agentId, partyId, audience, body, clientMessageId };
  const content: ContentWrite[] = [{ table: "message", row }];
  if (body.kind === "file") {
    content.push({ table: "file_use", fileId: body.fileId, interactionId, messageId });
  }
  return {
    submissions: [
      {
        command: {
          type: "SendMessage",
          interactionId: asId(interactionId),
          agentId,
          messageId: asId(messageId),
          kind: body.kind,
          audience,
        },
        content,
      },
    ],
    output: { messageId },
  };
}

/** What is typed in a chat, also by whoever is beside it, is kept with the chat. */
export function notBesideNor(
  interaction: (Hands & { readonly monitors: readonly { readonly supervisorId: string }[] }) | undefined,
  agentId: string,
): Fault | undefined {
  const beside = interaction?.monitors.some(({ supervisorId }) => supervisorId === agentId);
  return beside === true ? undefined : notInHands(interaction, agentId);
}

interface Hands {
  readonly parties: readonly { readonly agentId: string }[];
}

/** For what is refused before the core is asked: whoever has not the chat in hand learns nothing about it. */
export function notInHands(interaction: Hands | undefined, agentId: string): Fault | undefined {
  if (interaction === undefined) return { code: "no_interaction" };
  const mine = interaction.parties.some((party) => party.agentId === agentId);
  return mine ? undefined : { code: "not_your_interaction" };
}
