import { asId, recordingRuleDefault as coreDefault, type Service, type ServiceId } from "@patchbay/core";
import { deskRequests, type RecordingForm } from "@patchbay/protocol";
import { type RecordingRule, recordingRuleDefault } from "../../../recordings/index.js";
import { type Responder, responder } from "../respond.js";
import { lastChanges } from "./changes.js";

/** What the core keeps of a service's rule and what the tables keep, as one form. */
function formOf(
  { recording = coreDefault }: Service,
  kept: RecordingRule = recordingRuleDefault,
): RecordingForm {
  const { mode, mayStop, pauseMaxMs, consent } = recording;
  const { retentionDays, agentsListen, download } = kept;
  return { mode, mayStop, pauseMaxMs, consent, retentionDays, agentsListen, download };
}

const isSame = (a: RecordingForm, b: RecordingForm): boolean =>
  (Object.keys(a) as (keyof RecordingForm)[]).every((key) => a[key] === b[key]);

export const recordingRequests: readonly Responder[] = [
  responder(deskRequests.setupRecording, (_input, _asker, { handle, recordingRules }) => ({
    query: async () => {
      const [kept, changes] = await Promise.all([
        recordingRules.rules(),
        lastChanges(handle, "ServiceConfigured", ({ service }) => service.id),
      ]);
      const { services } = handle.words();
      const rules = [...handle.center.state.configuration.services.values()].map((service) => ({
        serviceId: service.id as string,
        name: services.get(service.id)?.name ?? service.id,
        form: formOf(service, kept.get(service.id)),
        ...changes(service.id),
      }));
      return { rules: rules.sort((a, b) => a.name.localeCompare(b.name, "en")) };
    },
  })),
  responder(deskRequests.saveRecordingRule, ({ serviceId, was, form }, { agentId }, room) => ({
    ask: async () => {
      const { handle, recordingRules } = room;
      const id = asId<ServiceId>(serviceId);
      const kept = (await recordingRules.rules()).get(serviceId);
      const service = handle.center.state.configuration.services.get(id);
      if (service === undefined) return { fault: { code: "object_not_found", facts: { serviceId } } };
      const now = formOf(service, kept);
      // What is already so cannot be in anybody's way: this may be a request that is asked again.
      if (isSame(form, now)) return { output: {} };
      if (!isSame(was, now)) {
        const changes = await lastChanges(handle, "ServiceConfigured", (event) => event.service.id);
        return { fault: { code: "version_conflict", facts: { ...changes(serviceId) } } };
      }
      const { mode, mayStop, pauseMaxMs, consent, retentionDays, agentsListen, download } = form;
      // The journal comes first, also where only the tables change: it says who changed it.
      const done = await handle.center.submit({
        command: {
          type: "ConfigureService",
          service: { ...service, recording: { mode, mayStop, pauseMaxMs, consent } },
          by: agentId,
        },
      });
      if (!done.ok) return { fault: done.rejection };
      const { signatureDays } = kept ?? recordingRuleDefault;
      await recordingRules.putRule(serviceId, { retentionDays, signatureDays, agentsListen, download });
      return { output: {} };
    },
  })),
];
