import {
  type Clip,
  LoopSource,
  PromptPlayer,
  progressTones,
  type SoundSource,
  type TonePlan,
  ToneSource,
} from "@patchbay/media";
import type { VoiceEvent } from "@patchbay/protocol";
import type { EnteredDigits } from "../digits/entered-digits.js";
import type { PaymentProcessor, PaymentResult } from "../payments/index.js";
import type { CallRecordings } from "./call-recordings.js";
import { passesCheck, shownDigits } from "./digits-check.js";
import { KeyCollector, type KeysWanted } from "./key-collector.js";
import { startMailbox } from "./mailbox.js";
import type { PlayPicture } from "./messages.js";
import type { Secrets } from "./secrets.js";
import type { Sounds } from "./sounds.js";

/** Keys pressed while nothing listened count for the next step when they are not older than this. */
const TYPED_AHEAD_MS = 3_000;

/** Two short tones, once: an agent whose line stays up hears that a call is over. */
const CALL_OVER: TonePlan = { hertz: [620], amplitude: 6_000, cadenceMs: [140, 90, 140, 86_400_000] };

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
  readonly secrets: Secrets;
  readonly payments: PaymentProcessor;
  /** How many digits have been entered. */
  readonly counted: (playId: string, entered: number) => void;
  /** The sound of a leg, for the echo. */
  readonly legSound: (legId: string) => SoundSource | undefined;
  /** Where mailboxes write. */
  readonly recordings: Pick<CallRecordings, "beginMailbox" | "endMailbox">;
  readonly now: () => number;
}

/** Keys that were pressed between two steps: people who know the menu do not wait for it. */
export class TypedAhead {
  private keys: { readonly key: string; readonly atMs: number }[] = [];
  private secret = false;

  /** Somebody was asked for what nobody may see: what is typed from now on may belong to it, and is for no other step. */
  guard(): void {
    this.secret = true;
  }

  put(key: string, atMs: number): void {
    this.keys.push({ key, atMs });
    if (this.keys.length > 32) this.keys.shift();
  }

  /** @param secure the step shows nobody what it gets */
  take(nowMs: number, secure: boolean): string[] {
    const fresh = this.keys.filter(({ atMs }) => nowMs - atMs <= TYPED_AHEAD_MS).map(({ key }) => key);
    this.keys = [];
    return this.secret && !secure ? [] : fresh;
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
    case "tone":
      return endless(new ToneSource(CALL_OVER));
    case "position":
      return startClips(picture, positionClips(picture, context.sounds), context, () => {});
    case "prompts":
      return startPrompts(picture, context, ahead);
    case "echo":
      return startEcho(picture, context);
    case "pay":
      return startPayment(picture, context);
    case "voicemail": {
      const { interactionId, sounds, recordings, tell, changed } = context;
      return startMailbox(picture, {
        greeting: clipsOf(picture.prompts, sounds),
        recordings,
        recorded: (durationMs) => tell({ type: "play.recorded", interactionId, playId: id, durationMs }),
        changed,
      });
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
  const secure = wanted.kind === "collect" && wanted.secure;
  if (secure) ahead.guard();
  const collector = new KeyCollector(
    wanted,
    (outcome) => {
      play?.stop();
      // What is pressed from now on is for the next step.
      if (play !== undefined) play.keys = null;
      switch (outcome.kind) {
        case "key":
          return context.tell({ type: "play.key", interactionId, playId, key: outcome.key });
        case "no_input":
          return context.tell({ type: "play.no_input", interactionId, playId });
        case "cancelled":
          return context.tell({ type: "play.cancelled", interactionId, playId });
        case "collected":
          if (wanted.kind === "collect") context.tell(collected(playId, outcome.digits, wanted, context));
      }
    },
    (entered) => context.counted(playId, entered),
  );
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
  const waiting = ahead.take(context.now(), secure);
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

function collected(
  playId: string,
  digits: EnteredDigits,
  { secure, check = null }: Extract<KeysWanted, { readonly kind: "collect" }>,
  context: PlayContext,
): VoiceEvent {
  const { interactionId } = context;
  if (!passesCheck(digits, check, Date.now())) {
    digits.wipe();
    return { type: "play.invalid", interactionId, playId };
  }
  const base = { type: "play.collected", interactionId, playId, length: digits.length } as const;
  if (!secure) return { ...base, digits: digits.text(), token: null };
  const lastDigits = shownDigits(digits, check);
  const token = context.secrets.put(playId, digits);
  return { ...base, token, ...(lastDigits !== undefined && { lastDigits }) };
}

/** The caller hears music meanwhile. What was begun is told of, also when the caller has gone. */
function startPayment(picture: Extract<PlayPicture, { readonly kind: "pay" }>, context: PlayContext): Play {
  const { id: playId, payment } = picture;
  const { interactionId, secrets } = context;
  const { amount } = payment;
  const [card, expiry, code] = [payment.card, payment.expiry, payment.code].map((token) => secrets.of(token));
  const told = ({ outcome, code: why, reference }: PaymentResult, lastDigits: string | null): void =>
    context.tell({
      type: "play.paid",
      interactionId,
      playId,
      amount,
      outcome,
      code: why,
      reference,
      lastDigits,
    });
  if (card === undefined || expiry === undefined || code === undefined)
    queueMicrotask(() => told({ outcome: "failed", code: "details_missing", reference: null }, null));
  else {
    // They may be forgotten before the answer comes.
    const lastDigits = card.text(-4);
    void context.payments
      .pay({ id: playId, amount, card, expiry, code })
      .then((result) => told(result, lastDigits));
  }
  const intro = startClips(picture, clipsOf(picture.prompts, context.sounds), context, () => {});
  const music = new LoopSource(context.sounds.music("music"));
  return {
    id: playId,
    kind: "pay",
    ended: false,
    keys: null,
    source: { read: (rate) => (intro.ended ? music : intro.source).read(rate) },
    stop: () => intro.stop(),
  };
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
