import type { CallQualityView, LegTimelineView } from "@patchbay/protocol";
import { clockText } from "../../../parts/time.js";
import { heardAs } from "../../../phone/quality.js";
import { useWords } from "../../../words/words.js";
import { lineOf, MOS_MAX, MOS_MIN } from "./timeline.js";
import "./quality.css";

const TONES = { good: "m-ready", fair: "m-due", poor: "m-breached" } as const;

/** How each leg of a call was heard, over time, and what was reported of it. */
export function CallSound({
  quality,
  customerName,
}: {
  readonly quality: CallQualityView;
  readonly customerName: string;
}) {
  const t = useWords();
  const from = Math.min(...quality.legs.map(({ startedAt }) => startedAt));
  const to = Math.max(
    ...quality.legs.map(({ startedAt, samples }) => startedAt + (samples.at(-1)?.atMs ?? 0)),
  );
  return (
    <>
      {quality.reports.map(({ agentName, problem }) => (
        <p key={agentName} className="small t-m m-due">
          {t(problem === null ? "records.sound.reported" : "records.sound.reportedAs", {
            name: agentName,
            problem: problem === null ? "" : t(`records.bad.problem.${problem}`).toLowerCase(),
          })}
        </p>
      ))}
      {quality.legs.map((leg) => (
        <Leg
          key={leg.legId}
          leg={leg}
          name={leg.agentName ?? customerName}
          from={from}
          lengthMs={to - from}
        />
      ))}
    </>
  );
}

function Leg({
  leg,
  name,
  from,
  lengthMs,
}: {
  readonly leg: LegTimelineView;
  readonly name: string;
  readonly from: number;
  readonly lengthMs: number;
}) {
  const t = useWords();
  const { grade, mostly } = heardAs(leg.mos, leg.mosMin);
  const figures = t("records.sound.figures", {
    mos: leg.mos.toFixed(1),
    worst: leg.mosMin.toFixed(1),
    loss: Math.round(leg.lossMax * 100),
    jitter: Math.round(leg.jitterMsMax),
  });
  const { line, losses } = lineOf(leg.samples, leg.startedAt - from, lengthMs);
  return (
    <section className="sound-leg" aria-label={t("records.sound.leg", { name })}>
      <div className="row">
        <b className="grow clip">{name}</b>
        <span className={`chip ${TONES[grade]}`}>
          {t(mostly ? `records.sound.mostly.${grade}` : `call.quality.${grade}`)}
        </span>
      </div>
      <svg
        className="sound-line"
        viewBox="0 0 100 20"
        preserveAspectRatio="none"
        role="img"
        aria-label={t("records.sound.chart", { name, figures, length: clockText(lengthMs) })}
      >
        {[MOS_MIN + 1, MOS_MIN + 2, MOS_MAX].map((mos) => (
          <line key={mos} className="grid" x1="0" x2="100" y1={yOf(mos)} y2={yOf(mos)} />
        ))}
        {losses.map(({ x, height }) => (
          <line key={x} className="lost" x1={x} x2={x} y1="20" y2={20 - height * 20} />
        ))}
        <path d={line} className={grade} />
      </svg>
      <div className="small soft num">{figures}</div>
      {(leg.device !== "" || leg.network !== "") && (
        <div className="small mute">
          {[leg.device, leg.network].filter((part) => part !== "").join(" · ")}
        </div>
      )}
    </section>
  );
}

const yOf = (mos: number): number => 20 - ((mos - MOS_MIN) / (MOS_MAX - MOS_MIN)) * 20;
