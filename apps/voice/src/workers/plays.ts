import { randomBytes } from "node:crypto";
import {
  type Clip,
  LoopSource,
  PromptPlayer,
  progressTones,
  type SoundSource,
  ToneSource,
} from "@patchbay/media";
import type { VoiceEvent } from "@patchbay/protocol";
import { KeyCollector } from "./key-collector.js";
import type { PlayPicture } from "./messages.js";
import type { Sounds } from "./sounds.js";

/** Keys pressed while nothing listened count for the next step when they are not older than this. */
const TYPED_AHEAD_MS = 3_000;

/** In place of prompts that are not there. */
const SILENCE_MS = 1_000;

/** One playing, from its beginning until the picture no longer has it. */
export interface Play {
  readonly id: string;
  readonly kind: PlayPicture["kind"];
  readonly source: SoundSource;
  /** Nothing more will be heard of it. */
  ended: boolean;
  /** `null`: it listens for no keys, or no longer. */
  keys: { press(key: string): void } | null;
  stop(): void;
}

export interface PlayContext {
  readonly interactionId: string;
  readonly sounds: Sounds;
  readonly tell: (event: VoiceEvent) => void;
  /** The play has ended or changed by itself: who hears what is drawn anew. */
  readonly changed: () => void;
  /** Digits that nobody outside may see, by their token. */
  readonly secrets: Map<string, string>;
  /** The sound of a leg, for the echo. */
  readonly legSound: (legId: string) => SoundSource | undefined;
  readonly now: () => number;
}

/** Keys that were pressed between two steps: people who know the menu do not wait for it. */
export class TypedAhead {
  private keys: { readonly key: string; readonly atMs: number }[] = [];

  put(key: string, atMs: number): void {
    this.keys.push({ key, atMs });
    if (this.keys.length > 32) this.keys.shift();
  }

  take(nowMs: number): string[] {
    const fresh = this.keys.filter(({ atMs }) => nowMs - atMs <= TYPED_AHEAD_MS).map(({ key }) => key);
    this.keys = [];
    return fresh;
  }

  giveBack(keys: readonly string[], atMs: number): void {
    for (const key of keys) this.put(key, atMs);
  }
}

export function startPlay(picture: PlayPicture, context: PlayContext, ahead: TypedAhead): Play {
  const { id, kind } = picture;
  const endless = (source: SoundSource): Play => ({
    id,
    kind,
    source,
    ended: false,
    keys: null,
    stop: () => {},
  });
  switch (picture.kind) {
    case "music":
      return endless(new LoopSource(context.sounds.music(picture.music)));
    case "ringback":
      return endless(new ToneSource(progressTones.ringback.us));
    case "position":
      return startClips(picture, positionClips(picture, context.sounds), context, () => {});
    case "prompts":
      return startPrompts(picture, context, ahead);
    case "echo":
      return startEcho(picture, context);
    // No step of a mailbox can be set up yet: the greeting is said, and nothing is kept.
    case "voicemail": {
      const told = (): void =>
        context.tell({
          type: "play.ended",
          interactionId: context.interactionId,
          playId: id,
        });
      return startClips(picture, clipsOf(picture.prompts, context.sounds), context, told);
    }
  }
}

