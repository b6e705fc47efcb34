import { asId, type Reason } from "@patchbay/core";
import { deskRequests, type ReasonForm } from "@patchbay/protocol";
import type { CenterHandle } from "../../../center/edge.js";
import { cleanText } from "../../../center/plain-text.js";
import { type Responder, responder } from "../respond.js";
import { lastChanges } from "./changes.js";
import { isOtherForm } from "./same-form.js";
import { sameName } from "./service-requests.js";

/** A new reason's picture when nobody chose one. */
const USUAL_ICON = "coffee";

function formOf(handle: CenterHandle, { id, limitMs }: Reason): ReasonForm {
  const words = handle.words().reasons.get(id);
  return { name: words?.name ?? id, icon: words?.icon ?? "", limitMs };
}

/** Why agents are not ready. The core's own reasons can be called otherwise, and nothing else. */
export const reasonRequests: readonly Responder[] = [
  responder(deskRequests.setupReasons, (_input, _asker, { handle }) => ({
    query: async () => {
      const changes = await lastChanges(handle, "ReasonConfigured", ({ reason }) => reason.id);
      const { configuration, agents } = handle.center.state;
      const away = new Map<string, number>();
      for (const { presence } of agents.values()) {
        if (presence.kind !== "not_ready" || presence.reason === null) continue;
        away.set(presence.reason, (away.get(presence.reason) ?? 0) + 1);
      }
      return {
        reasons: [...configuration.reasons.values()].map((reason) => ({
          reasonId: reason.id as string,
          kind: reason.kind,
          form: formOf(handle, reason),
          away: away.get(reason.id) ?? 0,
          ...changes(reason.id),
        })),
      };
    },
  })),
  responder(deskRequests.saveReason, async ({ reasonId: known, was, form }, { agentId }, { handle }) => {
    const { reasons } = handle.center.state.configuration;
    const before = known === null ? undefined : reasons.get(asId(known));
    if (known !== null && before === undefined) return { fault: { code: "object_not_found" } };
    const typed = { ...form, name: cleanText(form.name), icon: form.icon === "" ? USUAL_ICON : form.icon };
    const now = before === undefined ? null : formOf(handle, before);
    const isSystem = before?.kind === "system";
    const wanted = isSystem && now !== null ? { ...now, name: typed.name } : typed;
    if (now !== null && !isOtherForm(wanted, now))
      return { submissions: [], output: { reasonId: known ?? "" } };
    if (now !== null && (was === null || isOtherForm(was, now))) {
      const changes = await lastChanges(handle, "ReasonConfigured", ({ reason }) => reason.id);
      return { fault: { code: "version_conflict", facts: { ...changes(known ?? "") } } };
    }
    const twin = [...reasons.values()].find(
      (one) => one.id !== known && sameName(formOf(handle, one).name, wanted.name),
    );
    if (twin !== undefined) return { fault: { code: "name_taken", facts: { path: "form.name" } } };
    const reasonId = known ?? handle.ids.next();
    const { name, icon, limitMs } = wanted;
    return {
      submissions: [
        {
          command: {
            type: "ConfigureReason",
            reason: { id: asId(reasonId), kind: before?.kind ?? "agent", limitMs },
            by: agentId,
          },
          content: [{ table: "reason_words", reasonId, words: { name, icon } }],
        },
      ],
      output: { reasonId },
    };
  }),
  responder(deskRequests.removeReason, ({ reasonId }, { agentId }) => ({
    submissions: [{ command: { type: "RemoveReason", reasonId: asId(reasonId), by: agentId } }],
    output: {},
  })),
];
