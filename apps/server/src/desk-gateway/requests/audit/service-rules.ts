import { deskRequests, type ReasonForm, type ScheduleForm, type ServiceForm } from "@patchbay/protocol";
import { type AuditRule, type ReadList, request, rule, type Subject } from "./audit-rule.js";

async function readService(id: string, list: ReadList): Promise<Subject | null> {
  const row = (await list(deskRequests.setupServices, {})).services.find(({ serviceId }) => serviceId === id);
  return row === undefined ? null : { name: row.form.name, form: row.form };
}

/** A service that comes back has dispositions of its own: the ids of the former ones may be another's by now. */
const restoreService: AuditRule["restore"] = (serviceId, wanted, now) =>
  wanted === null
    ? request(deskRequests.removeService, { serviceId })
    : request(deskRequests.saveService, {
        serviceId: now === null ? null : serviceId,
        was: now as ServiceForm | null,
        form: wanted as ServiceForm,
      });

async function readSkill(id: string, list: ReadList): Promise<Subject | null> {
  const row = (await list(deskRequests.setupSkills, {})).skills.find(({ skillId }) => skillId === id);
  return row === undefined ? null : { name: row.name, form: { name: row.name } };
}

const restoreSkill: AuditRule["restore"] = (skillId, wanted, now) =>
  wanted === null
    ? request(deskRequests.removeSkill, { skillId })
    : request(deskRequests.saveSkill, {
        skillId: now === null ? null : skillId,
        was: (now as { readonly name: string } | null)?.name ?? null,
        name: (wanted as { readonly name: string }).name,
      });

async function readReason(id: string, list: ReadList): Promise<Subject | null> {
  const row = (await list(deskRequests.setupReasons, {})).reasons.find(({ reasonId }) => reasonId === id);
  return row === undefined ? null : { name: row.form.name, form: row.form };
}

const restoreReason: AuditRule["restore"] = (reasonId, wanted, now) =>
  wanted === null
    ? request(deskRequests.removeReason, { reasonId })
    : request(deskRequests.saveReason, {
        reasonId: now === null ? null : reasonId,
        was: now as ReasonForm | null,
        form: wanted as ReasonForm,
      });

async function readSchedule(id: string, list: ReadList): Promise<Subject | null> {
  const row = (await list(deskRequests.setupSchedules, {})).schedules.find(
    ({ scheduleId }) => scheduleId === id,
  );
  return row === undefined ? null : { name: row.form.name, form: row.form };
}

const restoreSchedule: AuditRule["restore"] = (scheduleId, wanted, now) =>
  wanted === null
    ? request(deskRequests.removeSchedule, { scheduleId })
    : request(deskRequests.saveSchedule, {
        scheduleId: now === null ? null : scheduleId,
        was: now as ScheduleForm | null,
        form: wanted as ScheduleForm,
      });

/** Services, skills, not-ready reasons and opening hours. */
export const serviceRules: readonly AuditRule[] = [
  rule(deskRequests.saveService, {
    kind: "service",
    wants: ({ serviceId, form }, output) => [{ id: output?.serviceId ?? serviceId ?? "", after: form }],
    read: readService,
    restore: restoreService,
  }),
  rule(deskRequests.removeService, {
    kind: "service",
    wants: ({ serviceId }) => [{ id: serviceId, after: null }],
    read: readService,
    restore: restoreService,
  }),
  rule(deskRequests.saveSkill, {
    kind: "skill",
    wants: ({ skillId, name }, output) => [{ id: output?.skillId ?? skillId ?? "", after: { name } }],
    read: readSkill,
    restore: restoreSkill,
  }),
  rule(deskRequests.removeSkill, {
    kind: "skill",
    wants: ({ skillId }) => [{ id: skillId, after: null }],
    read: readSkill,
    restore: restoreSkill,
  }),
  rule(deskRequests.saveReason, {
    kind: "reason",
    wants: ({ reasonId, form }, output) => [{ id: output?.reasonId ?? reasonId ?? "", after: form }],
    read: readReason,
    restore: restoreReason,
  }),
  rule(deskRequests.removeReason, {
    kind: "reason",
    wants: ({ reasonId }) => [{ id: reasonId, after: null }],
    read: readReason,
    restore: restoreReason,
  }),
  rule(deskRequests.saveSchedule, {
    kind: "schedule",
    wants: ({ scheduleId, form }, output) => [{ id: output?.scheduleId ?? scheduleId ?? "", after: form }],
    read: readSchedule,
    restore: restoreSchedule,
  }),
  rule(deskRequests.removeSchedule, {
    kind: "schedule",
    wants: ({ scheduleId }) => [{ id: scheduleId, after: null }],
    read: readSchedule,
    restore: restoreSchedule,
  }),
];
