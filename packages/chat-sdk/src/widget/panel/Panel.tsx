/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ChatState } from "../../client/index.js";
import { textIn } from "../words/language.js";
import { Conversation } from "./Conversation.js";
import { usePanel } from "./context.js";
import { Icon } from "./icons.js";
import { StartForm } from "./StartForm.js";

/** By the visitor's own clock: `Monday 8:00 AM`, with the date when it is not within the week. */
function openingText(at: number, language: string): string {
  const day =
    at - Date.now() < 6 * 86_400_000
      ? ({ weekday: "long" } as const)
      : ({ day: "numeric", month: "long" } as const);
  return new Intl.DateTimeFormat(language, { ...day, hour: "numeric", minute: "2-digit" }).format(at);
}

interface PanelProps {
  readonly shown: boolean;
  /** The visitor works in it, and is not to look for the cursor. */
  readonly focus: boolean;
  /** What the company's page knows of its visitor. */
  readonly about: Readonly<Record<string, string>>;
  readonly close: () => void;
}

export function Panel({ shown, focus, about, close }: PanelProps): JSX.Element {
  const { chat, settings, language, t } = usePanel();
  const [state, setState] = useState<ChatState>(chat.state);
  const [asking, setAsking] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const stop = chat.subscribe(setState);
    // An effect runs after the painting: what was told between the two is shown now.
    setState(chat.state);
    return stop;
  }, [chat]);
  const { phase, agents, startFailed } = state;

  const view = phase === "none" || phase === "starting" || phase === "ended" ? phase : "goes on";
  // Whoever opens the chat is to write next; so is whoever comes from the form to the conversation.
  useEffect(() => {
    if (!shown || !(focus || document.hasFocus())) return;
    const place = root.current?.querySelector<HTMLElement>(
      "#composer, form.start input, form.start select, form.start textarea",
    );
    (place ?? root.current)?.focus();
  }, [shown, focus, view]);

  // Not `autofocus`: browsers deny it to a frame of another site.
  useEffect(() => {
    if (asking) yes.current?.focus();
  }, [asking]);

  // Also when what had the focus has gone from the page.
  useEffect(() => {
    const press = ({ key }: KeyboardEvent): void => {
      if (key !== "Escape") return;
      if (asking) setAsking(false);
      else close();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [asking, close]);

  const title = textIn(settings.title, language, settings.languages);
  const [agent] = agents;
  const goesOn = phase === "waiting" || phase === "active";
  return (
    <div class="panel" role="dialog" aria-label={title} ref={root} tabIndex={-1}>
      <div class="head">
        {agent?.photoUrl != null && <img class="face" src={agent.photoUrl} alt="" />}
        <h1>
          {agent?.name ?? title}
          {agent !== undefined && <span class="of">{title}</span>}
        </h1>
        {goesOn && (
          <button type="button" class="on-brand" onClick={() => setAsking(true)}>
            {t("end")}
          </button>
        )}
        <button
          type="button"
          class="on-brand round"
          aria-label={t("close")}
          title={t("close")}
          onClick={close}
        >
          <Icon name="close" />
        </button>
      </div>
      {asking && goesOn && (
        <div class="ask" role="alertdialog" aria-label={t("endAsk")}>
          <p>{t("endAsk")}</p>
          <button
            type="button"
            class="main small"
            ref={yes}
            onClick={() => {
              setAsking(false);
              void chat.end();
            }}
          >
            {t("endYes")}
          </button>
          <button type="button" class="second small" onClick={() => setAsking(false)}>
            {t("endNo")}
          </button>
        </div>
      )}
      <div class="body">
        {phase === "none" && !settings.open && (
          <div class="closed">
            <p>{textIn(settings.closed, language, settings.languages)}</p>
            {settings.opensAt !== null && settings.opensAt > Date.now() && (
              <p>{t("opens", { time: openingText(settings.opensAt, language) })}</p>
            )}
          </div>
        )}
        {phase === "none" && settings.open && <StartForm about={about} />}
        {phase === "starting" &&
          (startFailed === null && state.link !== "down" ? (
            <p class="middle" role="status">
              {t("starting")}
            </p>
          ) : (
            <div class="middle" role="alert">
              <p>{t(startFailed === null ? "offline" : "startFailed")}</p>
              <button type="button" class="second" onClick={() => void chat.end()}>
                {t("cancel")}
              </button>
            </div>
          ))}
        {phase !== "none" && phase !== "starting" && <Conversation state={state} shown={shown} />}
      </div>
    </div>
  );
}
