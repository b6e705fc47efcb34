import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { WhatIsThis } from "../../parts/errors/WhatIsThis.js";
import { useNow } from "../../parts/time.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { whenText } from "../context/history/when.js";
import { linesOf } from "./lines.js";
import { Moment } from "./Moment.js";
import { closeReplay, useOpenReplay } from "./open-replay.js";
import { gapAfter } from "./pace.js";
import { forgetReplay, goTo, loadReplay, togglePlay, useReplay } from "./replay-store.js";
import { Steps } from "./Steps.js";
import { Transport } from "./Transport.js";
import { Why } from "./Why.js";
import "./replay.css";

/** One interaction step by step: on the left what happened, on the right how everything stood then. */
export function ReplayRoom({ interactionId }: { readonly interactionId: string }) {
  const t = useWords();
  const now = useNow(false);
  const { told, story, record, error, progress } = useReplay();
  const { view } = useOpenReplay();
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  useEffect(() => {
    void loadReplay(interactionId);
    return forgetReplay;
  }, [interactionId]);
  usePlaying();
  const lines = useMemo(
    () =>
      told === null || story === null || record === null
        ? null
        : linesOf(told.replay.steps, {
            notes: record.notes,
            t,
            names: told.names,
            story,
            me,
            channel: record.row.channel,
          }),
    [told, story, record, me, t],
  );
  const room = useRef<HTMLElement>(null);
  useEffect(() => room.current?.focus(), []);
  const row = record?.row;
  return (
    <main className="replay" id="work" tabIndex={-1} ref={room} onKeyDown={press}>
      <header className="work-head">
        <div className="grow">
          <h1 className="clip">
            {t("replay.title")}
            {row !== undefined && `: ${row.customerName}`}
          </h1>
          {row !== undefined && (
            <p className="small soft clip num">
              {t("replay.under", { service: row.serviceName, case: String(row.caseNumber) })} ·{" "}
              {whenText(t, row.startedAt, now)}
            </p>
          )}
        </div>
        <fieldset className="segment">
          <legend className="vh">{t("replay.view.label")}</legend>
          {(["steps", "why"] as const).map((one) => (
            <button
              key={one}
              type="button"
              className={view === one ? "on" : ""}
              aria-pressed={view === one}
              onClick={() => useOpenReplay.setState({ view: one })}
            >
              {t(`replay.view.${one}`)}
            </button>
          ))}
        </fieldset>
        <button
          type="button"
          className="btn quiet icon"
          aria-label={t("replay.close")}
          title={t("replay.closeKey")}
          onClick={closeReplay}
        >
          <IconX size={18} stroke={1.6} aria-hidden="true" />
        </button>
      </header>
      {error !== null ? (
        <div className="banner m-danger" role="alert">
          <span className="grow">
            <b>{t("replay.failed")}</b> {t(`errors.${error}`)} <WhatIsThis code={error} />
          </span>
          <button type="button" className="btn sm" onClick={() => void loadReplay(interactionId)}>
            {t("replay.retry")}
          </button>
        </div>
      ) : lines === null || told === null || story === null ? (
        <Loading progress={progress} />
      ) : (
        <>
          <Transport told={told} story={story} goesOn={row?.status === "open"} />
          {told.replay.cut !== null && (
            <p className="banner m-due small">
              {t(`replay.cut.${told.replay.cut}`, { count: told.replay.steps.length })}
            </p>
          )}
          <div className="replay-body">
            {view === "why" ? <Why told={told} lines={lines} /> : <Steps lines={lines} />}
            <Moment told={told} story={story} />
          </div>
        </>
      )}
    </main>
  );
}

function Loading({ progress }: { readonly progress: number }) {
  const t = useWords();
  const part = Math.floor(progress * 100);
  return (
    <div className="replay-loading">
      <p className="small soft" role="status">
        {progress > 0 ? t("replay.loadingPart", { part }) : t("replay.loading")}
      </p>
      {progress > 0 && <progress max={100} value={part} aria-label={t("replay.loading")} />}
    </div>
  );
}

/** Keys of the whole room; what is typed into a field or pressed on a button stays there. */
function press(event: KeyboardEvent<HTMLElement>): void {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  const { at, told } = useReplay.getState();
  const onButton = event.target instanceof HTMLElement && event.target.closest("button, select, a") !== null;
  switch (event.key) {
    case "ArrowLeft":
      goTo(at - 1);
      break;
    case "ArrowRight":
      goTo(at + 1);
      break;
    case "Home":
      goTo(0);
      break;
    case "End":
      goTo(told?.replay.steps.length ?? 0);
      break;
    case " ":
      if (onButton) return;
      togglePlay();
      break;
    case "Escape":
      closeReplay();
      break;
    default:
      return;
  }
  event.preventDefault();
}

function usePlaying(): void {
  const { playing, at, speed, told } = useReplay();
  useEffect(() => {
    const gap = playing && told !== null ? gapAfter(told.replay.steps, at, speed) : null;
    if (gap === null) return undefined;
    const timer = window.setTimeout(() => goTo(at + 1), gap);
    return () => window.clearTimeout(timer);
  }, [playing, at, speed, told]);
}
