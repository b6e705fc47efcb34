import type { HappeningView, KeptRecordingView, WaveformView } from "@patchbay/protocol";
import {
  IconDownload,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconVolume,
  IconVolumeOff,
} from "@tabler/icons-react";
import { useEffect, useId, useMemo, useState } from "react";
import { clockText } from "../../../parts/time.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { audioUrl, downloadUrl, readWaveform } from "../records-http.js";
import { type Mark, marksOf } from "./marks.js";
import { type Channel, channels, type Player, speeds, usePlayer } from "./use-player.js";
import { Waveform } from "./Waveform.js";
import "./player.css";

/** Listens to one recording: where it is loud, where it was paused, what happened when, each voice by itself. */
export function RecordingPlayer({
  recording,
  customerName,
  happenings,
  autoPlay = false,
  onPlay,
}: {
  readonly recording: Pick<
    KeptRecordingView,
    "recordingId" | "durationMs" | "startedAt" | "agentId" | "agentName" | "kind" | "mayDownload"
  >;
  readonly customerName: string;
  readonly happenings: readonly HappeningView[];
  /** It was opened in order to be heard. */
  readonly autoPlay?: boolean;
  /** It sounds. */
  readonly onPlay?: () => void;
}) {
  const t = useWords();
  const { recordingId, durationMs, startedAt, agentId } = recording;
  const player = usePlayer(audioUrl(recordingId), durationMs);
  const [waveform, setWaveform] = useState<WaveformView | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const keys = useId();
  useEffect(() => {
    let gone = false;
    void readWaveform(recordingId).then((answer) => {
      if (gone) return;
      if (answer.ok) setWaveform(answer.result);
      else setRefused(answer.code);
    });
    return () => {
      gone = true;
    };
  }, [recordingId]);
  const { playing, toggle } = player;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each recording that is opened
  useEffect(() => {
    if (autoPlay) toggle();
  }, [recordingId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when it begins, whoever listens then
  useEffect(() => {
    if (playing) onPlay?.();
  }, [playing]);
  const marks = useMemo(
    () => marksOf(happenings, { startedAt, durationMs, agentId }),
    [happenings, startedAt, durationMs, agentId],
  );
  // A message has one voice.
  const shown = recording.kind === "voicemail" ? (["heard"] as const) : channels;
  const names = { spoken: recording.agentName ?? t("records.player.agent"), heard: customerName };
  return (
    <fieldset
      className="player"
      aria-label={t("records.player.label", {
        what: recording.kind === "voicemail" ? customerName : names.spoken,
      })}
    >
      <div className="player-row">
        <PlayButton player={player} />
        {shown.length > 1 && (
          <div className="player-channels">
            {shown.map((channel) => (
              <ChannelButton key={channel} channel={channel} name={names[channel]} player={player} />
            ))}
          </div>
        )}
        <Waveform
          player={player}
          channels={shown}
          durationMs={durationMs}
          waveform={waveform}
          marks={marks}
          describedBy={keys}
        />
      </div>
      <p id={keys} className="vh">
        {t("records.player.keys")}
      </p>
      <div className="player-row player-foot">
        <span className="num player-time">
          {clockText(player.positionMs)} <span className="mute">/ {clockText(durationMs)}</span>
        </span>
        <span className="grow" />
        <Speed player={player} />
        {recording.mayDownload && (
          <a className="btn sm" href={downloadUrl(recordingId)} download>
            <IconDownload size={16} stroke={1.7} aria-hidden="true" />
            {t("records.recording.download")}
          </a>
        )}
      </div>
      {(player.failed || refused !== null) && (
        <p className="hint bad" role="alert">
          {refused === null ? t("records.player.failed") : t(`errors.${refused}`)}
        </p>
      )}
      <MarkList marks={marks.marks} player={player} />
    </fieldset>
  );
}

function PlayButton({ player: { playing, toggle } }: { readonly player: Player }) {
  const t = useWords();
  const word = t(playing ? "records.player.pause" : "records.player.play");
  const Icon = playing ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return (
    <button type="button" className="player-play" aria-label={word} title={word} onClick={toggle}>
      <Icon size={20} aria-hidden="true" />
    </button>
  );
}

/** Both voices are heard unless one is switched off: to understand the other, or to hear what was said under it. */
function ChannelButton({
  channel,
  name,
  player,
}: {
  readonly channel: Channel;
  readonly name: string;
  readonly player: Player;
}) {
  const t = useWords();
  const muted = player.muted.has(channel);
  const Icon = muted ? IconVolumeOff : IconVolume;
  const word = t(muted ? "records.player.unmute" : "records.player.mute", { who: name });
  return (
    <button
      type="button"
      className={`player-channel ${channel}`}
      aria-pressed={muted}
      aria-label={t("records.player.mute", { who: name })}
      title={word}
      onClick={() => player.setMuted(channel, !muted)}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
      <span className="clip">{name}</span>
    </button>
  );
}

function Speed({ player }: { readonly player: Player }) {
  const t = useWords();
  return (
    <label className="input player-speed">
      <span className="vh">{t("records.player.speed")}</span>
      <select value={player.speed} onChange={(event) => player.setSpeed(Number(event.target.value))}>
        {speeds.map((speed) => (
          <option key={speed} value={speed} aria-label={t("records.player.speedOf", { speed })}>
            {speed}×
          </option>
        ))}
      </select>
    </label>
  );
}

/** What happened in the call, each a way to that place. */
function MarkList({ marks, player }: { readonly marks: readonly Mark[]; readonly player: Player }) {
  const t = useWords();
  const roster = useDesk((state) => state.data?.roster);
  if (marks.length === 0) return null;
  return (
    <ul className="player-marks" aria-label={t("records.player.marks")}>
      {marks.map(({ key, atMs, words, agentId }) => {
        const name = roster?.get(agentId ?? "")?.name ?? t("records.recording.somebody");
        const what = t(`records.player.mark.${words}`, { name });
        const time = clockText(atMs);
        return (
          <li key={key}>
            <button
              type="button"
              className="btn sm quiet"
              aria-label={t("records.player.jump", { what, time })}
              onClick={() => player.seek(atMs)}
            >
              <span className="num mute">{time}</span> {what}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
