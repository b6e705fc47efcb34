import { logOut } from "../agent/decide-agent.js";
import { stopMonitoring } from "../call/decide-monitoring.js";
import { type Deciding, looksAfter, reject, type Verdict } from "../center/deciding.js";
import type { AgentId, ServiceId } from "../ids/ids.js";
import { assistanceWithout, settleAnswered } from "../interaction/decide-assistance.js";
import { settleChatMonitors, stopMonitoringChat } from "../interaction/decide-chat-monitoring.js";
import type { Interaction } from "../interaction/interaction.js";
import { namesSchedule, problemsOf, promptsIn, type Scenario } from "../scenario/scenario.js";
import {
  type ConfigurationCommand,
  type Entry,
  forwardingReasons,
  internalServiceId,
  type User,
} from "./configuration.js";
import { mayDo } from "./privileges.js";
import { scheduleProblem } from "./schedule.js";

/** A change of the configuration holds at once, also for who is logged in (SPEC CFG). */
export function decideConfiguration(deciding: Deciding, command: ConfigurationCommand): Verdict {
  const { configuration, interactions, agents } = deciding.store.state;
  switch (command.type) {
    case "ConfigureUser": {
      if (wouldLeaveNoAdministrator(deciding, command.user.id, command.user))
        return reject("last_administrator", { agentId: command.user.id });
      configure(deciding, command.user);
      return null;
    }
    case "ConfigureOwnRole": {
      const { roleId, privileges } = command;
      for (const user of [...configuration.users.values()])
        if (user.ownRole?.id === roleId)
          configure(deciding, { ...user, ownRole: { id: roleId, privileges: [...privileges] } });
      return null;
    }
    case "RemoveUser":
      if (!configuration.users.has(command.agentId))
        return reject("object_not_found", { agentId: command.agentId });
      if (wouldLeaveNoAdministrator(deciding, command.agentId, null))
        return reject("last_administrator", { agentId: command.agentId });
      if (agents.has(command.agentId)) logOut(deciding, command.agentId, "user_removed", null);
      for (const { id, message } of [...configuration.prompts.values()])
        if (message?.agentId === command.agentId)
          deciding.emit({ type: "PromptRemoved", promptId: id, by: null });
      // SPEC FWD-5: whoever has this id next is not called in the place of who had it.
      for (const { forwarding: _, forwardTo, ...others } of [...configuration.users.values()])
        if (forwardTo === command.agentId) deciding.emit({ type: "UserConfigured", user: others });
      deciding.emit({ type: "UserRemoved", agentId: command.agentId });
      return null;
    case "ConfigureMailbox": {
      const user = configuration.users.get(command.agentId);
      if (!user) return reject("object_not_found", { agentId: command.agentId });
      const { voicemail, ringMs: _, mailboxLocked, ...others } = user;
      const { mailbox, ringMs, locked } = command;
      // SPEC VML-4: the greeting and how long it rings stay the agent's own.
      if (locked === undefined && mailboxLocked && mailbox?.maxMs !== voicemail?.maxMs)
        return reject("mailbox_locked");
      deciding.emit({
        type: "UserConfigured",
        user: {
          ...others,
          ...(mailbox && { voicemail: mailbox }),
          ...(ringMs !== null && { ringMs }),
          ...((locked ?? mailboxLocked) && { mailboxLocked: true }),
        },
      });
      return null;
    }
    case "ConfigureForwarding": {
      const user = configuration.users.get(command.agentId);
      if (!user) return reject("object_not_found", { agentId: command.agentId });
      const { forwarding: _, forwardTo: __, ...others } = user;
      const { to } = command;
      if (to === user.id) return reject("self_call");
      if (to !== undefined && !configuration.users.has(to))
        return reject("object_not_found", { agentId: to });
      const forwarding = forwardingReasons.filter((reason) => command.forwarding.includes(reason));
      deciding.emit({
        type: "UserConfigured",
        user: {
          ...others,
          ...(forwarding.length > 0 && { forwarding }),
          ...(to !== undefined && { forwardTo: to }),
          ...(command.ringMs !== null && { ringMs: command.ringMs }),
        },
      });
      return null;
    }
    case "ConfigureService": {
      const { scheduleId } = command.service;
      if (scheduleId !== undefined && !configuration.schedules.has(scheduleId))
        return reject("object_not_found", { scheduleId });
      deciding.emit({ type: "ServiceConfigured", service: command.service, by: command.by ?? null });
      return null;
    }
    case "RemoveService": {
      const { serviceId, by = null } = command;
      const refused = refusedRemoval(deciding, serviceId);
      if (refused === null) deciding.emit({ type: "ServiceRemoved", serviceId, by });
      return refused;
    }
    case "ConfigureEntry": {
      const refused = refusedEntry(deciding, command.entry);
      if (refused === null)
        deciding.emit({ type: "EntryConfigured", entry: command.entry, by: command.by ?? null });
      return refused;
    }
    case "RemoveEntry": {
      const { entryId, by = null } = command;
      if (!configuration.entries.has(entryId)) return reject("entry_unknown", { entryId });
      for (const interaction of interactions.values()) {
        if (interaction.entryId === entryId) return reject("not_suitable_state", { entryId });
      }
      deciding.emit({ type: "EntryRemoved", entryId, by });
      return null;
    }
    case "ConfigureScenario": {
      const refused = refusedScenario(deciding, command.scenario);
      if (refused === null)
        deciding.emit({ type: "ScenarioConfigured", scenario: command.scenario, by: command.by ?? null });
      return refused;
    }
    case "RemoveScenario": {
      const { scenarioId, by = null } = command;
      if (!configuration.scenarios.has(scenarioId)) return reject("object_not_found", { scenarioId });
      for (const entry of configuration.entries.values()) {
        if (entry.voice?.scenarioId === scenarioId)
          return reject("scenario_in_use", { scenarioId, entryId: entry.id });
      }
      deciding.emit({ type: "ScenarioRemoved", scenarioId, by });
      return null;
    }
    case "ConfigurePrompt":
      deciding.emit({ type: "PromptConfigured", prompt: command.prompt, by: command.by ?? null });
      return null;
    case "RemovePrompt": {
      const { promptId, by = null } = command;
      if (!configuration.prompts.has(promptId)) return reject("object_not_found", { promptId });
      for (const scenario of configuration.scenarios.values()) {
        if (promptsIn(scenario).has(promptId))
          return reject("prompt_in_use", { promptId, scenarioId: scenario.id });
      }
      for (const user of configuration.users.values()) {
        if (user.voicemail?.greeting === promptId)
          return reject("prompt_in_use", { promptId, agentId: user.id });
      }
      deciding.emit({ type: "PromptRemoved", promptId, by });
      return null;
    }
    case "ConfigureSchedule": {
      const field = scheduleProblem(command.schedule);
      if (field !== undefined) return reject("not_suitable_state", { field });
      deciding.emit({ type: "ScheduleConfigured", schedule: command.schedule, by: command.by ?? null });
      return null;
    }
    case "RemoveSchedule": {
      const { scheduleId, by = null } = command;
      if (!configuration.schedules.has(scheduleId)) return reject("object_not_found", { scheduleId });
      for (const service of configuration.services.values())
        if (service.scheduleId === scheduleId)
          return reject("schedule_in_use", { scheduleId, serviceId: service.id });
      for (const scenario of configuration.scenarios.values())
        if (namesSchedule(scenario, scheduleId))
          return reject("schedule_in_use", { scheduleId, scenarioId: scenario.id });
      deciding.emit({ type: "ScheduleRemoved", scheduleId, by });
      return null;
    }
    case "ConfigureReason":
      deciding.emit({ type: "ReasonConfigured", reason: command.reason, by: command.by ?? null });
      return null;
    case "RemoveReason": {
      const { reasonId, by = null } = command;
      const reason = configuration.reasons.get(reasonId);
      if (!reason) return reject("object_not_found", { reasonId });
      // SPEC CFG-8: the core itself sets those.
      if (reason.kind === "system") return reject("not_suitable_state", { reasonId });
      deciding.emit({ type: "ReasonRemoved", reasonId, by });
      return null;
    }
  }
}

