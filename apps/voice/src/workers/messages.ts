import type { SipCodec, VoiceEvent, VoiceReport, WireCallPicture } from "@patchbay/protocol";
import type { SoundTerms } from "../network/sound-terms.js";
import type { PaymentSettings } from "../payments/index.js";
import type { RecordingSettings } from "./recording-store.js";

/** What the voice process and its media workers say to each other, by the channel of `fork`. */

export interface WorkerStart {
  readonly host: string;
  readonly publicIp: string | null;
  /** Towards the network, in the order in which they are offered. */
  readonly sipCodecs: readonly SipCodec[];
  readonly rtpPorts: { readonly first: number; readonly last: number };
  readonly iceServers: readonly string[];
  readonly promptsDir: string | null;
  /** Folder of the center's own sounds, as the server keeps them. */
  readonly ownSoundsDir: string;
  readonly recordings: RecordingSettings;
  readonly payments: PaymentSettings;
}

type WirePicture = NonNullable<WireCallPicture["picture"]>;
export type PlayPicture = WirePicture["plays"][number];
/** A recording as its worker sees it. One that is not in the call's list is ended. */
export type RecordingShown = WirePicture["recordings"][number];

/** A leg as its worker sees it: what is wanted and how far signalling is. */
export interface LegShown {
  readonly legId: string;
  readonly role: WirePicture["legs"][number]["role"];
  readonly agentId: string | null;
  /** Signalling says that both sides are there: it may be heard and hears. */
  readonly live: boolean;
  /** Called and not answered yet, with a description all the same: what comes is heard in place of our ringback. */
  readonly early?: boolean;
  readonly muted: boolean;
  /** Who is in the same one hears it. `null`: nobody does. */
  readonly circle: string | null;
  readonly beside: WirePicture["legs"][number]["beside"];
}

/** A call as its worker sees it. A leg that is not in it is closed. */
export interface CallShown {
  readonly interactionId: string;
  readonly legs: readonly LegShown[];
  readonly plays: readonly PlayPicture[];
  readonly recordings: readonly RecordingShown[];
  readonly secrets?: WirePicture["secrets"];
}

/** What a worker is asked, with the form of its answer. Descriptions are SDP. */
export interface WorkerAsks {
  /** Answers an offer, first or anew. */
  "sip.answer": {
    readonly ask: LegOf & { readonly sdp: string; readonly peer: string; readonly terms: SoundTerms };
    readonly answer: { readonly sdp: string };
  };
  /** Makes an offer: a call out, or an INVITE without one. */
  "sip.offer": {
    /**
     * Asked again, another offer is made for the same sockets. `former`: our last description in this session, made for
     * another call; the next one goes on from it.
     */
    readonly ask: LegOf & { readonly peer: string; readonly terms: SoundTerms; readonly former?: string };
    readonly answer: { readonly sdp: string };
  };
  /** Takes the answer to our offer. */
  "sip.accept": { readonly ask: LegOf & { readonly sdp: string }; readonly answer: null };
  "phone.connect": {
    readonly ask: {
      readonly phoneId: string;
      /** `null`: the echo test. */
      readonly leg: LegOf | null;
      readonly agentId: string;
      readonly offer: string;
    };
    readonly answer: { readonly sdp: string };
  };
  /** An offer for a customer's app. */
  "app.offer": {
    readonly ask: { readonly phoneId: string; readonly leg: LegOf };
    readonly answer: { readonly sdp: string };
  };
  /** The app's answer to it. */
  "app.accept": {
    readonly ask: { readonly phoneId: string; readonly sdp: string };
    readonly answer: null;
  };
  "leg.keys": { readonly ask: LegOf & { readonly keys: string }; readonly answer: null };
}
export interface LegOf {
  readonly interactionId: string;
  readonly legId: string;
}
export type AskName = keyof WorkerAsks;
export type Ask<Name extends AskName> = WorkerAsks[Name]["ask"];
export type AnswerTo<Name extends AskName> = WorkerAsks[Name]["answer"];

/**
 * Why an ask came to nothing. `media`: no common codec, or an offer that cannot be used. `not_encrypted`: sound in the clear
 * was all there was, and is not allowed.
 */
export type WorkerFailure = "media" | "not_encrypted" | "no_ports" | "no_leg" | "failed" | "worker_lost";
export type WorkerOutcome<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly code: WorkerFailure; readonly detail: string };

export type AskMessage = {
  readonly [Name in AskName]: {
    readonly t: "ask";
    readonly askId: number;
    readonly name: Name;
    readonly ask: Ask<Name>;
  };
}[AskName];

export type ToWorker =
  | { readonly t: "start"; readonly settings: WorkerStart }
  | { readonly t: "show"; readonly call: CallShown }
  | { readonly t: "close"; readonly interactionId: string }
  /** A key that came with signalling (INFO). */
  | ({ readonly t: "key"; readonly key: string } & LegOf)
  | { readonly t: "candidate"; readonly phoneId: string; readonly candidate: string; readonly mid: string }
  | { readonly t: "disconnect"; readonly phoneId: string }
  /** Whether a server is there that knows what comes next. */
  | { readonly t: "attached"; readonly attached: boolean }
  /** Nobody will say what comes next: this prompt is played to everybody in the call. Told by `said`. */
  | { readonly t: "say"; readonly interactionId: string; readonly prompt: string }
  | AskMessage;

export type FromWorker =
  /** Prompts are read: it takes calls. */
  | { readonly t: "ready" }
  /** Alive. `latenessMs`: 99th percentile of its ticks since the last one. */
  | { readonly t: "beat"; readonly latenessMs: number; readonly calls: number }
  | { readonly t: "answer"; readonly askId: number; readonly outcome: WorkerOutcome<unknown> }
  | { readonly t: "event"; readonly event: VoiceEvent }
  | { readonly t: "report"; readonly report: VoiceReport }
  | { readonly t: "said"; readonly interactionId: string }
  | { readonly t: "trouble"; readonly detail: string };
