import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { create } from "zustand";
import { toast } from "../../../state/actions.js";
import { withSeat } from "../../../state/store.js";
import { useWords, word } from "../../../words/words.js";

/** One sound at a time in the whole room. */
const usePlaying = create<{ readonly promptId: string | null }>(() => ({ promptId: null }));
let audio: HTMLAudioElement | null = null;

function stop(): void {
  audio?.pause();
  audio = null;
  usePlaying.setState({ promptId: null });
}

function play(promptId: string): void {
  stop();
  const playing = new Audio(withSeat(`/api/setup/prompts/${encodeURIComponent(promptId)}/audio`));
  audio = playing;
  const over = (): void => {
    if (audio === playing) stop();
  };
  playing.addEventListener("ended", over);
  const failed = (): void => {
    if (audio !== playing) return;
    stop();
    toast(word("setup.prompts.cannotPlay"), { tone: "error" });
  };
  playing.addEventListener("error", failed);
  usePlaying.setState({ promptId });
  playing.play().catch(failed);
}

/** Ends what plays: its room is left. */
export const stopListening = stop;

export function ListenButton({ promptId, name }: { readonly promptId: string; readonly name: string }) {
  const t = useWords();
  const playing = usePlaying((state) => state.promptId === promptId);
  const Icon = playing ? IconPlayerStop : IconPlayerPlay;
  return (
    <button
      type="button"
      className={`btn icon quiet sm${playing ? " on" : ""}`}
      aria-label={t(playing ? "setup.prompts.stop" : "setup.prompts.listen", { name })}
      aria-pressed={playing}
      title={t(playing ? "setup.prompts.stop" : "setup.prompts.listen", { name })}
      onClick={() => (playing ? stop() : play(promptId))}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
    </button>
  );
}
