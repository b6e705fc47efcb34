import { logOut } from "../agent/decide-agent.js";
import { type Deciding, reject, type Verdict } from "../center/deciding.js";
import { problemsOf } from "../scenario/scenario.js";
import type { ConfigurationCommand } from "./configuration.js";

/** A change of the configuration holds at once, also for who is logged in (SPEC CFG). */
export function decideConfiguration(deciding: Deciding, command: ConfigurationCommand): Verdict {
  const { configuration, interactions, agents } = deciding.store.state;
  switch (command.type) {
    case "ConfigureUser": {
      const agent = agents.get(command.user.id);
      if (agent && !command.user.enabled) logOut(deciding, agent.id, "user_removed", null);
      deciding.emit({ type: "UserConfigured", user: command.user });
      return null;
    }
    case "RemoveUser":
      if (!configuration.users.has(command.agentId))
        return reject("object_not_found", { agentId: command.agentId });
      if (agents.has(command.agentId)) logOut(deciding, command.agentId, "user_removed", null);
      deciding.emit({ type: "UserRemoved", agentId: command.agentId });
      return null;
    case "ConfigureService":
      deciding.emit({ type: "ServiceConfigured", service: command.service });
      return null;
    case "ConfigureEntry":
      if (!configuration.services.has(command.entry.serviceId)) {
        return reject("no_service", { serviceId: command.entry.serviceId });
      }
      if (command.entry.voice && !configuration.scenarios.has(command.entry.voice.scenarioId)) {
        return reject("object_not_found", { scenarioId: command.entry.voice.scenarioId });
      }
      deciding.emit({ type: "EntryConfigured", entry: command.entry });
      return null;
    case "RemoveEntry": {
      if (!configuration.entries.has(command.entryId))
        return reject("entry_unknown", { entryId: command.entryId });
      for (const interaction of interactions.values()) {
        if (interaction.entryId === command.entryId)
          return reject("not_suitable_state", { entryId: command.entryId });
      }
      deciding.emit({ type: "EntryRemoved", entryId: command.entryId });
      return null;
    }
    case "ConfigureScenario": {
      const [problem] = problemsOf(command.scenario);
      if (problem) {
        const { stepId, code, field = null } = problem;
        return reject("scenario_invalid", { stepId, problem: code, field });
      }
      deciding.emit({ type: "ScenarioConfigured", scenario: command.scenario });
      return null;
    }
    case "ConfigureReason":
      deciding.emit({ type: "ReasonConfigured", reason: command.reason });
      return null;
  }
}
