import type { WaveformView } from "@patchbay/protocol";
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useMemo, useRef } from "react";
import { clockText } from "../../../parts/time.js";
import { useWords } from "../../../words/words.js";
import type { Marks, MsSpan } from "./marks.js";
import { peaksOf, shapeOf } from "./peaks.js";
import type { Channel, Player } from "./use-player.js";

/** Columns of the picture: one for each pixel or two at the widths it is shown in. */
const COLUMNS = 480;
const STEP_MS = 5_000;
const LEAP_MS = 30_000;

/** Both channels over time; a click, a drag or the keyboard goes to another place. */
export function Waveform({
  player,
  channels,
  durationMs,
  waveform,
  marks,
  describedBy,
}: {
  readonly player: Player;
  readonly channels: readonly Channel[];
  readonly durationMs: number;
  /** `null`: still on its way, or not to be had. */
  readonly waveform: WaveformView | null;
  readonly marks: Marks;
  readonly describedBy: string;
}) {
  const t = useWords();
  const box = useRef<HTMLDivElement>(null);
  const shapes = useMemo(() => {
    if (waveform === null) return null;
    const [spoken = [], heard = []] = peaksOf([waveform.spoken, waveform.heard]);
    return { spoken: shapeOf(spoken, COLUMNS), heard: shapeOf(heard, COLUMNS) };
  }, [waveform]);
  const share = (ms: number): number =>
    durationMs === 0 ? 0 : (100 * Math.min(ms, durationMs)) / durationMs;
  const { positionMs, seek, toggle } = player;

  const toPointer = (event: PointerEvent): void => {
    const { left = 0, width = 1 } = box.current?.getBoundingClientRect() ?? {};
    seek(((event.clientX - left) / width) * durationMs);
  };
  const press = (event: KeyboardEvent): void => {
    const to = placeFor(event.key, positionMs, durationMs);
    if (to === null && event.key !== " ") return;
    event.preventDefault();
    if (to === null) toggle();
    else seek(to);
  };
  return (
    <div
      ref={box}
      className="wave"
      role="slider"
      tabIndex={0}
      aria-label={t("records.player.position")}
      aria-describedby={describedBy}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1_000)}
      aria-valuenow={Math.round(positionMs / 1_000)}
      aria-valuetext={t("records.player.at", { time: clockText(positionMs), total: clockText(durationMs) })}
      style={{ "--at": `${share(positionMs)}%` } as CSSProperties}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        toPointer(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) toPointer(event);
      }}
    >
      {channels.map((channel) => (
        <div key={channel} className={`wave-lane ${channel}`} data-muted={player.muted.has(channel)}>
          {shapes !== null && <Lane shape={shapes[channel]} />}
        </div>
      ))}
      {marks.holds.map((span) => (
        <Band
          key={`hold ${span.fromMs}`}
          span={span}
          kind="hold"
          share={share}
          title={t("records.player.mark.held")}
        />
      ))}
      {waveform?.pauses.map((span) => (
        <Band
          key={`pause ${span.fromMs}`}
          span={span}
          kind="paused"
          share={share}
          title={t("records.player.paused", { time: clockText(span.toMs - span.fromMs) })}
        />
      ))}
      <span className="wave-at" aria-hidden="true" />
    </div>
  );
}

function Lane({ shape }: { readonly shape: string }) {
  return (
    <>
      <svg
        className="wave-rest"
        viewBox={`0 0 ${COLUMNS - 1} 1`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path d={shape} />
      </svg>
      <svg
        className="wave-done"
        viewBox={`0 0 ${COLUMNS - 1} 1`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path d={shape} />
      </svg>
    </>
  );
}

function Band({
  span: { fromMs, toMs },
  kind,
  share,
  title,
}: {
  readonly span: MsSpan;
  readonly kind: "hold" | "paused";
  readonly share: (ms: number) => number;
  readonly title: string;
}) {
  const left = share(fromMs);
  return (
    <span
      className={`wave-band ${kind}`}
      title={title}
      style={{ left: `${left}%`, width: `${share(toMs) - left}%` }}
      aria-hidden="true"
    />
  );
}

/** Where a key leads; `null`: it is none of the slider's. */
function placeFor(key: string, positionMs: number, durationMs: number): number | null {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return positionMs - STEP_MS;
    case "ArrowRight":
    case "ArrowUp":
      return positionMs + STEP_MS;
    case "PageDown":
      return positionMs - LEAP_MS;
    case "PageUp":
      return positionMs + LEAP_MS;
    case "Home":
      return 0;
    case "End":
      return durationMs;
    default:
      return null;
  }
}
