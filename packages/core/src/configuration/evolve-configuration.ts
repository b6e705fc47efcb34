import type { Store } from "../center/store.js";
import type { ConfigurationEvent } from "./configuration.js";
import { openingAt } from "./schedule.js";

export function evolveConfiguration(store: Store, event: ConfigurationEvent): void {
  const { users, services, entries, reasons, scenarios, prompts, schedules } = store.state.configuration;
  switch (event.type) {
    case "UserConfigured":
      store.setConfigured(users, event.user.id, event.user);
      return;
    case "UserRemoved":
      store.setConfigured(users, event.agentId, null);
      return;
    case "ServiceConfigured":
      store.setConfigured(services, event.service.id, event.service);
      return;
    case "ServiceRemoved":
      store.setConfigured(services, event.serviceId, null);
      return;
    case "EntryConfigured":
      store.setConfigured(entries, event.entry.id, event.entry);
      return;
    case "EntryRemoved":
      store.setConfigured(entries, event.entryId, null);
      return;
    case "ReasonConfigured":
      store.setConfigured(reasons, event.reason.id, event.reason);
      return;
    case "ReasonRemoved":
      store.setConfigured(reasons, event.reasonId, null);
      return;
    case "ScheduleConfigured":
      store.setConfigured(schedules, event.schedule.id, event.schedule);
      store.setConfigured(store.state.openings, event.schedule.id, openingAt(event.schedule, store.state.at));
      return;
    case "ScheduleTurned": {
      const schedule = schedules.get(event.scheduleId);
      if (schedule)
        store.setConfigured(store.state.openings, schedule.id, openingAt(schedule, store.state.at));
      return;
    }
    case "ScheduleRemoved":
      store.setConfigured(schedules, event.scheduleId, null);
      store.setConfigured(store.state.openings, event.scheduleId, null);
      return;
    case "ScenarioConfigured":
      store.setConfigured(scenarios, event.scenario.id, event.scenario);
      return;
    case "ScenarioRemoved":
      store.setConfigured(scenarios, event.scenarioId, null);
      return;
    case "PromptConfigured":
      store.setConfigured(prompts, event.prompt.id, event.prompt);
      return;
    case "PromptRemoved":
      store.setConfigured(prompts, event.promptId, null);
      return;
  }
}
