import { mayDo, type Privilege } from "@patchbay/core";
import { deskRequests, type RequestDefinition } from "@patchbay/protocol";
import type { z } from "zod";
import type { Responder } from "./respond.js";

interface Gate {
  readonly name: string;
  /** @returns what this request needs; `null`: nothing beyond what the core asks */
  readonly needs: (input: unknown) => Privilege | null;
}

const gate = <In extends z.ZodType, Out extends z.ZodType>(
  definition: RequestDefinition<In, Out>,
  needs: (input: z.output<In>) => Privilege | null,
): Gate => ({
  name: definition.name,
  needs: (input) => {
    const parsed = definition.input.safeParse(input);
    // What has not its form is refused for that.
    return parsed.success ? needs(parsed.data) : null;
  },
});

/**
 * Requests that a privilege is asked for before they are looked at. The others that need one ask where they know for what:
 * every way to a number outside (numbers-out.ts), what all share (canned/), the rest of supervision (the core), Set-up (setup/).
 */
const gates: ReadonlyMap<string, Gate> = new Map(
  [
    gate(deskRequests.transfer, () => "transfer"),
    gate(deskRequests.completeTransfer, () => "transfer"),
    gate(deskRequests.callNumberIn, ({ kind }) => (kind === "transfer" ? "transfer" : null)),
    gate(deskRequests.joinCalls, ({ stay }) => (stay ? null : "transfer")),
    // A pause protects what is about to be said, whoever has begun the recording.
    gate(deskRequests.record, ({ do: what }) =>
      what === "start" || what === "stop" ? "record_calls" : null,
    ),
    gate(deskRequests.saveAlertRules, () => "set_alerts"),
    // Before it is looked whether the call is there: that is nobody else's to know.
    gate(deskRequests.monitorCall, () => "monitor"),
    gate(deskRequests.takeOverCall, () => "take_over"),
    gate(deskRequests.editContact, () => "edit_contacts"),
    gate(deskRequests.mergeContacts, () => "merge_contacts"),
    gate(deskRequests.unmergeContacts, () => "merge_contacts"),
  ].map((one) => [one.name, one]),
);

/** Asked at each request: a privilege that was taken away is gone at once. */
export function withPrivilege(responder: Responder): Responder {
  const found = gates.get(responder.name);
  if (found === undefined) return responder;
  return {
    name: responder.name,
    prepare: async (input, asker, room) => {
      const needed = found.needs(input);
      const user = room.handle.center.state.configuration.users.get(asker.agentId);
      if (needed !== null && !mayDo(user, needed)) return { fault: { code: "not_enough_privileges" } };
      return responder.prepare(input, asker, room);
    },
  };
}
