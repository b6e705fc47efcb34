import type { RecordRow } from "@patchbay/protocol";
import { IconHeadphones, IconNote, IconSignature } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { ChannelMark } from "../../parts/ChannelMark.js";
import { clockText, useNow } from "../../parts/time.js";
import { useWords } from "../../words/words.js";
import { whenText } from "../context/history/when.js";
import { openRecord, useRecords } from "./records-store.js";
import { SIGNATURE_TONES } from "./SignatureFacts.js";

/** What was found, a row each; a row opens beside the list. */
export function ResultTable({ rows }: { readonly rows: readonly RecordRow[] }) {
  const t = useWords();
  const now = useNow();
  const openId = useRecords((state) => state.openId);
  const sort = useRecords((state) => state.filters.sort);
  const step = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("tbody button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = buttons[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <table className="table records-table" onKeyDown={step}>
      <thead>
        <tr>
          <th scope="col" className="c-customer">
            {t("records.column.customer")}
          </th>
          <th
            scope="col"
            className="c-started"
            aria-sort={sort === "oldest" ? "ascending" : sort === "newest" ? "descending" : undefined}
          >
            {t("records.column.started")}
          </th>
          <th scope="col" className="c-service">
            {t("records.column.service")}
          </th>
          <th scope="col" className="c-agent">
            {t("records.column.agent")}
          </th>
          <th scope="col" className="c-length r" aria-sort={sort === "longest" ? "descending" : undefined}>
            {t("records.column.length")}
          </th>
          <th scope="col" className="c-result">
            {t("records.column.result")}
          </th>
          <th scope="col" className="c-stars r">
            {t("records.column.stars")}
          </th>
          <th scope="col" className="c-marks">
            <span className="vh">{t("records.column.marks")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.interactionId} row={row} now={now} open={row.interactionId === openId} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, now, open }: { readonly row: RecordRow; readonly now: number; readonly open: boolean }) {
  const t = useWords();
  const when = whenText(t, row.startedAt, now);
  const [firstAgent, ...others] = row.agentNames;
  const agents =
    firstAgent === undefined
      ? t("records.nobody")
      : others.length === 0
        ? firstAgent
        : t("records.moreAgents", { name: firstAgent, count: others.length });
  const kind = t(`records.kind.${row.channel}.${row.direction}`);
  const under = row.number !== null && row.number !== row.customerName ? row.number : kind;
  const end = row.dispositionName ?? endText(t, row);
  return (
    <tr data-open={open} onClick={() => openRecord(row.interactionId)}>
      <td className="c-customer">
        <span className="row">
          <ChannelMark channel={row.channel} mark={row.mark} small />
          <span className="records-who">
            <button
              type="button"
              className="records-name clip"
              aria-current={open ? "true" : undefined}
              aria-label={t("records.open", { name: `${row.customerName}, ${kind}`, when })}
              onClick={(event) => {
                event.stopPropagation();
                openRecord(row.interactionId);
              }}
            >
              {row.customerName}
            </button>
            <span className="small soft clip num">{under}</span>
          </span>
        </span>
      </td>
      <td className="c-started num">{when}</td>
      <td className="c-service">{row.serviceName}</td>
      <td className={`c-agent${firstAgent === undefined ? " mute" : ""}`} title={row.agentNames.join(", ")}>
        {agents}
      </td>
      <td className="c-length r">{row.endedAt === null ? "" : clockText(row.endedAt - row.startedAt)}</td>
      <td className={`c-result${row.dispositionName === null ? " mute" : ""}`} title={end}>
        {end}
      </td>
      <td className="c-stars r num">
        {row.stars !== null && (
          <span
            role="img"
            aria-label={t("records.starsGiven", { count: row.stars })}
            title={t("records.starsGiven", { count: row.stars })}
          >
            {row.stars} ★
          </span>
        )}
      </td>
      <td className="c-marks">
        <span className="row tight">
          {row.recordings > 0 && (
            <IconHeadphones size={16} stroke={1.7} role="img" aria-label={t("records.hasRecording")} />
          )}
          {row.signature !== null && (
            <IconSignature
              size={16}
              stroke={1.7}
              role="img"
              aria-label={t("signature.badge", { state: t(`signature.state.${row.signature}`) })}
              className={SIGNATURE_TONES[row.signature]}
            />
          )}
          {row.hasNote && <IconNote size={16} stroke={1.7} role="img" aria-label={t("records.hasNote")} />}
        </span>
      </td>
    </tr>
  );
}

/** How it ended, in words; `open` while it goes on. */
export function endText(t: ReturnType<typeof useWords>, row: Pick<RecordRow, "endCause" | "status">): string {
  if (row.status === "open") return t("records.ended.open");
  return t(`records.ended.${row.endCause ?? "other"}`, { defaultValue: t("records.ended.other") });
}
