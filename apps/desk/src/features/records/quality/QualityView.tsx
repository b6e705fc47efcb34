import {
  type QualityGroupBy,
  type QualityGroupView,
  type QualityLegView,
  qualityGroups,
} from "@patchbay/protocol";
import { useEffect, useState } from "react";
import { useNow } from "../../../parts/time.js";
import { heardAs } from "../../../phone/quality.js";
import { serverNow } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { whenText } from "../../context/history/when.js";
import { Choice } from "../FilterBar.js";
import { readQualityGroups, readQualityLegs } from "../records-http.js";
import { openRecord } from "../records-store.js";
import "./quality.css";

const DAY_MS = 86_400_000;
const SPANS = { day: 1, week: 7, month: 30 } as const;
type Span = keyof typeof SPANS;
const TONES = { good: "m-ready", fair: "m-due", poor: "m-breached" } as const;

/** How calls sound, by agent, device or network: the worst first, down to each call. */
export function QualityView() {
  const t = useWords();
  const [by, setBy] = useState<QualityGroupBy>("agent");
  const [span, setSpan] = useState<Span>("week");
  const [groups, setGroups] = useState<readonly QualityGroupView[] | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [from, setFrom] = useState(0);
  useEffect(() => {
    let gone = false;
    const since = serverNow() - SPANS[span] * DAY_MS;
    setOpen(null);
    setFrom(since);
    void readQualityGroups(by, since).then((answer) => {
      if (gone) return;
      setError(answer.ok ? null : answer.code);
      if (answer.ok) setGroups(answer.result);
    });
    return () => {
      gone = true;
    };
  }, [by, span]);
  return (
    <div className="quality">
      <div className="records-search records-find">
        <fieldset className="segment">
          <legend className="vh">{t("records.sound.by")}</legend>
          {qualityGroups.map((one) => (
            <button
              key={one}
              type="button"
              className={by === one ? "on" : ""}
              aria-pressed={by === one}
              onClick={() => setBy(one)}
            >
              {t(`records.sound.groups.${one}`)}
            </button>
          ))}
        </fieldset>
        <Choice label={t("records.span.label")} value={span} onChoose={(value) => setSpan(value as Span)}>
          {(Object.keys(SPANS) as Span[]).map((one) => (
            <option key={one} value={one}>
              {t(`records.sound.span.${one}`)}
            </option>
          ))}
        </Choice>
      </div>
      <div className="records-scroll">
        {error !== null && (
          <p className="hint bad" role="alert">
            {t(`errors.${error}`)}
          </p>
        )}
        {groups !== null && groups.length === 0 && (
          <p className="quality-none soft">{t("records.sound.none")}</p>
        )}
        {groups !== null && groups.length > 0 && (
          <table className="table quality-table">
            <thead>
              <tr>
                <th scope="col">{t(`records.sound.groups.${by}`)}</th>
                <th scope="col">{t("records.sound.heard")}</th>
                {(["mos", "worst", "loss", "jitter", "calls", "reports"] as const).map((column) => (
                  <th key={column} scope="col" className="r">
                    {t(`records.sound.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            {groups.map((group) => (
              <Group
                key={group.key}
                group={group}
                by={by}
                from={from}
                open={open === group.key}
                onToggle={() => setOpen(open === group.key ? null : group.key)}
              />
            ))}
          </table>
        )}
      </div>
    </div>
  );
}

function Group({
  group,
  by,
  from,
  open,
  onToggle,
}: {
  readonly group: QualityGroupView;
  readonly by: QualityGroupBy;
  readonly from: number;
  readonly open: boolean;
  readonly onToggle: () => void;
}) {
  const t = useWords();
  const [legs, setLegs] = useState<readonly QualityLegView[] | null>(null);
  useEffect(() => {
    if (!open) return;
    void readQualityLegs(by, group.key, from).then((answer) => answer.ok && setLegs(answer.result));
  }, [open, by, group.key, from]);
  const name =
    by === "device" && (group.name === "sip" || group.name === "external")
      ? t(`records.sound.device.${group.name}`)
      : group.name;
  return (
    <tbody>
      <tr>
        <td>
          <button type="button" className="records-name clip" aria-expanded={open} onClick={onToggle}>
            {name === "" ? t("records.sound.unknown") : name}
          </button>
        </td>
        <Heard of={group} />
        <Figures of={group} />
        <td className="r">{group.calls}</td>
        <td className={`r${group.reports > 0 ? " strong" : " mute"}`}>{group.reports}</td>
      </tr>
      {open && legs?.map((leg) => <Leg key={leg.legId} leg={leg} />)}
    </tbody>
  );
}

function Leg({ leg }: { readonly leg: QualityLegView }) {
  const t = useWords();
  const now = useNow();
  const when = whenText(t, leg.startedAt, now);
  return (
    <tr className="quality-leg">
      <td title={[leg.device, leg.network].filter((part) => part !== "").join(" · ")}>
        <button
          type="button"
          className="records-name clip"
          aria-label={t("records.open", { name: leg.agentName, when })}
          onClick={() => openRecord(leg.interactionId)}
        >
          {when}
        </button>
        <span className="small soft"> {leg.agentName}</span>
      </td>
      <Heard of={leg} />
      <Figures of={leg} />
      <td />
      <td className="r">
        {leg.report === null
          ? ""
          : leg.report === "unsaid"
            ? t("records.sound.bad")
            : t(`records.bad.problem.${leg.report}`)}
      </td>
    </tr>
  );
}

function Heard({ of: { mos, mosMin } }: { readonly of: Pick<QualityLegView, "mos" | "mosMin"> }) {
  const t = useWords();
  const { grade, mostly } = heardAs(mos, mosMin);
  return (
    <td>
      <span className={`chip ${TONES[grade]}`}>
        {t(mostly ? `records.sound.mostly.${grade}` : `call.quality.${grade}`)}
      </span>
    </td>
  );
}

function Figures({
  of: { mos, mosMin, loss, lossMax, jitterMs, jitterMsMax },
}: {
  readonly of: Pick<QualityLegView, "mos" | "mosMin" | "loss" | "lossMax" | "jitterMs" | "jitterMsMax">;
}) {
  const percent = (share: number): string => (share * 100).toFixed(share < 0.1 ? 1 : 0);
  return (
    <>
      <td className="r">{mos.toFixed(2)}</td>
      <td className="r">{mosMin.toFixed(2)}</td>
      <td className="r">
        {percent(loss)} <span className="mute">/ {percent(lossMax)} %</span>
      </td>
      <td className="r">
        {Math.round(jitterMs)} <span className="mute">/ {Math.round(jitterMsMax)} ms</span>
      </td>
    </>
  );
}