/** What a user loses, who is logged in, is lost at once. */
function configure(deciding: Deciding, user: User): void {
  const agent = deciding.store.state.agents.get(user.id);
  if (agent && !user.enabled) logOut(deciding, agent.id, "user_removed", null);
  // SPEC MON-7: whoever may not listen any more is beside nobody.
  if (agent && !mayDo(user, "monitor")) {
    stopMonitoring(deciding, agent.id);
    stopMonitoringChat(deciding, agent.id, "role_lost");
    assistanceWithout(deciding, agent.id);
  }
  const before = deciding.store.state.configuration.users.get(user.id);
  deciding.emit({ type: "UserConfigured", user });
  if (!isOfSameTeams(before, user)) settleWatching(deciding);
}

const isOfSameTeams = (before: User | undefined, after: User): boolean =>
  before?.teamId === after.teamId &&
  `${before.supervises}` === `${after.supervises}` &&
  `${before.roles}` === `${after.roles}`;

/** SPEC TEA-5: whoever supervises other teams now, or whose agents are of other teams, is beside nobody else's. */
function settleWatching(deciding: Deciding): void {
  const { agents, interactions } = deciding.store.state;
  for (const { id, monitoring, monitoringChat } of [...agents.values()]) {
    const chat = monitoringChat === null ? undefined : interactions.get(monitoringChat);
    if (chat) settleChatMonitors(deciding, chat);
    const call = monitoring === null ? undefined : interactions.get(monitoring);
    const beside = call?.call?.legs.find(
      ({ agentId, role }) => role === "supervisor" && agentId === id,
    )?.monitoring;
    if (beside && !looksAfter(deciding, id, beside.beside)) stopMonitoring(deciding, id);
  }
  settleAnswered(deciding);
}

