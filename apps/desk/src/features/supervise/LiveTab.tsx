import type { RosterView, ServiceView } from "@patchbay/protocol";
import { clockText, useNow } from "../../parts/time.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { Agents } from "./Agents.js";
import { LiveCalls } from "./LiveCalls.js";
import { LiveChats } from "./LiveChats.js";
import { type Column, LiveTable } from "./LiveTable.js";
import { StepInDialog } from "./StepInDialog.js";
import { Waiting } from "./Waiting.js";

const SERVICE_COLUMNS: readonly Column[] = [
  { words: "supervise.service" },
  { words: "supervise.waiting", look: "r" },
  { words: "supervise.longest", look: "r" },
  { words: "supervise.estimate", look: "r" },
  { words: "supervise.handlers", look: "r" },
];
/** Who is here, what they do, who waits; and a supervisor's hand on the switch. */
export function LiveTab() {
  const now = useNow();
  const services = useDesk((state) => state.data?.services);
  const roster = useDesk((state) => state.data?.roster);
  const queues = useDesk((state) => state.data?.queues);
  if (!services || !roster) return null;
  // Whose line is not told waits for nobody whom this user looks after.
  const shown = [...services.values()].filter(({ serviceId }) => queues?.has(serviceId) === true);
  const people = [...roster.values()].filter(({ word }) => word !== null);
  return (
    <>
      <LiveTable id="services" columns={SERVICE_COLUMNS}>
        {shown.map((service) => (
          <ServiceRow
            key={service.serviceId}
            service={service}
            agents={people.filter(({ serviceIds }) => serviceIds.includes(service.serviceId))}
            now={now}
          />
        ))}
      </LiveTable>
      <Waiting />
      <LiveChats />
      <LiveCalls />
      <Agents />
      <StepInDialog />
    </>
  );
}

function ServiceRow({
  service: { name, open, waiting, oldestSince, ewtSeconds },
  agents,
  now,
}: {
  readonly service: ServiceView;
  /** Those who are signed in. */
  readonly agents: readonly RosterView[];
  readonly now: number;
}) {
  const t = useWords();
  const ready = agents.filter(({ word }) => word === "ready").length;
  return (
    <tr>
      <td>
        <b className="strong">{name}</b>
        {!open && <span className="chip">{t("supervise.closed")}</span>}
      </td>
      <td className="r">{waiting}</td>
      <td className={`r${oldestSince === null ? " mute" : ""}`}>
        {oldestSince === null ? t("supervise.none") : clockText(now - oldestSince)}
      </td>
      <td className={`r${ewtSeconds === null ? " mute" : ""}`}>
        {ewtSeconds === null ? t("supervise.unknown") : clockText(ewtSeconds * 1_000)}
      </td>
      <td className="r">{t("supervise.of", { ready, all: agents.length })}</td>
    </tr>
  );
}