function startPrompts(
  picture: Extract<PlayPicture, { readonly kind: "prompts" }>,
  context: PlayContext,
  ahead: TypedAhead,
): Play {
  const { interactionId } = context;
  const { id: playId, keys: wanted } = picture;
  if (wanted === null) {
    const told = (): void => context.tell({ type: "play.ended", interactionId, playId });
    return startClips(picture, clipsOf(picture.prompts, context.sounds), context, told);
  }
  let play: Play | undefined;
  const collector = new KeyCollector(wanted, (outcome) => {
    play?.stop();
    // What is pressed from now on is for the next step.
    if (play !== undefined) play.keys = null;
    if (outcome.kind === "key") context.tell({ type: "play.key", interactionId, playId, key: outcome.key });
    else if (outcome.kind === "no_input") context.tell({ type: "play.no_input", interactionId, playId });
    else context.tell(collected(playId, outcome.digits, wanted.kind === "collect" && wanted.secure, context));
  });
  const clips = startClips(picture, clipsOf(picture.prompts, context.sounds), context, () =>
    collector.listen(),
  );
  const player = clips.source;
  play = {
    ...clips,
    // It goes on listening when the prompts have been said.
    ended: false,
    keys: {
      press: (key: string) => {
        // Whoever answers has heard enough of the question.
        if (player instanceof PromptPlayer) player.stop();
        collector.press(key);
      },
    },
    stop: () => {
      clips.stop();
      collector.stop();
    },
  };
  const waiting = ahead.take(context.now());
  // A menu takes one key and leaves the rest to the step that follows.
  const now = wanted.kind === "menu" ? waiting.slice(0, 1) : waiting;
  ahead.giveBack(waiting.slice(now.length), context.now());
  // After this turn: the caller of this function does not know the play yet.
  if (now.length > 0)
    queueMicrotask(() => {
      for (const key of now) play.keys?.press(key);
    });
  return play;
}

function collected(playId: string, digits: string, secure: boolean, context: PlayContext): VoiceEvent {
  const { interactionId } = context;
  const base = { type: "play.collected", interactionId, playId, length: digits.length } as const;
  if (!secure) return { ...base, digits, token: null };
  const token = randomBytes(16).toString("base64url");
  context.secrets.set(token, digits);
  return { ...base, token };
}

/** @param ended called when the last clip was heard to its end, not when it was stopped. */
function startClips(
  picture: PlayPicture,
  clips: readonly Clip[],
  context: PlayContext,
  ended: () => void,
): Play {
  const { id, kind } = picture;
  const player = new PromptPlayer();
  let stopped = false;
  const play: Play = {
    id,
    kind,
    source: player,
    ended: false,
    keys: null,
    stop: () => {
      stopped = true;
      player.stop();
    },
  };
  const finish = (): void => {
    if (play.ended) return;
    play.ended = true;
    ended();
    context.changed();
  };
  clips.forEach((clip, at) => {
    player.play(clip, (how) => {
      if (how === "played" && at === clips.length - 1) finish();
    });
  });
  // Nothing to say is said at once; told after this turn, when the play is known. Where something was to be said and is not
  // there, silence stands for it: a scenario that goes round would else go round without end.
  if (clips.length === 0)
    setTimeout(() => !stopped && finish(), soundsOf(picture).length > 0 ? SILENCE_MS : 0);
  return play;
}

function startEcho(picture: Extract<PlayPicture, { readonly kind: "echo" }>, context: PlayContext): Play {
  const [legId = ""] = picture.to;
  const intro = startClips(picture, clipsOf(picture.prompts, context.sounds), context, () => {});
  return {
    id: picture.id,
    kind: "echo",
    ended: false,
    keys: null,
    source: { read: (rate) => (intro.ended ? context.legSound(legId)?.read(rate) : intro.source.read(rate)) },
    stop: () => intro.stop(),
  };
}

/** What a play is made of, by the names of its sounds. */
export function soundsOf(picture: PlayPicture): readonly string[] {
  if ("prompts" in picture) return picture.prompts;
  return picture.kind === "music" ? [picture.music] : [];
}

function clipsOf(names: readonly string[], { prompts }: Sounds): Clip[] {
  return names.map((name) => prompts.clip(name)).filter((clip) => clip !== undefined);
}

function positionClips(
  { ahead, waitSeconds }: Extract<PlayPicture, { readonly kind: "position" }>,
  { prompts }: Sounds,
): Clip[] {
  const position = prompts.queuePosition(ahead + 1);
  return waitSeconds === null ? position : [...position, ...prompts.estimatedWait(waitSeconds * 1_000)];
}
