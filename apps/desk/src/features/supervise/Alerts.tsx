import type { AlertView } from "@patchbay/protocol";
import { IconAdjustmentsHorizontal, IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { later } from "../../parts/later.js";
import { clockText, useNow } from "../../parts/time.js";
import { useWaiting } from "../../parts/use-waiting.js";
import { ask, toastError } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { timeText } from "../conversation/timeline/wording.js";
import { rosterState } from "../presence/state-view.js";
import "./alerts.css";

const AlertRulesForm = later(async () => (await import("./AlertRulesForm.js")).AlertRulesForm, {
  isFetchedAhead: false,
});
/** More than these are listed when somebody asks. */
const SHOWN_MAX = 4;
const NONE: readonly AlertView[] = [];

/** What is beyond a threshold now, quietly: what nobody has seen first. It stands over every tab of the room. */
export function Alerts() {
  const t = useWords();
  const alerts = useDesk((state) => state.data?.alerts ?? NONE);
  const [all, setAll] = useState(false);
  if (alerts.length === 0) return null;
  const sorted = [...alerts].sort(
    (a, b) => Number(a.acknowledged !== null) - Number(b.acknowledged !== null) || a.since - b.since,
  );
  const fresh = alerts.filter(({ acknowledged }) => acknowledged === null).length;
  return (
    <section className="alerts" aria-label={t("supervise.alerts.title")}>
      <p className="vh" role="status">
        {fresh > 0 && t("supervise.alerts.fresh", { count: fresh })}
      </p>
      <ul>
        {(all ? sorted : sorted.slice(0, SHOWN_MAX)).map((alert) => (
          <Alert key={alert.alertId} alert={alert} />
        ))}
      </ul>
      {alerts.length > SHOWN_MAX && (
        <button type="button" className="text-button small" onClick={() => setAll(!all)}>
          {all
            ? t("supervise.alerts.fewer")
            : t("supervise.alerts.more", { count: alerts.length - SHOWN_MAX })}
        </button>
      )}
    </section>
  );
}

function Alert({ alert }: { readonly alert: AlertView }) {
  const t = useWords();
  const now = useNow();
  const [waiting, run] = useWaiting();
  const { alertId, kind, subject, since, value, acknowledged } = alert;
  const isTime = kind === "longest_wait" || kind === "state_time" || kind === "not_answering";
  const person = useDesk(({ data }) => data?.roster.get(subject.id));
  const reasons = useDesk(({ data }) => data?.reasons) ?? [];
  const said = t(`supervise.alerts.said.${kind}`, {
    name: subject.name,
    state: person === undefined ? "" : rosterState(person, reasons).text,
    count: Math.round(value),
    time: clockText(isTime ? now - value : 0),
  });
  const seen = async (): Promise<void> => {
    const answer = await ask("acknowledgeAlert", { alertId });
    if (!answer.ok) toastError(answer.error);
  };
  return (
    <li className={`alert ${acknowledged === null ? "m-breached" : "m-offline"}`} data-alert={alertId}>
      <span className={acknowledged === null ? "t-m m-breached" : "soft"} aria-hidden="true">
        <IconAlertTriangle size={16} stroke={1.7} />
      </span>
      <span className="clip grow" title={said}>
        {acknowledged === null ? <b className="strong">{said}</b> : said}
      </span>
      <span className="small soft num">{t("supervise.alerts.since", { time: timeText(since) })}</span>
      {acknowledged === null ? (
        <button
          type="button"
          className="btn sm"
          aria-label={t("supervise.alerts.seeWhat", { what: said })}
          aria-disabled={waiting}
          onClick={() => run(seen)}
        >
          {t("supervise.alerts.see")}
        </button>
      ) : (
        <span className="row tight small soft alert-seen">
          <IconCheck size={14} stroke={1.8} aria-hidden="true" />
          <span className="clip">{t("supervise.alerts.seen", { name: acknowledged.name })}</span>
        </span>
      )}
    </li>
  );
}

/** Opens when alerts come. */
export function AlertRulesButton() {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <IconAdjustmentsHorizontal size={16} stroke={1.7} aria-hidden="true" />
        {t("supervise.alerts.rules")}
      </button>
      {open && <AlertRulesForm onClose={() => setOpen(false)} />}
    </>
  );
}
