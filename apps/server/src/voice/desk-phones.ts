import {
  type AgentId,
  asId,
  type ClientKey,
  type ContactId,
  type InteractionId,
  type LegId,
  type PhoneHealth,
} from "@patchbay/core";
import type { VoiceEvent } from "@patchbay/protocol";
import type { Committed, Submission } from "../center/center.js";
import type { ContactRow, ContentWrite } from "../center/content.js";
import type { CenterHandle } from "../center/edge.js";
import { linesBroughtIn } from "../center/lines-brought-in.js";
import { e164Of } from "../center/phone-number.js";
import type { NetworkStates } from "../center/voice-door.js";
import { soleOf } from "../contacts/index.js";
import type { Network } from "../network/index.js";
import { entryOf } from "./arriving.js";

type Arrived = Extract<VoiceEvent, { readonly type: "call.arrived" }>;
type Referred = Extract<VoiceEvent, { readonly type: "leg.referred" }>;
type PhoneCall = Arrived & { readonly account: string };

export interface DeskPhonesDeps {
  readonly handle: CenterHandle;
  readonly network: Pick<Network, "accountOf" | "agentOf" | "lineOf" | "checkCall">;
  readonly states: Pick<NetworkStates, "isRegistered" | "onStates">;
}

/**
 * Agents whose device is a desk phone: whether it is there, and the calls that it makes. Such a call is one that its
 * agent places, under the same rules as from the desk; the INVITE that came is the agent's leg.
 */
export class DeskPhones {
  constructor(private readonly deps: DeskPhonesDeps) {}

  start(): () => void {
    return this.deps.states.onStates(() => {
      for (const agentId of this.deps.handle.center.state.agents.keys()) this.look(agentId);
    });
  }

  /** Somebody has chosen the desk phone: whether it is there is known here, and not at the desk. */
  committed({ entries }: Committed): void {
    // One that did not answer stays without calls until it says that it is there.
    for (const { events } of entries)
      for (const event of events)
        if (event.type === "PhoneChanged" && event.phone.health !== "media_timeout") this.look(event.agentId);
  }

  isOne(event: VoiceEvent): event is PhoneCall {
    return event.type === "call.arrived" && event.account !== undefined;
  }

  /** @returns `undefined`: it leads nowhere, or its agent may not */
  async submissionOf(event: PhoneCall): Promise<Submission | undefined> {
    const { handle, network } = this.deps;
    const agentId = network.agentOf(event.account);
    if (agentId === undefined) return undefined;
    const interactionId = asId<never>(event.interactionId);
    const clientKey = asId<ClientKey>(`call-${event.interactionId}`);
    const entryId = entryOf(handle, event.to);
    if (entryId !== undefined) {
      const content = [dataOf(event.interactionId, event.account)];
      const contactId = await this.ownContact(agentId, content);
      return { command: { type: "ArriveCall", interactionId, entryId, contactId, clientKey }, content };
    }
    // Else the agent would be called where the agent is not.
    if (handle.center.state.agents.get(asId(agentId))?.phone.device !== "sip") return undefined;
    const verdict = await network.checkCall({
      agentId,
      entryId: null,
      otherwise: network.lineOf(agentId),
      typed: event.to,
    });
    if (!verdict.ok) return undefined;
    const call = { interactionId, agentId: asId<AgentId>(agentId), clientKey, fromPhone: true } as const;
    if (verdict.leads === "inside") {
      const to = this.agentAt(verdict.number);
      if (to === undefined) return undefined;
      const contactId = asId<ContactId>(`internal-${event.interactionId}`);
      return { command: { type: "PlaceInternalCall", ...call, to, contactId } };
    }
    const content = [dataOf(event.interactionId, verdict.number)];
    const contactId = await this.contactOf(verdict.number, content);
    return {
      command: { type: "PlaceCall", ...call, entryId: verdict.entryId, contactId, beside: null },
      content,
    };
  }

