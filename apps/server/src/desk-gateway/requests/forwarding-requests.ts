import { type AgentId, asId, type User } from "@patchbay/core";
import { deskRequests } from "@patchbay/protocol";
import { cleanText } from "../../center/plain-text.js";
import { phoneView } from "../views/contact-view.js";
import { readable } from "./numbers-out.js";
import { type Fault, type Prepared, type RequestRoom, type Responder, responder } from "./respond.js";

/** When nobody has said how long: as with the mailbox. */
const RING_MS = 15_000;

const userOf = ({ handle }: RequestRoom, agentId: AgentId): User | undefined =>
  handle.center.state.configuration.users.get(agentId);

const administers = (room: RequestRoom, agentId: AgentId): boolean =>
  userOf(room, agentId)?.roles.includes("administrator") === true;

const forwards = (
  agentId: AgentId,
  when: User["forwarding"],
  ringMs: number | null,
): Prepared<Record<string, never>> => ({
  submissions: [{ command: { type: "ConfigureForwarding", agentId, forwarding: when ?? [], ringMs } }],
  output: {},
});

/** Whether colleagues' calls may go on to this number: the same rules as when the agent calls it. */
async function refusalOf(
  typed: string,
  agentId: AgentId,
  { handle, network }: RequestRoom,
): Promise<Fault | null> {
  const entries = [...handle.center.state.configuration.entries.values()];
  const line = entries.find((entry) => entry.voice !== undefined);
  const verdict = await readable(network.checkCall({ agentId, entryId: line?.id ?? null, typed }));
  if (!verdict.ok) return verdict;
  return verdict.leads === "inside" ? { code: "phone_not_in_dial_plan" } : null;
}

export const forwardingResponders: readonly Responder[] = [
  responder(deskRequests.forwarding, (_input, { agentId }, room) => ({
    query: async () => {
      const user = userOf(room, agentId);
      const number = await room.handle.records.directory.forwardNumber(agentId);
      const when = [...(user?.forwarding ?? [])];
      const form = {
        enabled: when.length > 0,
        number: number === null ? "" : phoneView(number).display,
        when,
        ringMs: user?.ringMs ?? RING_MS,
      };
      return { form };
    },
  })),
  responder(deskRequests.saveForwarding, async ({ form }, { agentId }, room) => {
    const number = cleanText(form.number);
    if (!form.enabled) return forwards(agentId, [], null);
    const refusal = await refusalOf(number, agentId, room);
    if (refusal !== null) return { fault: refusal };
    // The number first: whoever forwards has one.
    await room.handle.records.directory.saveForwardNumber(agentId, number);
    return forwards(agentId, form.when, form.ringMs);
  }),
  responder(deskRequests.forwardings, (_input, { agentId }, room) => {
    if (!administers(room, agentId)) return { fault: { code: "not_enough_privileges" } };
    const users = [...room.handle.center.state.configuration.users.values()];
    return {
      query: async () => ({
        agents: await Promise.all(
          users
            .filter(({ forwarding }) => forwarding !== undefined)
            .map(async ({ id, forwarding }) => {
              const number = await room.handle.records.directory.forwardNumber(id);
              return {
                agentId: id,
                when: [...(forwarding ?? [])],
                number: number === null ? "" : phoneView(number).display,
              };
            }),
        ),
      }),
    };
  }),
  responder(deskRequests.clearForwarding, (input, { agentId }, room) => {
    if (!administers(room, agentId)) return { fault: { code: "not_enough_privileges" } };
    const user = userOf(room, asId(input.agentId));
    if (user?.forwarding === undefined) return { fault: { code: "object_not_found" } };
    return forwards(user.id, [], null);
  }),
];
