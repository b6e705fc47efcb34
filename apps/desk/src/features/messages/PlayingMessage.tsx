import type { InteractionView } from "@patchbay/protocol";
import { IconPlayerStop, IconSpeakerphone } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { clockText } from "../../parts/time.js";
import { askNow, toastError } from "../../state/actions.js";
import { serverNow } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import "./messages.css";

const LOOK_MS = 200;

/** What is being played into the call, how far it is, and a way to stop it. */
export function PlayingMessage({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const message = view.call?.message ?? null;
  const [now, setNow] = useState(serverNow);
  const plays = message !== null;
  useEffect(() => {
    if (!plays) return;
    setNow(serverNow());
    const timer = window.setInterval(() => setNow(serverNow()), LOOK_MS);
    return () => window.clearInterval(timer);
  }, [plays]);
  if (message === null || view.phase === "wrap_up") return null;
  const { since, durationMs } = message;
  const name = message.announces === null ? message.name : t("records.call.announcing");
  const playedMs = Math.min(durationMs, Math.max(0, now - since));
  const stop = async (): Promise<void> => {
    const answer = await askNow("stopMessage", { interactionId: view.interactionId });
    // It may have ended by itself meanwhile: then nothing is left to say.
    if (!answer.ok && answer.error.code !== "not_suitable_state") toastError(answer.error);
  };
  return (
    <div className="banner m-accent message-playing" role="status">
      <IconSpeakerphone size={18} stroke={1.6} aria-hidden="true" />
      <span>
        <b>{t("messages.playing", { name })}</b> {t("messages.playingMore")}
        <progress
          max={Math.max(1, durationMs)}
          value={playedMs}
          aria-label={t("messages.progress", { name })}
        />
      </span>
      <span className="num" aria-hidden="true">
        {clockText(playedMs)} / {clockText(Math.max(1_000, durationMs + 500))}
      </span>
      {view.phase === "connected" && (
        <button type="button" className="btn sm" data-call="stop-message" onClick={() => void stop()}>
          <IconPlayerStop size={16} stroke={1.7} aria-hidden="true" />
          {t("messages.stop")}
        </button>
      )}
    </div>
  );
}
