import {
  IconDownload,
  IconLink,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
  IconRefresh,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { saveFile } from "../../parts/save-file.js";
import { toast } from "../../state/actions.js";
import { useWords } from "../../words/words.js";
import { secondText } from "../context/history/when.js";
import type { Story } from "./lines.js";
import { speeds } from "./pace.js";
import type { Told } from "./replay-http.js";
import { goTo, reloadReplay, togglePlay, useReplay } from "./replay-store.js";

type Icon = ComponentType<{ size?: number; stroke?: number }>;

/** Steps forward and back, plays, and gives the whole of it away. */
export function Transport({
  told,
  story,
  goesOn,
}: {
  readonly told: Told;
  readonly story: Story;
  /** More has happened by now, perhaps. */
  readonly goesOn: boolean;
}) {
  const t = useWords();
  const { at, playing, speed } = useReplay();
  const { steps } = told.replay;
  const last = steps.length - 1;
  const here = steps[at];
  const act = (words: string, Icon: Icon, run: () => void, off: boolean) => (
    <button
      type="button"
      className="btn icon"
      aria-label={t(words)}
      title={t(words)}
      disabled={off}
      onClick={run}
    >
      <Icon size={17} stroke={1.7} />
    </button>
  );
  return (
    <div className="replay-transport">
      {act("replay.first", IconPlayerSkipBack, () => goTo(0), at === 0)}
      {act("replay.back", IconPlayerTrackPrev, () => goTo(at - 1), at === 0)}
      {act(
        playing ? "replay.pause" : "replay.play",
        playing ? IconPlayerPause : IconPlayerPlay,
        togglePlay,
        last < 1,
      )}
      {act("replay.forward", IconPlayerTrackNext, () => goTo(at + 1), at >= last)}
      {act("replay.last", IconPlayerSkipForward, () => goTo(last), at >= last)}
      <fieldset className="segment" title={t("replay.longGaps")}>
        <legend className="vh">{t("replay.speed")}</legend>
        {speeds.map((one) => (
          <button
            key={one}
            type="button"
            className={`num${speed === one ? " on" : ""}`}
            aria-pressed={speed === one}
            onClick={() => useReplay.setState({ speed: one })}
          >
            {one}×
          </button>
        ))}
      </fieldset>
      <input
        className="replay-slider"
        type="range"
        min={0}
        max={Math.max(0, last)}
        value={at}
        aria-label={t("replay.steps")}
        aria-valuetext={t("replay.stepOf", { at: at + 1, count: steps.length })}
        onChange={(event) => goTo(Number(event.target.value))}
      />
      <span className="num small soft replay-where" role="status">
        {here !== undefined && secondText(here.at)} ·{" "}
        {t("replay.stepOf", { at: at + 1, count: steps.length })}
      </span>
      {goesOn && act("replay.refresh", IconRefresh, () => void reloadReplay(), false)}
      {act(
        "replay.copyLink",
        IconLink,
        () =>
          void navigator.clipboard.writeText(window.location.href).then(
            () => toast(t("replay.copied")),
            () => toast(t("context.copy.failed")),
          ),
        false,
      )}
      {act(
        "replay.save",
        IconDownload,
        () =>
          saveFile(
            `replay-${told.replay.interactionId}.json`,
            JSON.stringify({ ...told.replay, names: told.names, messages: story.messages }, null, 2),
            "application/json",
          ),
        false,
      )}
    </div>
  );
}
