import { asId, type ServiceId } from "@patchbay/core";
import { deskRequests, type ScreenPopForm } from "@patchbay/protocol";
import { cleanText } from "../../../center/plain-text.js";
import { formProblem } from "../../../screen-pop/index.js";
import { agentName } from "../../views/message-view.js";
import { type Responder, responder } from "../respond.js";

const nothing: ScreenPopForm = { pages: [], origins: [], text: "" };

const cleaned = (form: ScreenPopForm): ScreenPopForm => ({
  pages: form.pages.map((page) => ({ ...page, label: cleanText(page.label), url: cleanText(page.url) })),
  origins: [...new Set(form.origins)],
  text: cleanText(form.text),
});

export const screenPopSetupResponders: readonly Responder[] = [
  responder(deskRequests.setupScreenPops, (_input, _asker, { handle }) => ({
    query: async () => {
      const saved = new Map((await handle.records.screenPops.all()).map((one) => [one.serviceId, one]));
      const words = handle.words();
      const services = [...handle.center.state.configuration.services.keys()].map((serviceId) => {
        const one = saved.get(serviceId);
        return {
          serviceId: serviceId as string,
          name: words.services.get(serviceId)?.name ?? serviceId,
          version: one?.version ?? 0,
          form: one?.form ?? nothing,
          changedAt: one?.changedAt ?? null,
          changedBy: one === undefined ? null : agentName(words, one.changedBy),
        };
      });
      return { services: services.sort((a, b) => a.name.localeCompare(b.name, "en")) };
    },
  })),
  responder(deskRequests.saveScreenPop, ({ serviceId, version, form }, { agentId }, { handle }) => ({
    ask: async () => {
      if (!handle.center.state.configuration.services.has(asId<ServiceId>(serviceId)))
        return { fault: { code: "object_not_found" } };
      const wanted = cleaned(form);
      const path = formProblem(wanted);
      if (path !== null) return { fault: { code: "invalid_args", facts: { path } } };
      const { screenPops } = handle.records;
      const isStored = await screenPops.put({
        serviceId,
        version: version + 1,
        form: wanted,
        changedAt: handle.clock.now(),
        changedBy: agentId,
      });
      if (isStored) return { output: { version: version + 1 } };
      const now = await screenPops.ofService(serviceId);
      // Asked again because the answer was lost: it is as it was wanted.
      if (now?.changedBy === agentId && now.version === version + 1 && isSame(now.form, wanted))
        return { output: { version: now.version } };
      const changedBy = now === undefined ? null : agentName(handle.words(), now.changedBy);
      return { fault: { code: "version_conflict", facts: { changedBy, changedAt: now?.changedAt ?? null } } };
    },
  })),
];

/** Whatever order a database gives the fields back in. */
const isSame = (a: ScreenPopForm, b: ScreenPopForm): boolean => printOf(a) === printOf(b);
const printOf = ({ pages, origins, text }: ScreenPopForm): string =>
  JSON.stringify([pages.map(({ label, url, when, stays }) => [label, url, when, stays]), origins, text]);
