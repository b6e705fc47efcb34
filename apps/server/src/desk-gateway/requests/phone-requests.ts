import type { AgentId, LineCommand, Phone } from "@patchbay/core";
import { deskRequests, phoneRequests } from "@patchbay/protocol";
import { phoneSeen } from "../../voice/agent-phones.js";
import { phoneView } from "../views/contact-view.js";
import { numberOut } from "./numbers-out.js";
import { type Prepared, type RequestRoom, type Responder, responder } from "./respond.js";

const talksThrough = (agentId: AgentId, phone: Phone): Prepared<Record<string, never>> => ({
  submissions: [{ command: { type: "SetPhone", agentId, phone } }],
  output: {},
});

const ofLine = (command: LineCommand): Prepared<Record<string, never>> => ({
  submissions: [{ command }],
  output: {},
});

/** A number outside, which stands under the dial plan like every other. */
async function chooseNumber(
  typed: string | null,
  agentId: AgentId,
  room: RequestRoom,
): Promise<Prepared<Record<string, never>>> {
  const { configuration } = room.handle.center.state;
  const records = room.handle.records.directory;
  const asked = typed ?? (await records.ownNumber(agentId));
  const line = [...configuration.entries.values()].find((entry) => entry.voice !== undefined);
  const allowed = await numberOut({ agentId, entryId: line?.id ?? null, typed: asked ?? "" }, room);
  if ("fault" in allowed) return allowed;
  await records.saveOwnNumber(agentId, allowed.number);
  return talksThrough(agentId, { device: "external", health: "ok" });
}

/** What an agent talks through. */
export const phoneResponders: readonly Responder[] = [
  responder(deskRequests.setPhone, ({ device, health }, { agentId }, room) =>
    // Of a phone that is no browser, a desk knows nothing.
    talksThrough(agentId, phoneSeen(agentId, device, room.network, room.voice.network) ?? { device, health }),
  ),
  responder(phoneRequests.choosePhone, ({ device, number }, { agentId }, room) => {
    if (device === "external") return chooseNumber(number, agentId, room);
    if (device === "sip" && room.network.accountOf(agentId) === undefined)
      return { fault: { code: "phone_not_registered", facts: { account: null } } };
    const seen = phoneSeen(agentId, device, room.network, room.voice.network);
    return talksThrough(agentId, seen ?? { device, health: "unknown" });
  }),
  responder(phoneRequests.keepLine, ({ keep }, { agentId }) => ofLine({ type: "KeepLine", agentId, keep })),
  responder(phoneRequests.raiseLine, (_, { agentId }) => ofLine({ type: "RaiseLine", agentId })),
  responder(phoneRequests.lowerLine, (_, { agentId }) => ofLine({ type: "LowerLine", agentId })),
  responder(phoneRequests.phoneOptions, (_, { agentId }, room) => ({
    query: async () => {
      const account = room.network.accountOf(agentId);
      const own = await room.handle.records.directory.ownNumber(agentId);
      return {
        desk:
          account === undefined
            ? null
            : { user: account, registered: room.voice.network.isRegistered(account) },
        number: own === null ? null : { raw: own, display: phoneView(own, room.handle.words()).display },
      };
    },
  })),
];
