import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { create } from "zustand";
import { toast } from "../state/actions.js";
import { withSeat } from "../state/store.js";
import { useWords, word } from "../words/words.js";

/** One sound at a time at the whole desk, by its address. */
const usePlaying = create<{ readonly url: string | null }>(() => ({ url: null }));
let audio: HTMLAudioElement | null = null;

function stop(): void {
  audio?.pause();
  audio = null;
  usePlaying.setState({ url: null });
}

function play(url: string): void {
  stop();
  const playing = new Audio(withSeat(url));
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
  usePlaying.setState({ url });
  playing.play().catch(failed);
}

/** Ends what plays: its room is left. */
export const stopListening = stop;

/** Plays a sound of the server at this desk, or stops it. */
export function ListenButton({ url, name }: { readonly url: string; readonly name: string }) {
  const t = useWords();
  const playing = usePlaying((state) => state.url === url);
  const Icon = playing ? IconPlayerStop : IconPlayerPlay;
  return (
    <button
      type="button"
      className={`btn icon quiet sm${playing ? " on" : ""}`}
      aria-label={t(playing ? "setup.prompts.stop" : "setup.prompts.listen", { name })}
      aria-pressed={playing}
      title={t(playing ? "setup.prompts.stop" : "setup.prompts.listen", { name })}
      onClick={() => (playing ? stop() : play(url))}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
    </button>
  );
}
