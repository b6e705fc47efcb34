import type { ClientLogView } from "@patchbay/protocol";
import { useCallback, useState } from "react";
import { WhatIsThis } from "../../../parts/errors/WhatIsThis.js";
import { dateLocale } from "../../../parts/language-name.js";
import { useWords } from "../../../words/words.js";
import { downloadLog } from "../../client-log/send.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { whenText } from "../parts/when.js";
import { readLog } from "./desk-logs-http.js";
import { isBad, type Line, timelineOf } from "./timeline.js";
import { useRead } from "./use-read.js";
import "../../client-log/client-log.css";

/** One log: where the desk was, and what happened, with what the server noted of the same agent in between. */
export function DeskLog({ logId }: { readonly logId: string }) {
  const t = useWords();
  const read = useCallback(() => readLog(logId), [logId]);
  const { result: view, failed, again } = useRead(read);
  const [onlyBad, setOnlyBad] = useState(false);
  const lines = view === null ? [] : timelineOf(view).filter((line) => !onlyBad || isBad(line));
  return (
    <>
      <Head
        section="deskLogs"
        item={view === null ? "" : t("clientLog.view.title", { name: view.agentName })}
      >
        {view !== null && (
          <button type="button" className="btn" onClick={() => downloadLog(view, view.at)}>
            {t("clientLog.view.download")}
          </button>
        )}
      </Head>
      {failed !== null && <Failed code={failed} onAgain={again} />}
      {view !== null && (
        <div className="setup-scroll">
          <div className="setup-pad client-log-view">
            <p>
              <b>{whenText(view.at)}</b> {view.comment}
            </p>
            <Place view={view} />
            <h2>{t("clientLog.view.timeline")}</h2>
            <label className="row tight">
              <input
                type="checkbox"
                checked={onlyBad}
                onChange={(event) => setOnlyBad(event.target.checked)}
              />
              {t("clientLog.view.onlyErrors")}
            </label>
          </div>
          {lines.length === 0 ? (
            <p className="setup-empty">{t("clientLog.view.none")}</p>
          ) : (
            <Timeline lines={lines} />
          )}
        </div>
      )}
    </>
  );
}

function Place({ view: { log } }: { readonly view: ClientLogView }) {
  const t = useWords();
  const { place, desk, phone, quality } = log;
  const facts: readonly (readonly [name: string, value: string])[] = [
    ["browser", place.browser],
    ["platform", place.platform],
    ["connection", place.connection],
    ["language", place.language],
    ["timeZone", place.timeZone],
    ["window", `${place.width} × ${place.height}, ${place.pixelRatio}`],
    ["build", desk.build],
    ["startedAt", whenText(desk.startedAt)],
    ["phone", `${t(`phone.status.${phone.health}`)} (${phone.health}, ${phone.permission})`],
    ["devices", t("clientLog.view.fact.deviceCounts", phone)],
    ["unanswered", String(desk.unanswered)],
  ];
  const last = quality.at(-1);
  return (
    <>
      <h2>{t("clientLog.view.place")}</h2>
      <dl className="client-log-facts">
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt className="mute">{t(`clientLog.view.fact.${name}`)}</dt>
            <dd>{value === "" ? "–" : value}</dd>
          </div>
        ))}
        {last !== undefined && (
          <>
            <dt className="mute">{t("clientLog.view.quality")}</dt>
            <dd>
              {quality.map(({ grade }) => t(`clientLog.view.grade.${grade}`)).at(-1)},{" "}
              {t("clientLog.view.loss", { percent: Math.round(last.loss * 100) })},{" "}
              {t("clientLog.view.jitter", { ms: Math.round(last.jitterMs) })}
              {last.roundTripMs !== null && (
                <>, {t("clientLog.view.trip", { ms: Math.round(last.roundTripMs) })}</>
              )}
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

function Timeline({ lines }: { readonly lines: readonly Line[] }) {
  const t = useWords();
  return (
    <table className="table setup-table client-log-timeline" aria-label={t("clientLog.view.timeline")}>
      <thead>
        <tr>
          <th scope="col">{t("clientLog.view.time")}</th>
          <th scope="col">{t("clientLog.view.side")}</th>
          <th scope="col" className="widest">
            {t("clientLog.view.what")}
          </th>
          <th scope="col" className="widest">
            {t("clientLog.view.outcome")}
          </th>
          <th scope="col">{t("clientLog.view.number")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, at) => {
          const { what, outcome, code, number } = toldOf(line, t);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a log never changes
            <tr key={at} className={isBad(line) ? "bad" : ""}>
              <td className="num">{timeText(line.at)}</td>
              <td>{t(`clientLog.view.${line.side}`)}</td>
              <td>{what}</td>
              <td>
                {outcome} {code !== null && <WhatIsThis code={code} />}
              </td>
              <td>
                <code>{number}</code>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface Told {
  readonly what: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly number: string;
}

function toldOf(line: Line, t: ReturnType<typeof useWords>): Told {
  const plain = (what: string, outcome: string, code: string | null = null, number = ""): Told => ({
    what,
    outcome,
    code,
    number,
  });
  if (line.side === "server") {
    const { name, code, correlationId } = line.entry;
    return plain(name, code, code, correlationId);
  }
  const { entry } = line;
  switch (entry.t) {
    case "request":
    case "http": {
      const what = entry.t === "http" ? `${entry.method} ${entry.route}` : entry.name;
      const { code, ms, correlationId } = entry;
      const outcome =
        code === null ? t("clientLog.view.done", { ms }) : t("clientLog.view.code", { code, ms });
      return plain(what, outcome, code, correlationId);
    }
    case "error":
      return plain(t("clientLog.view.entry.error"), entry.code, entry.code, entry.correlationId);
    case "fault":
      return plain(
        t("clientLog.view.entry.fault"),
        `${entry.name} ${entry.stack.join(" ← ")}`,
        "desk_failed",
      );
    case "socket":
      return plain(t("clientLog.view.entry.socket"), entry.state);
    case "phone":
      return plain(t("clientLog.view.entry.phone"), `${entry.device}, ${entry.health}`);
    case "call":
      return plain(t("clientLog.view.entry.call", { call: entry.call }), entry.state);
    case "page":
      return plain(t("clientLog.view.entry.page"), entry.what);
  }
}

const timeText = (at: number): string => {
  const date = new Date(at);
  return `${date.toLocaleTimeString(dateLocale(), { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" })}.${String(date.getMilliseconds()).padStart(3, "0")}`;
};