  /**
   * A desk phone hands its call on: to a colleague, into the queue of the service of one of our own numbers, or to a number
   * outside; or it leaves its two calls to each other.
   *
   * @returns `undefined`: it stays where it is, and the phone is told so
   */
  async referral({ interactionId: id, legId, target, other }: Referred): Promise<Submission | undefined> {
    const { handle, network } = this.deps;
    const { interactions, configuration } = handle.center.state;
    const interactionId = asId<InteractionId>(id);
    const leg = interactions.get(interactionId)?.call?.legs.find((other) => other.id === legId);
    if (leg?.role !== "agent" || leg.agentId === null) return undefined;
    const { agentId } = leg;
    if (other !== undefined) return this.joining(id, agentId, other);
    const colleague = this.agentAt(target);
    const entryId = entryOf(handle, target);
    const serviceId = entryId && configuration.entries.get(entryId)?.serviceId;
    const to = colleague !== undefined ? { agentId: colleague } : serviceId && { serviceId };
    if (to)
      return { command: { type: "RequestAgent", interactionId, agentId, kind: "transfer", to, leave: true } };
    const verdict = await network.checkCall({
      agentId,
      entryId: null,
      otherwise: network.lineOf(agentId),
      typed: target,
    });
    if (!verdict.ok || verdict.leads === "inside") return undefined;
    const number = asId<LegId>(`${id}.x${handle.ids.next()}`);
    return {
      command: { type: "CallNumberIn", interactionId, agentId, legId: number, kind: "transfer" },
      content: [
        { table: "called_party", interactionId: id, legId: number, number: verdict.number, name: "" },
      ],
    };
  }

  /** Its own calls alone: a phone can name the dialogs of others. */
  private async joining(
    interactionId: string,
    agentId: AgentId,
    other: NonNullable<Referred["other"]>,
  ): Promise<Submission | undefined> {
    const { handle } = this.deps;
    const there = handle.center.state.interactions.get(asId(other.interactionId));
    const leg = there?.call?.legs.find(({ id }) => id === other.legId);
    if (leg?.role !== "agent" || leg.agentId !== agentId) return undefined;
    const calls = {
      interactionId: asId<InteractionId>(interactionId),
      other: asId<InteractionId>(other.interactionId),
    };
    return {
      command: { type: "JoinCalls", ...calls, agentId, stay: false },
      content: await linesBroughtIn(handle, interactionId, other.interactionId),
    };
  }

  private look(agentId: AgentId): void {
    const { handle, network, states } = this.deps;
    const agent = handle.center.state.agents.get(agentId);
    if (agent?.phone.device !== "sip") return;
    const account = network.accountOf(agentId);
    const health: PhoneHealth =
      account !== undefined && states.isRegistered(account) ? "ok" : "not_registered";
    if (agent.phone.health === health) return;
    void handle.center.submit({ command: { type: "SetPhone", agentId, phone: { device: "sip", health } } });
  }

  private agentAt(extension: string): AgentId | undefined {
    for (const [agentId, { extension: own }] of this.deps.handle.words().users)
      if (own === extension) return asId(agentId);
    return undefined;
  }

  /** An agent who calls a number of our own is one contact, and not a new one each time. */
  private async ownContact(agentId: string, content: ContentWrite[]): Promise<ContactId> {
    const { handle } = this.deps;
    const clientKey = `desk-phone-${agentId}`;
    const known = await handle.records.contactOfClient(clientKey);
    if (known !== undefined) return asId(known.contactId);
    const user = handle.words().users.get(agentId);
    const row = this.newContact({ firstName: user?.firstName ?? agentId, lastName: user?.lastName ?? "" });
    content.push({ table: "contact", row }, { table: "contact_client", clientKey, contactId: row.contactId });
    return asId(row.contactId);
  }

  /** Exactly this number's contact, or a new one. */
  private async contactOf(number: string, content: ContentWrite[]): Promise<ContactId> {
    const e164 = e164Of(number, this.deps.handle.words().phoneCountry);
    const { records } = this.deps.handle;
    const known = e164 === undefined ? undefined : soleOf(await records.contactsByPhone(e164));
    if (known !== undefined) return asId(known.contactId);
    const row = this.newContact({ phones: [number] });
    content.push({ table: "contact", row });
    return asId(row.contactId);
  }

  private newContact(given: Partial<ContactRow>): ContactRow {
    const { ids, clock } = this.deps.handle;
    const nobody = { firstName: "", lastName: "", phones: [], emails: [], account: null };
    return { ...nobody, contactId: ids.next(), createdAt: clock.now(), ...given };
  }
}

const dataOf = (interactionId: string, phoneNumber: string): ContentWrite => ({
  table: "interaction_data",
  interactionId,
  data: { phoneNumber, from: null, parameters: {}, channelMark: "web" },
});
