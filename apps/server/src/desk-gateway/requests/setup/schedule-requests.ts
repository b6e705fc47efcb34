import { asId, isScheduleOpen, type OpenHours, openingAt, type Schedule } from "@patchbay/core";
import { deskRequests, type ScheduleForm } from "@patchbay/protocol";
import type { CenterHandle } from "../../../center/edge.js";
import { cleanText } from "../../../center/plain-text.js";
import { isZone, zoneOf } from "../../../center/zone-offsets.js";
import { type Responder, responder } from "../respond.js";
import { lastChanges } from "./changes.js";
import { isOtherForm } from "./same-form.js";
import { sameName } from "./service-requests.js";

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
/** How far ahead the turns of a form are told. */
const TRIED_MS = 14 * 24 * 3_600_000;
const TURNS_MAX = 60;

function formOf(handle: CenterHandle, { id, zone, open, days }: Schedule): ScheduleForm {
  const words = handle.words().schedules?.get(id);
  return {
    name: words?.name ?? id,
    zone: zone.name,
    week: WEEKDAYS.map((weekday) =>
      open
        .filter((one) => one.weekday === weekday)
        .map(({ fromMinute, toMinute }) => ({ fromMinute, toMinute }))
        .sort((a, b) => a.fromMinute - b.fromMinute),
    ),
    days: days.map(({ date, open: stretches }) => ({
      date,
      name: words?.days[date] ?? "",
      open: stretches.map(({ fromMinute, toMinute }) => ({ fromMinute, toMinute })),
    })),
  };
}

/** In the order in which it is kept, so that two of the same hours are the same form. */
const cleaned = (form: ScheduleForm): ScheduleForm => ({
  name: cleanText(form.name),
  zone: form.zone,
  week: form.week.map(inOrder),
  days: form.days
    .map(({ date, name, open }) => ({ date, name: cleanText(name), open: inOrder(open) }))
    .sort((a, b) => (a.date < b.date ? -1 : 1)),
});
const inOrder = (stretches: ScheduleForm["week"][number]) =>
  [...stretches].sort((a, b) => a.fromMinute - b.fromMinute);

function scheduleOf(scheduleId: string, form: ScheduleForm, now: number): Schedule {
  return {
    id: asId(scheduleId),
    zone: zoneOf(form.zone, now),
    open: form.week.flatMap((stretches, at) =>
      stretches.map(({ fromMinute, toMinute }) => ({
        weekday: (at + 1) as OpenHours["weekday"],
        fromMinute,
        toMinute,
      })),
    ),
    days: form.days.map(({ date, open }) => ({ date, open })),
  };
}

const noZone = (zone: string) => ({
  fault: { code: "object_not_found", facts: { path: "form.zone", zone } } as const,
});

/** Opening hours: when services take somebody new. */
export const scheduleRequests: readonly Responder[] = [
  responder(deskRequests.setupSchedules, (_input, _asker, { handle }) => ({
    query: async () => {
      const changes = await lastChanges(handle, "ScheduleConfigured", ({ schedule }) => schedule.id);
      const { configuration, openings } = handle.center.state;
      const rows = [...configuration.schedules.values()].map((schedule) => ({
        scheduleId: schedule.id as string,
        form: formOf(handle, schedule),
        open: openings.get(schedule.id)?.open ?? false,
        until: openings.get(schedule.id)?.until ?? 0,
        usedBy: [...configuration.services.values()]
          .filter(({ scheduleId }) => scheduleId === schedule.id)
          .map(({ id }) => ({ id: id as string, name: handle.words().services.get(id)?.name ?? id })),
        ...changes(schedule.id),
      }));
      return { schedules: rows.sort((a, b) => a.form.name.localeCompare(b.form.name, "en")) };
    },
  })),
  responder(deskRequests.trySchedule, ({ form }, _asker, { handle }) => {
    if (!isZone(form.zone)) return noZone(form.zone);
    const now = handle.clock.now();
    const schedule = scheduleOf("tried", cleaned(form), now);
    const turns: { at: number; open: boolean }[] = [];
    for (let at = now; turns.length < TURNS_MAX; ) {
      const { open, until } = openingAt(schedule, at);
      if (until > now + TRIED_MS) break;
      turns.push({ at: until, open: !open });
      at = until;
    }
    return { query: async () => ({ open: isScheduleOpen(schedule, now), turns }) };
  }),
  responder(deskRequests.saveSchedule, async ({ scheduleId: known, was, form }, { agentId }, { handle }) => {
    const { schedules } = handle.center.state.configuration;
    const before = known === null ? undefined : schedules.get(asId(known));
    if (known !== null && before === undefined) return { fault: { code: "object_not_found" } };
    const wanted = cleaned(form);
    if (!isZone(wanted.zone)) return noZone(wanted.zone);
    if (before !== undefined) {
      const now = formOf(handle, before);
      if (!isOtherForm(wanted, now)) return { submissions: [], output: { scheduleId: before.id } };
      if (was === null || isOtherForm(cleaned(was), now)) {
        const changes = await lastChanges(handle, "ScheduleConfigured", ({ schedule }) => schedule.id);
        return { fault: { code: "version_conflict", facts: { ...changes(before.id) } } };
      }
    }
    const twin = [...schedules.values()].find(
      (one) => one.id !== before?.id && sameName(formOf(handle, one).name, wanted.name),
    );
    if (twin !== undefined) return { fault: { code: "name_taken", facts: { path: "form.name" } } };
    const scheduleId = known ?? handle.ids.next();
    const days = Object.fromEntries(
      wanted.days.filter(({ name }) => name !== "").map(({ date, name }) => [date, name]),
    );
    return {
      submissions: [
        {
          command: {
            type: "ConfigureSchedule",
            schedule: scheduleOf(scheduleId, wanted, handle.clock.now()),
            by: agentId,
          },
          content: [{ table: "schedule_words", scheduleId, words: { name: wanted.name, days } }],
        },
      ],
      output: { scheduleId },
    };
  }),
  responder(deskRequests.removeSchedule, ({ scheduleId }, { agentId }) => ({
    submissions: [{ command: { type: "RemoveSchedule", scheduleId: asId(scheduleId), by: agentId } }],
    output: {},
  })),
];
