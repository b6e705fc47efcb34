import type { InteractionView, MessageRow } from "@patchbay/protocol";
import { IconDoorExit, IconPlayerPlay, IconX } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState } from "react";
import { clockText } from "../../parts/time.js";
import { askNow } from "../../state/actions.js";
import { forgetEndedHere, noteEndedHere } from "../../state/call-news.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { useMessages } from "./messages-data.js";
import "./messages.css";

/**
 * The messages that can be played into this call: own ones and those of its service. Played, the agent stays and hears it,
 * too; "play and finish" leaves the call to the message, with the result that is chosen here.
 */
export function MessagePanel({
  view,
  onClose,
}: {
  readonly view: InteractionView;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const id = useId();
  const { messages, failed } = useMessages();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState(view.disposition ?? "");
  const panel = useRef<HTMLElement>(null);
  const service = useDesk(({ data }) => data?.services.get(view.serviceId));
  const shown =
    messages?.filter(({ serviceId }) => serviceId === null || serviceId === view.serviceId) ?? null;
  const isRead = shown !== null;
  useEffect(() => {
    const find = (what: string) => panel.current?.querySelector<HTMLElement>(what);
    ((isRead ? find("[data-play]") : null) ?? find(".btn"))?.focus();
  }, [isRead]);
  const play = async (messageId: string, thenEnds: boolean): Promise<void> => {
    if (busy) return;
    setBusy(true);
    // Whoever leaves the call to a message ends it: nobody else is said to have.
    if (thenEnds) noteEndedHere(view.interactionId);
    const answer = await askNow("playMessage", {
      interactionId: view.interactionId,
      messageId,
      thenEnds,
      dispositionId: thenEnds && result !== "" ? result : null,
    });
    setBusy(false);
    if (!answer.ok && thenEnds) forgetEndedHere(view.interactionId);
    setProblem(answer.ok ? null : answer.error.code);
    if (answer.ok) onClose();
  };
  const dispositions = service?.dispositions ?? [];
  return (
    <section
      ref={panel}
      className="message-panel"
      aria-label={t("messages.panel")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="row between">
        <h2>{t("messages.panel")}</h2>
        <button
          type="button"
          className="btn icon quiet sm"
          aria-label={t("messages.close")}
          title={`${t("messages.close")} (Esc)`}
          onClick={onClose}
        >
          <IconX size={16} stroke={1.8} aria-hidden="true" />
        </button>
      </div>
      {shown !== null && shown.length > 0 && (
        <ul>
          {shown.map((message) => (
            <Playable key={message.messageId} message={message} busy={busy} onPlay={play} />
          ))}
        </ul>
      )}
      {shown?.length === 0 && <p className="hint">{t("messages.noneHere")}</p>}
      {(failed ?? problem) !== null && (
        <p className="hint bad" role="alert">
          {t(`errors.${failed ?? problem}`)}
        </p>
      )}
      <div className="row between message-foot">
        {dispositions.length > 0 && shown !== null && shown.length > 0 ? (
          <label className="row" htmlFor={`${id}-result`}>
            <span className="small mute">{t("messages.result")}</span>
            <select
              id={`${id}-result`}
              className="input md"
              value={result}
              onChange={(event) => setResult(event.target.value)}
            >
              <option value="">{t("messages.later")}</option>
              {dispositions.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <span />
        )}
        <button
          type="button"
          className="btn sm"
          onClick={() => window.dispatchEvent(new CustomEvent("patchbay:my-messages"))}
        >
          {t("messages.mine")}
        </button>
      </div>
    </section>
  );
}

function Playable({
  message: { messageId, name, own, durationMs },
  busy,
  onPlay,
}: {
  readonly message: MessageRow;
  readonly busy: boolean;
  readonly onPlay: (messageId: string, thenEnds: boolean) => Promise<void>;
}) {
  const t = useWords();
  return (
    <li className="message-row">
      <button
        type="button"
        className="btn sm"
        data-play={messageId}
        aria-disabled={busy}
        aria-label={t("messages.playOne", { name })}
        onClick={() => void onPlay(messageId, false)}
      >
        <IconPlayerPlay size={16} stroke={1.7} aria-hidden="true" />
        {t("messages.play")}
      </button>
      <span className="grow clip">
        {name} <span className="small mute">{t(own ? "messages.own" : "messages.shared")}</span>
      </span>
      <span className="num mute">{clockText(Math.max(1_000, durationMs + 500))}</span>
      <button
        type="button"
        className="btn sm"
        aria-disabled={busy}
        aria-label={t("messages.playAndFinishOne", { name })}
        title={t("messages.playAndFinishMore")}
        onClick={() => void onPlay(messageId, true)}
      >
        <IconDoorExit size={16} stroke={1.7} aria-hidden="true" />
        {t("messages.playAndFinish")}
      </button>
    </li>
  );
}
