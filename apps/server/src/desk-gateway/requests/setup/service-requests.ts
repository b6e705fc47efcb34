import {
  asId,
  type Disposition,
  type EntryId,
  internalServiceId,
  type ScheduleId,
  type Service,
  type ServiceId,
} from "@patchbay/core";
import { deskRequests, type ServiceForm, type ServiceRow } from "@patchbay/protocol";
import type { ContentWrite } from "../../../center/content.js";
import type { CenterHandle } from "../../../center/edge.js";
import { cleanText } from "../../../center/plain-text.js";
import { servicesOf } from "../../views/agent-views.js";
import { type Fault, type Responder, responder } from "../respond.js";
import { lastChanges } from "./changes.js";
import { isOtherForm } from "./same-form.js";
import { scenarioName } from "./scenario-requests.js";

/** What the core keeps of a service and what its words say, as one form. */
export function serviceFormOf(handle: CenterHandle, service: Service): ServiceForm {
  const words = handle.words();
  return {
    name: words.services.get(service.id)?.name ?? service.id,
    open: service.open,
    scheduleId: service.scheduleId ?? null,
    requires: service.requires.map(({ skillId, levelMin }) => ({ skillId, levelMin })),
    distribution: service.distribution,
    answerTimeoutMs: service.answerTimeoutMs,
    queueLengthMax: service.queueLengthMax,
    serviceLevel: words.services.get(service.id)?.serviceLevel ?? null,
    wrapUpMs: service.wrapUpMs,
    wrapUpEndsItself: service.wrapUpEndsItself,
    dispositions: service.dispositions.map(({ id, type }) => ({
      id,
      name: words.dispositions.get(id)?.name ?? id,
      type,
    })),
    dispositionMandatory: service.dispositionMandatory,
    endUndoMs: service.endUndoMs,
    graceMs: service.graceMs,
    graceOfferMs: service.graceOfferMs,
    inactivityWarnMs: service.inactivityWarnMs,
    inactivityEndMs: service.inactivityEndMs,
  };
}

const cleaned = (form: ServiceForm): ServiceForm => ({
  ...form,
  name: cleanText(form.name),
  dispositions: form.dispositions.map((one) => ({ ...one, name: cleanText(one.name) })),
});

export const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Those that calls between colleagues stand under are nobody's to change. */
const servicesIn = ({ center }: CenterHandle): Service[] =>
  [...center.state.configuration.services.values()].filter(({ id }) => id !== internalServiceId);

function problemOf(handle: CenterHandle, before: Service | undefined, form: ServiceForm): Fault | null {
  const twin = servicesIn(handle).find(
    ({ id }) => id !== before?.id && sameName(handle.words().services.get(id)?.name ?? id, form.name),
  );
  if (twin !== undefined) return { code: "name_taken", facts: { path: "form.name" } };
  const names = form.dispositions.map(({ name }) => name.trim().toLowerCase());
  if (new Set(names).size < names.length)
    return { code: "disposition_twice", facts: { path: "form.dispositions" } };
  if (form.dispositionMandatory && names.length === 0)
    return { code: "invalid_args", facts: { path: "form.dispositions", problem: "none to choose from" } };
  if (
    form.scheduleId !== null &&
    !handle.center.state.configuration.schedules.has(asId<ScheduleId>(form.scheduleId))
  )
    return { code: "object_not_found", facts: { path: "form.scheduleId" } };
  const skills = form.requires.map(({ skillId }) => skillId);
  const had = new Set<string>(before?.requires.map(({ skillId }) => skillId));
  const unknown = skills.find((skillId) => !handle.words().skills.has(skillId) && !had.has(skillId));
  if (unknown !== undefined) return { code: "object_not_found", facts: { skillId: unknown } };
  if (new Set(skills).size < skills.length)
    return { code: "invalid_args", facts: { path: "form.requires", problem: "a skill twice" } };
  return null;
}

/**
 * The dispositions as the core keeps them, with the names that are new. Under a new name one keeps its id, so that what was
 * chosen before is called so too; unless another service has it, whose results are not to be renamed from here.
 */
function dispositionsOf(handle: CenterHandle, before: Service | undefined, form: ServiceForm) {
  const own = new Set<string>(before?.dispositions.map(({ id }) => id));
  const elsewhere = new Set<string>(
    servicesIn(handle).flatMap(({ id, dispositions }) =>
      id === before?.id ? [] : dispositions.map((one) => one.id),
    ),
  );
  const names = handle.words().dispositions;
  const kept: Disposition[] = [];
  const content: ContentWrite[] = [];
  for (const { id, name, type } of form.dispositions) {
    const isRenamed = id !== null && names.get(id)?.name !== name;
    const stays = id !== null && own.has(id) && !(isRenamed && elsewhere.has(id));
    const dispositionId = stays ? id : handle.ids.next();
    kept.push({ id: asId(dispositionId), type });
    if (!stays || isRenamed) content.push({ table: "disposition_words", dispositionId, words: { name } });
  }
  return { kept, content };
}

