import {
  type AgentId,
  asId,
  type Interaction,
  type InteractionId,
  type LegId,
  pictureOf,
} from "@patchbay/core";
import type { CenterHandle } from "../center/edge.js";

/** One call in an app, as far as this process has talked to the app about it. */
export interface Line {
  readonly callId: InteractionId;
  readonly chatId: InteractionId;
  readonly legId: LegId;
  /** Under whom the app hears of it: a party of the chat. */
  readonly partyId: string;
  /** The customer has asked for it; else an agent calls. */
  readonly byCustomer: boolean;
  /** The newest offer, which the app's answer and candidates are for. */
  phoneId: string | null;
  /** An offer is on its way. */
  offering: boolean;
  /** Another one was asked for meanwhile. */
  again: boolean;
  /** The app has been offered this call: from then on it hears of its end. */
  offered: boolean;
  /** The app has hung up, and need not hear of the end. */
  leftByApp: boolean;
}

/** The calls in apps that are up. */
export class Lines {
  private readonly lines = new Map<string, Line>();

  constructor(private readonly handle: CenterHandle) {}

  /** Begins a line, unless it has begun. */
  begin(call: Interaction, agentId: AgentId | null): Line | undefined {
    const known = this.lines.get(call.id);
    if (known !== undefined) return known;
    const leg = call.call?.legs.find((other) => other.device === "app");
    const beside = call.call?.beside;
    if (leg === undefined || beside == null) return undefined;
    const line = {
      callId: call.id,
      chatId: beside,
      legId: leg.id,
      partyId: this.partyOf(beside, agentId),
      byCustomer: call.call?.direction === "inbound",
      phoneId: null,
      offering: false,
      again: false,
      offered: false,
      leftByApp: false,
    };
    this.lines.set(call.id, line);
    return line;
  }

  get(callId: string): Line | undefined {
    return this.lines.get(callId);
  }

  /** The line of a chat's app; `undefined`: no call is up there. */
  ofChat(chatId: string): Line | undefined {
    const callId = this.handle.center.state.interactions.get(asId(chatId))?.appCall;
    return callId == null ? undefined : this.lines.get(callId);
  }

  ofPhone(phoneId: string): Line | undefined {
    return [...this.lines.values()].find((line) => line.phoneId === phoneId);
  }

  delete(callId: string): void {
    this.lines.delete(callId);
  }

  clear(): void {
    this.lines.clear();
  }

  /** Whether it stands: false for one that has ended meanwhile. */
  stands(line: Line): boolean {
    return this.lines.get(line.callId) === line;
  }

  /** Whether the app is to be connected now. */
  isWanted(line: Line): boolean {
    const call = this.handle.center.state.interactions.get(line.callId);
    const picture = call === undefined ? null : pictureOf(call);
    return picture?.legs.some(({ legId }) => legId === line.legId) === true;
  }

  legOf(line: Line) {
    return this.handle.center.state.interactions
      .get(line.callId)
      ?.call?.legs.find(({ id }) => id === line.legId);
  }

  partyOf(chatId: string, agentId: AgentId | null): string {
    const parties = this.handle.center.state.interactions.get(asId(chatId))?.parties ?? [];
    return (parties.find((party) => party.agentId === agentId) ?? parties[0])?.partyId ?? chatId;
  }
}
