import {
  asId,
  type ClientKey,
  type ContactId,
  type EntryId,
  type Leg,
  type LegId,
  type LegReport,
  type ScenarioId,
  type StepId,
} from "@patchbay/core";
import type { ContactRow } from "../../../src/center/content.js";
import { type KeysEntered, noVoice, type VoiceDoor } from "../../../src/center/voice-door.js";
import type { Desk } from "./desk.js";
import { chat, claims, contactNamed, type House } from "./house.js";

export const line = asId<EntryId>("line");

/** A network that is there and never heard of: what it would report, a test reports by itself. */
export class PretendVoice implements VoiceDoor {
  /** Keys that were sent into a leg, in order. */
  readonly keys: { readonly legId: string; readonly keys: string }[] = [];
  readonly network = noVoice.network;
  readonly onView = noVoice.onView;
  readonly onQuality = noVoice.onQuality;
  private readonly keysListeners = new Set<(keys: KeysEntered) => void>();
  /** What the last `protect` calls asked for. */
  readonly protectedBy: Parameters<VoiceDoor["protect"]>[0][] = [];
  /** Who is paid, as the voice process was asked to run. */
  payments: ReturnType<VoiceDoor["view"]>["payments"] = { mode: "test", currency: "EUR" };
  readonly onPhoneCheck = noVoice.onPhoneCheck;
  readonly connectPhone = noVoice.connectPhone;
  readonly addCandidate = noVoice.addCandidate;
  readonly disconnectPhone = noVoice.disconnectPhone;
  protect(act: Parameters<VoiceDoor["protect"]>[0]): void {
    this.protectedBy.push(act);
  }
  onKeys(listener: (keys: KeysEntered) => void): () => void {
    this.keysListeners.add(listener);
    return () => this.keysListeners.delete(listener);
  }
  /** The voice process tells how many digits there are. */
  enters(keys: KeysEntered): void {
    for (const listener of this.keysListeners) listener(keys);
  }
  readonly apps = noVoice.apps;
  view(): ReturnType<VoiceDoor["view"]> {
    return {
      ...noVoice.view(),
      state: "ready",
      payments: this.payments,
      lines: [{ entryId: line, name: "Claims line", address: "8000", serviceId: claims }],
    };
  }
  sendKeys(_interactionId: string, legId: string, keys: string): ReturnType<VoiceDoor["sendKeys"]> {
    this.keys.push({ legId, keys });
    return Promise.resolve({ ok: true, result: null });
  }
}

/** Gives the house a line; calls that come in on it wait for an agent of the claims service. */
export async function withLine(house: House): Promise<void> {
  const find = asId<StepId>("find");
  await house.command({
    type: "ConfigureScenario",
    scenario: {
      id: asId<ScenarioId>("claims-line"),
      version: 1,
      start: find,
      steps: {
        [find]: {
          type: "find_agent",
          serviceId: claims,
          music: asId("music"),
          announceEveryMs: null,
          overflowAfterMs: null,
          overflow: asId<StepId>("bye"),
          unavailable: asId<StepId>("bye"),
        },
        [asId<StepId>("bye")]: { type: "hang_up", prompts: [] },
      },
    },
  });
  await house.command({
    type: "ConfigureEntry",
    entry: {
      id: line,
      channel: "voice",
      serviceId: claims,
      priority: 1,
      voice: { address: "8000", scenarioId: asId<ScenarioId>("claims-line") },
    },
  });
}

/** Somebody calls the line and hears the queue's music. The contact's number is that of `contactNamed`. */
export async function callsIn(house: House, name: string, more: Partial<ContactRow> = {}): Promise<string> {
  const row = { ...contactNamed(name, house.clock.now()), ...more };
  const data = {
    phoneNumber: row.phones[0] ?? null,
    from: null,
    parameters: {},
    channelMark: "web",
  } as const;
  await house.command(
    {
      type: "ArriveCall",
      interactionId: chat(name),
      entryId: line,
      contactId: asId<ContactId>(row.contactId),
      clientKey: asId<ClientKey>(`call-${name}`),
    },
    [
      { table: "contact", row },
      { table: "interaction_data", interactionId: name, data },
    ],
  );
  await reports(house, name, 1, { kind: "connected" });
  return name;
}

/** Accepts the offer that is before this desk, and its phone connects. */
export async function takes(house: House, desk: Desk, interactionId: string): Promise<void> {
  const offer = desk.shown.offers.find((one) => one.interactionId === interactionId);
  if (offer === undefined) throw new Error(`${interactionId} is not before ${desk.identity.agentId}`);
  await desk.done("confirmOffer", { offerId: offer.offerId });
  await desk.done("acceptOffer", { offerId: offer.offerId });
  await connects(house, desk, interactionId);
}

/** The phone of this desk's agent is there. */
export async function connects(house: House, desk: Desk, interactionId: string): Promise<void> {
  const { agentId } = desk.identity;
  const leg = legsOf(house, interactionId).find((one) => one.agentId === agentId);
  if (leg === undefined) throw new Error(`${agentId} has no leg in ${interactionId}`);
  await ofLeg(house, interactionId, leg.id, { kind: "connected" });
}

export const legsOf = (house: House, interactionId: string): readonly Leg[] =>
  house.runtime.state.interactions.get(chat(interactionId))?.call?.legs ?? [];

/** The legs of numbers that were called into a call, in their order. */
export const numbersIn = (house: House, interactionId: string): LegId[] =>
  legsOf(house, interactionId).flatMap((leg) => (leg.role === "external" ? [leg.id] : []));

export async function ofLeg(
  house: House,
  interactionId: string,
  legId: LegId,
  report: LegReport,
): Promise<void> {
  await house.command({ type: "ReportLeg", interactionId: chat(interactionId), legId, report });
}

export const workingPhone = { device: "browser", health: "ok" } as const;

/** A desk that may be called, in the state it signed in with. */
export async function deskWithPhone(house: House, name: string): Promise<Desk> {
  const desk = await house.desk(name);
  await desk.done("setPhone", workingPhone);
  return desk;
}

/** What the network says of one leg; `leg` counts from 1 in the order of their making. */
export async function reports(
  house: House,
  interactionId: string,
  leg: number,
  report: LegReport,
): Promise<void> {
  await ofLeg(house, interactionId, `${interactionId}.l${leg}` as LegId, report);
}
