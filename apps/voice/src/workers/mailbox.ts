import {
  beep,
  type Clip,
  PromptPlayer,
  type SampleRate,
  type SoundSource,
  ToneSource,
} from "@patchbay/media";
import type { CallRecordings } from "./call-recordings.js";
import { MailboxListener } from "./mailbox-listener.js";
import type { PlayPicture } from "./messages.js";
import type { Play } from "./plays.js";

type MailboxPicture = Extract<PlayPicture, { readonly kind: "voicemail" }>;

export interface MailboxDeps {
  readonly greeting: readonly Clip[];
  readonly recordings: Pick<CallRecordings, "beginMailbox" | "endMailbox">;
  /** @param durationMs of what is kept; 0: nothing. */
  readonly recorded: (durationMs: number) => void;
  /** Who hears what is drawn anew. */
  readonly changed: () => void;
}

/** The tone, and silence after it for as long as its plan says. */
const TONE_MS = beep.cadenceMs[0] ?? 0;
const FRAME_MS = 20;

/**
 * A mailbox: the greeting, a tone, and what the caller says is written, until #, long silence, or the time. # during the
 * greeting goes on to the tone: who knows it does not wait. Hanging up ends it by `stop`.
 */
export function startMailbox(picture: MailboxPicture, deps: MailboxDeps): Play {
  const { recordingId } = picture;
  const [legId = ""] = picture.to;
  const greeting = new PromptPlayer();
  const tone = new ToneSource(beep);
  let toneMs: number | null = null;
  let writes = false;

  const finish = (kept: boolean): void => {
    if (play.ended) return;
    play.ended = true;
    play.keys = null;
    deps.recorded(kept && listener.worthKeeping ? listener.durationMs : 0);
    deps.changed();
  };
  const listener = new MailboxListener(picture.maxMs, () => end());
  // Out of the tick in which it is noticed: the room is not changed while it is read.
  const end = (): void =>
    queueMicrotask(() => {
      finish(true);
      deps.recordings.endMailbox(recordingId);
    });
  const write = (): void =>
    queueMicrotask(() => {
      if (play.ended) return;
      writes = true;
      deps.recordings.beginMailbox(recordingId, legId, { listener, failed: () => finish(false) });
      deps.changed();
    });

  const source: SoundSource = {
    read: (rate: SampleRate) => {
      if (toneMs === null) {
        const words = greeting.read(rate);
        if (words !== undefined) return words;
        toneMs = 0;
      }
      if (toneMs >= TONE_MS) return undefined;
      toneMs += FRAME_MS;
      if (toneMs >= TONE_MS) write();
      return tone.read(rate);
    },
  };
  const play: Play = {
    id: picture.id,
    kind: "voicemail",
    source,
    ended: false,
    keys: {
      press: (key) => {
        if (key !== "#") return;
        if (writes) end();
        else greeting.stop();
      },
    },
    stop: () => {
      greeting.stop();
      play.ended = true;
      play.keys = null;
      deps.recordings.endMailbox(recordingId);
    },
  };
  for (const clip of deps.greeting) greeting.play(clip);
  return play;
}
