import { asId, type EntryId, type LegId, type LegReport, type ScenarioId, type StepId } from "@patchbay/core";
import { noVoice, type VoiceDoor } from "../../../src/center/voice-door.js";
import type { Desk } from "./desk.js";
import { chat, claims, type House } from "./house.js";

export const line = asId<EntryId>("line");

/** A network that is there and never heard of: what it would report, a test reports by itself. */
export class PretendVoice implements VoiceDoor {
  /** Keys that were sent into a leg, in order. */
  readonly keys: { readonly legId: string; readonly keys: string }[] = [];
  readonly onView = noVoice.onView;
  readonly onQuality = noVoice.onQuality;
  readonly onPhoneCheck = noVoice.onPhoneCheck;
  readonly connectPhone = noVoice.connectPhone;
  readonly addCandidate = noVoice.addCandidate;
  readonly disconnectPhone = noVoice.disconnectPhone;
  readonly protect = noVoice.protect;
  view(): ReturnType<VoiceDoor["view"]> {
    return {
      state: "ready",
      problem: null,
      iceServers: [],
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
  const legId = `${interactionId}.l${leg}` as LegId;
  await house.command({ type: "ReportLeg", interactionId: chat(interactionId), legId, report });
}
