import { type AgentId, asId, mayDo, type User } from "@patchbay/core";
import { deskRequests } from "@patchbay/protocol";
import { cleanText } from "../../center/plain-text.js";
import { phoneView } from "../views/contact-view.js";
import { agentName } from "../views/message-view.js";
import { readable } from "./numbers-out.js";
import { type Fault, type Prepared, type RequestRoom, type Responder, responder } from "./respond.js";

/** When nobody has said how long: as with the mailbox. */
const RING_MS = 15_000;

const userOf = ({ handle }: Pick<RequestRoom, "handle">, agentId: AgentId): User | undefined =>
  handle.center.state.configuration.users.get(agentId);

const administers = (room: RequestRoom, agentId: AgentId): boolean =>
  mayDo(userOf(room, agentId), "administer");

type Colleague = { readonly agentId: string; readonly name: string };

const colleagueOf = ({ handle }: RequestRoom, to: AgentId | undefined): Colleague | null =>
  to === undefined ? null : { agentId: to, name: agentName(handle.words(), to) };

/** @param to a colleague; absent: the number that is kept */
const forwards = <O>(
  agentId: AgentId,
  {
    when,
    ringMs,
    to,
  }: { readonly when: User["forwarding"]; readonly ringMs: number | null; readonly to?: AgentId | undefined },
  output: O,
): Prepared<O> => ({
  submissions: [
    {
      command: {
        type: "ConfigureForwarding",
        agentId,
        forwarding: when ?? [],
        ringMs,
        ...(to !== undefined && { to }),
      },
    },
  ],
  output,
});

/** As it is shown: the colleague's extension, else the number. */
async function numberShown(
  { handle }: RequestRoom,
  agentId: string,
  to: AgentId | undefined,
): Promise<string> {
  if (to !== undefined) return handle.words().users.get(to)?.extension ?? "";
  const number = await handle.records.directory.forwardNumber(agentId);
  return number === null ? "" : phoneView(number, handle.words()).display;
}

/** To whom or to what this number leads: the same rules as when the agent calls it. */
async function targetOf(
  typed: string,
  agentId: AgentId,
  { handle, network }: RequestRoom,
): Promise<Fault | { readonly to: AgentId | undefined }> {
  const entries = [...handle.center.state.configuration.entries.values()];
  const line = entries.find((entry) => entry.voice !== undefined);
  const verdict = await readable(network.checkCall({ agentId, entryId: line?.id ?? null, typed }));
  if (!verdict.ok) return verdict;
  if (verdict.leads === "out")
    return mayDo(userOf({ handle }, agentId), "call_out")
      ? { to: undefined }
      : { code: "not_enough_privileges" };
  const { users } = handle.center.state.configuration;
  const extension = typed.replace(/\D/g, "");
  const to = [...users.values()].find(
    ({ id, enabled }) => enabled && handle.words().users.get(id)?.extension === extension,
  );
  // An access number leads to a scenario: who forwards there would send colleagues round in a circle.
  return to === undefined ? { code: "phone_not_in_dial_plan" } : { to: to.id };
}

export const forwardingResponders: readonly Responder[] = [
  responder(deskRequests.forwarding, (_input, { agentId }, room) => ({
    query: async () => {
      const user = userOf(room, agentId);
      const when = [...(user?.forwarding ?? [])];
      const form = {
        enabled: when.length > 0,
        number: await numberShown(room, agentId, user?.forwardTo),
        when,
        ringMs: user?.ringMs ?? RING_MS,
      };
      return { form, colleague: colleagueOf(room, user?.forwardTo) };
    },
  })),
  responder(deskRequests.saveForwarding, async ({ form }, { agentId }, room) => {
    const number = cleanText(form.number);
    if (!form.enabled) {
      const to = userOf(room, agentId)?.forwardTo;
      return forwards(agentId, { when: [], ringMs: null, to }, { colleague: colleagueOf(room, to) });
    }
    const target = await targetOf(number, agentId, room);
    if ("code" in target) return { fault: target };
    const { to } = target;
    // The number first: whoever forwards has one.
    if (to === undefined) await room.handle.records.directory.saveForwardNumber(agentId, number);
    const { when, ringMs } = form;
    return forwards(agentId, { when, ringMs, to }, { colleague: colleagueOf(room, to) });
  }),
  responder(deskRequests.forwardings, (_input, { agentId }, room) => {
    if (!administers(room, agentId)) return { fault: { code: "not_enough_privileges" } };
    const users = [...room.handle.center.state.configuration.users.values()];
    return {
      query: async () => ({
        agents: await Promise.all(
          users
            .filter(({ forwarding }) => forwarding !== undefined)
            .map(async ({ id, forwarding, forwardTo }) => ({
              agentId: id,
              when: [...(forwarding ?? [])],
              number: await numberShown(room, id, forwardTo),
              colleague: colleagueOf(room, forwardTo),
            })),
        ),
      }),
    };
  }),
  responder(deskRequests.clearForwarding, (input, { agentId }, room) => {
    if (!administers(room, agentId)) return { fault: { code: "not_enough_privileges" } };
    const user = userOf(room, asId(input.agentId));
    if (user?.forwarding === undefined) return { fault: { code: "object_not_found" } };
    return forwards(user.id, { when: [], ringMs: null, to: user.forwardTo }, {});
  }),
];
