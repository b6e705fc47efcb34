import {
  type AgentId,
  asId,
  type CallCommand,
  type CallPicture,
  type ClientKey,
  type ContactId,
  type EntryId,
  type LegId,
  type LegReport,
  type PlayReport,
  type PromptId,
  pictureOf,
  type Scenario,
  type ScenarioId,
  type ScenarioStep,
  type StepId,
} from "../src/index.js";
import { agent, chat, claims, Story } from "./story.js";

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export const line = asId<EntryId>("line-8000");
export const prompt = (name: string) => asId<PromptId>(name);
export const step = (name: string) => asId<StepId>(name);
export const menuId = asId<ScenarioId>("menu");

/** The insurer's menu: 1 is claims, silence is claims as well, 2 is the opening hours. */
export const scenarioOf = (over: Readonly<Record<string, ScenarioStep>> = {}): Scenario => ({
  id: menuId,
  version: 1,
  start: step("menu"),
  steps: {
    menu: {
      type: "menu",
      prompts: [prompt("welcome"), prompt("menu")],
      choices: { "1": step("claims"), "2": step("hours") },
      invalidPrompts: [prompt("no_such_choice")],
      timeoutMs: 5_000,
      attemptsMax: 3,
      otherwise: step("claims"),
    },
    hours: { type: "play", prompts: [prompt("hours")], next: step("menu") },
    claims: {
      type: "find_agent",
      serviceId: claims,
      music: prompt("music"),
      announceEveryMs: 30_000,
      overflowAfterMs: 300_000,
      overflow: step("bye"),
      unavailable: step("closed"),
    },
    closed: { type: "hang_up", prompts: [prompt("closed")] },
    bye: { type: "hang_up", prompts: [prompt("bye")] },
    ...over,
  } as Scenario["steps"],
});

/** A story with a telephone line. */
export class CallStory extends Story {
  constructor(scenario: Scenario = scenarioOf()) {
    super();
    this.do({ type: "ConfigureScenario", scenario });
    this.do({
      type: "ConfigureEntry",
      entry: {
        id: line,
        channel: "voice",
        serviceId: claims,
        priority: 0,
        voice: { address: "8000", scenarioId: menuId },
      },
    });
  }

  calls(name: string): this {
    return this.do({
      type: "ArriveCall",
      interactionId: chat(name),
      entryId: line,
      contactId: asId<ContactId>(`contact-${name}`),
      clientKey: asId<ClientKey>(`call-${name}`),
    });
  }

  /** What an agent does in a call in hand. */
  by(
    name: string,
    call: string,
    command: DistributiveOmit<CallCommand & { readonly agentId: AgentId }, "interactionId" | "agentId">,
  ): this {
    return this.do({ ...command, interactionId: chat(call), agentId: agent(name) } as CallCommand);
  }

  refusesOf(
    name: string,
    call: string,
    command: DistributiveOmit<CallCommand & { readonly agentId: AgentId }, "interactionId" | "agentId">,
  ) {
    return this.refuses({ ...command, interactionId: chat(call), agentId: agent(name) } as CallCommand);
  }

  callsColleague(by: string, call: string, to: string): this {
    return this.do(this.internalCall(by, call, to));
  }

  internalCall(by: string, call: string, to: string): CallCommand {
    return {
      type: "PlaceInternalCall",
      interactionId: chat(call),
      agentId: agent(by),
      to: agent(to),
      contactId: asId<ContactId>(`user-${to}`),
      clientKey: asId<ClientKey>(`internal-${call}`),
    };
  }

  /** Logged in, with a phone that works, and not ready. */
  away(name: string): this {
    this.logIn(name);
    return this.do({
      type: "SetPhone",
      agentId: agent(name),
      phone: { device: "browser", health: "ok" },
    });
  }

  /** Another agent takes an offer of this call and is there. */
  joins(name: string, call: string): this {
    return this.accepts(name, call).leg(call, name, { kind: "connected" });
  }

  /** Who hears whom: each leg's owner with its circle; `-` for those in none. */
  circles(name: string): string[] {
    return (this.picture(name)?.legs ?? []).map(
      ({ role, agentId, circle }) => `${agentId ?? role}:${circle ?? "-"}`,
    );
  }

  /** What is played, to whom. */
  played(name: string): string[] {
    const legs = this.callOf(name).legs;
    return (this.picture(name)?.plays ?? []).flatMap(({ kind, to }) =>
      to.map((legId) => {
        const leg = legs.find(({ id }) => id === legId);
        return `${kind}:${leg?.agentId ?? leg?.role}`;
      }),
    );
  }

  /** Ready, with a phone that works. */
  phones(name: string): this {
    this.logIn(name);
    this.do({ type: "SetPhone", agentId: agent(name), phone: { device: "browser", health: "ok" } });
    return this.ready(name);
  }

  callOf(name: string) {
    const call = this.state.interactions.get(chat(name))?.call;
    if (!call) throw new Error(`${name} is no live call`);
    return call;
  }

  legOf(name: string, of: "customer" | string) {
    return this.callOf(name).legs.find((leg) => (of === "customer" ? leg.role === of : leg.agentId === of));
  }

  leg(name: string, of: "customer" | string, report: LegReport): this {
    const legId = this.legOf(name, of)?.id ?? asId<LegId>("gone");
    return this.do({ type: "ReportLeg", interactionId: chat(name), legId, report });
  }

  /** What came of what is played now. */
  heard(name: string, report: PlayReport): this {
    const { run } = this.callOf(name);
    if (!run) throw new Error(`nothing is played to ${name}`);
    return this.do({ type: "ReportPlay", interactionId: chat(name), playId: run.playId, report });
  }

  /** A call from the first ring to both hearing each other. */
  speaking(by: string, name: string): this {
    return this.phones(by)
      .calls(name)
      .leg(name, "customer", { kind: "connected" })
      .heard(name, { kind: "key", key: "1" })
      .accepts(by, name)
      .leg(name, by, { kind: "connected" });
  }

  picture(name: string): CallPicture | null {
    const interaction = this.state.interactions.get(chat(name));
    return interaction ? pictureOf(interaction) : null;
  }

  plays(name: string): string[] {
    return (this.picture(name)?.plays ?? []).map((play) => play.kind);
  }
}