function usedBy(handle: CenterHandle, serviceId: ServiceId): ServiceRow["usedBy"] {
  const { entries, scenarios, prompts } = handle.center.state.configuration;
  const words = handle.words();
  const named = (id: EntryId) => ({ id, name: words.entries.get(id)?.name ?? id });
  const own = [...entries.values()].filter((entry) => entry.serviceId === serviceId);
  return {
    chatEntries: own.filter(({ voice }) => voice === undefined).map(({ id }) => named(id)),
    numbers: own.filter(({ voice }) => voice !== undefined).map(({ id }) => named(id)),
    scenarios: [...scenarios.values()]
      .filter(({ steps }) =>
        Object.values(steps).some((step) => "serviceId" in step && step.serviceId === serviceId),
      )
      .map(({ id }) => ({ id, name: scenarioName(handle, id) })),
    messages: [...prompts.values()]
      .filter(({ message }) => message?.serviceId === serviceId)
      .map(({ id }) => ({ id, name: words.prompts.get(id)?.name ?? id })),
  };
}

export const serviceRequests: readonly Responder[] = [
  responder(deskRequests.setupServices, (_input, _asker, { handle }) => ({
    query: async () => {
      const changes = await lastChanges(handle, "ServiceConfigured", ({ service }) => service.id);
      const { configuration, agents, interactions, handling } = handle.center.state;
      const alive = new Map<string, number>();
      for (const { serviceId } of interactions.values())
        alive.set(serviceId, (alive.get(serviceId) ?? 0) + 1);
      const qualified = new Map<string, number>();
      const loggedIn = new Map<string, number>();
      for (const user of configuration.users.values()) {
        if (!user.enabled) continue;
        for (const id of servicesOf(user, configuration)) {
          qualified.set(id, (qualified.get(id) ?? 0) + 1);
          if (agents.has(user.id)) loggedIn.set(id, (loggedIn.get(id) ?? 0) + 1);
        }
      }
      const services = servicesIn(handle).map((service) => ({
        serviceId: service.id as string,
        form: serviceFormOf(handle, service),
        usedBy: usedBy(handle, service.id),
        qualified: qualified.get(service.id) ?? 0,
        loggedIn: loggedIn.get(service.id) ?? 0,
        alive: alive.get(service.id) ?? 0,
        answered: (handling.get(service.id)?.length ?? 0) > 0,
        ...changes(service.id),
      }));
      return { services: services.sort((a, b) => a.form.name.localeCompare(b.form.name, "en")) };
    },
  })),
  responder(deskRequests.saveService, async ({ serviceId: known, was, form }, { agentId }, { handle }) => {
    const before = servicesIn(handle).find(({ id }) => id === known);
    if (known !== null && before === undefined) return { fault: { code: "no_service" } };
    const wanted = cleaned(form);
    if (before !== undefined) {
      const now = serviceFormOf(handle, before);
      // What is already so cannot be in anybody's way: this may be a request that is asked again.
      if (!isOtherForm(wanted, now)) return { submissions: [], output: { serviceId: before.id } };
      if (was === null || isOtherForm(was, now)) {
        const changes = await lastChanges(handle, "ServiceConfigured", ({ service }) => service.id);
        return { fault: { code: "version_conflict", facts: { ...changes(before.id) } } };
      }
    }
    const problem = problemOf(handle, before, wanted);
    if (problem !== null) return { fault: problem };
    const serviceId = known ?? handle.ids.next();
    const { name, serviceLevel, dispositions: _, requires, scheduleId, ...rules } = wanted;
    const { scheduleId: ___, ...others } = before ?? {};
    const { kept, content } = dispositionsOf(handle, before, wanted);
    const { serviceLevel: __, ...words } = handle.words().services.get(serviceId) ?? { name };
    return {
      submissions: [
        {
          command: {
            type: "ConfigureService",
            service: {
              ...others,
              ...rules,
              ...(scheduleId !== null && { scheduleId: asId<ScheduleId>(scheduleId) }),
              id: asId(serviceId),
              requires: requires.map(({ skillId, levelMin }) => ({ skillId: asId(skillId), levelMin })),
              dispositions: kept,
            },
            by: agentId,
          },
          content: [
            ...content,
            {
              table: "service_words",
              serviceId,
              words: { ...words, name, ...(serviceLevel !== null && { serviceLevel }) },
            },
          ],
        },
      ],
      output: { serviceId },
    };
  }),
  responder(deskRequests.removeService, ({ serviceId }, { agentId }) => ({
    submissions: [{ command: { type: "RemoveService", serviceId: asId(serviceId), by: agentId } }],
    output: {},
  })),
];