/** SPEC CFG-9. @param after the user as it would be; `null`: gone */
function wouldLeaveNoAdministrator({ store }: Deciding, agentId: AgentId, after: User | null): boolean {
  const { users } = store.state.configuration;
  const before = users.get(agentId);
  if (before === undefined || !administers(before) || (after !== null && administers(after))) return false;
  return ![...users.values()].some((user) => user.id !== agentId && administers(user));
}

const administers = ({ enabled, roles }: User): boolean => enabled && roles.includes("administrator");

/** SPEC CFG-7. */
function refusedRemoval({ store }: Deciding, serviceId: ServiceId): Verdict {
  const { configuration, interactions } = store.state;
  if (!configuration.services.has(serviceId) || serviceId === internalServiceId)
    return reject("no_service", { serviceId });
  for (const entry of configuration.entries.values())
    if (entry.serviceId === serviceId) return reject("service_in_use", { serviceId, entryId: entry.id });
  for (const scenario of configuration.scenarios.values())
    if (Object.values(scenario.steps).some((step) => "serviceId" in step && step.serviceId === serviceId))
      return reject("service_in_use", { serviceId, scenarioId: scenario.id });
  for (const prompt of configuration.prompts.values())
    if (prompt.message?.serviceId === serviceId)
      return reject("service_in_use", { serviceId, promptId: prompt.id });
  for (const interaction of interactions.values())
    if (isOf(interaction, serviceId)) return reject("not_suitable_state", { serviceId });
  return null;
}

/** Whether something alive stands under this service's rules, or may yet. */
function isOf({ serviceId, request, call }: Interaction, wanted: ServiceId): boolean {
  const mailbox = call?.mailbox?.of;
  return (
    serviceId === wanted ||
    request?.serviceId === wanted ||
    call?.consultation?.serviceId === wanted ||
    (mailbox?.kind === "service" && mailbox.serviceId === wanted)
  );
}

/** SPEC CFG-4. */
function refusedEntry(deciding: Deciding, entry: Entry): Verdict {
  const { services, scenarios, entries } = deciding.store.state.configuration;
  if (!services.has(entry.serviceId)) return reject("no_service", { serviceId: entry.serviceId });
  if (!entry.voice) return null;
  const { scenarioId, address } = entry.voice;
  if (!scenarios.has(scenarioId)) return reject("object_not_found", { scenarioId });
  for (const other of entries.values()) {
    if (other.id !== entry.id && other.voice?.address === address)
      return reject("number_taken", { entryId: other.id });
  }
  return null;
}

/** SPEC SCN-1, CFG-3. */
function refusedScenario(deciding: Deciding, scenario: Scenario): Verdict {
  const [problem] = problemsOf(scenario);
  if (problem) {
    const { stepId, code, field = null } = problem;
    return reject("scenario_invalid", { stepId, problem: code, field });
  }
  const known = deciding.store.state.configuration.scenarios.get(scenario.id)?.version ?? 0;
  return scenario.version === known + 1
    ? null
    : reject("version_conflict", { scenarioId: scenario.id, version: known });
}
