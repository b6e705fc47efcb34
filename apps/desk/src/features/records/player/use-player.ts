import { useCallback, useEffect, useRef, useState } from "react";

export type Channel = "spoken" | "heard";
export const channels = ["spoken", "heard"] as const satisfies readonly Channel[];
export const speeds = [0.75, 1, 1.25, 1.5, 1.75, 2] as const;

export interface Player {
  readonly playing: boolean;
  readonly positionMs: number;
  readonly speed: number;
  readonly muted: ReadonlySet<Channel>;
  /** It cannot be played: the connection, or the file. */
  readonly failed: boolean;
  readonly toggle: () => void;
  readonly seek: (ms: number) => void;
  readonly setSpeed: (speed: number) => void;
  readonly setMuted: (channel: Channel, muted: boolean) => void;
}

/** One recording sounds at a time. */
let sounding: HTMLAudioElement | null = null;

/** The two channels of a recording, each with a volume of its own, both in the middle: nobody likes one voice in one ear. */
function connectChannels(
  audio: HTMLAudioElement,
): Record<Channel, GainNode> & { readonly context: AudioContext } {
  const context = new AudioContext();
  const splitter = context.createChannelSplitter(2);
  context.createMediaElementSource(audio).connect(splitter);
  const gain = (channel: number): GainNode => {
    const node = context.createGain();
    splitter.connect(node, channel);
    node.connect(context.destination);
    return node;
  };
  return { context, spoken: gain(0), heard: gain(1) };
}

/** Plays from an address that gives any stretch of the file. Nothing is loaded before it is played. */
export function usePlayer(url: string, durationMs: number): Player {
  const audio = useRef<HTMLAudioElement | null>(null);
  const nodes = useRef<ReturnType<typeof connectChannels> | null>(null);
  const [playing, setPlaying] = useState(false);
  const [positionMs, setPositionMs] = useState(0);
  const [speed, setSpeedState] = useState(1);
  const [muted, setMutedState] = useState<ReadonlySet<Channel>>(new Set());
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const element = new Audio();
    element.preload = "none";
    element.src = url;
    audio.current = element;
    const follow = (): void => setPositionMs(element.currentTime * 1_000);
    const changed = (): void => setPlaying(!element.paused && !element.ended);
    element.addEventListener("timeupdate", follow);
    element.addEventListener("seeking", follow);
    for (const name of ["play", "pause", "ended"]) element.addEventListener(name, changed);
    element.addEventListener("error", () => setFailed(true));
    return () => {
      element.pause();
      element.removeAttribute("src");
      element.load();
      if (sounding === element) sounding = null;
      void nodes.current?.context.close();
      nodes.current = null;
      audio.current = null;
    };
  }, [url]);

  // The element tells its place four times a second: between two of them a picture of the place would stand still.
  useEffect(() => {
    if (!playing) return;
    let frame = requestAnimationFrame(function step() {
      setPositionMs((audio.current?.currentTime ?? 0) * 1_000);
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing]);

  const toggle = useCallback(() => {
    const element = audio.current;
    if (element === null) return;
    if (!element.paused) {
      element.pause();
      return;
    }
    if (sounding !== element) sounding?.pause();
    sounding = element;
    setFailed(false);
    if (nodes.current === null) {
      nodes.current = connectChannels(element);
      for (const channel of channels) nodes.current[channel].gain.value = muted.has(channel) ? 0 : 1;
    }
    void nodes.current.context.resume();
    if (element.error !== null) element.load();
    // Refused when it was paused again at once; what is wrong with the file comes as `error`.
    element.play().catch(() => undefined);
  }, [muted]);

  const seek = useCallback(
    (ms: number) => {
      const to = Math.max(0, Math.min(ms, durationMs));
      setPositionMs(to);
      if (audio.current !== null) audio.current.currentTime = to / 1_000;
    },
    [durationMs],
  );

  const setSpeed = useCallback((next: number) => {
    setSpeedState(next);
    if (audio.current === null) return;
    audio.current.playbackRate = next;
    audio.current.defaultPlaybackRate = next;
  }, []);

  const setMuted = useCallback((channel: Channel, isMuted: boolean) => {
    setMutedState((before) => {
      const next = new Set(before);
      if (isMuted) next.add(channel);
      else next.delete(channel);
      return next;
    });
    if (nodes.current !== null) nodes.current[channel].gain.value = isMuted ? 0 : 1;
  }, []);

  return { playing, positionMs, speed, muted, failed, toggle, seek, setSpeed, setMuted };
}
