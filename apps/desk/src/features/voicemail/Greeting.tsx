import { GREETING_MS_MAX } from "@patchbay/protocol";
import { IconMicrophone, IconPlayerPlay, IconPlayerStop, IconUpload } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { clockText } from "../../parts/time.js";
import { toast } from "../../state/actions.js";
import { SOUNDS_ACCEPTED } from "../../state/upload-sound.js";
import { useWords, word } from "../../words/words.js";
import { SoundRecorder } from "../recorder/index.js";
import { greetingUrl, storeGreeting } from "./greeting-http.js";

type Kind = "default" | "own";
const KINDS: readonly Kind[] = ["default", "own"];

/** What callers hear before the tone: the sentence that comes along, or the agent's own words. */
export function Greeting({
  chosen,
  own,
  onChoose,
  onStored,
}: {
  readonly chosen: Kind;
  readonly own: { readonly durationMs: number } | null;
  readonly onChoose: (kind: Kind) => void;
  readonly onStored: () => void;
}) {
  const t = useWords();
  return (
    <fieldset className="vm-greeting">
      <legend>{t("voicemail.mailbox.greeting")}</legend>
      {KINDS.map((kind) => (
        <div key={kind} className="vm-choice">
          <label className="row tight">
            <input
              type="radio"
              name="greeting"
              checked={chosen === kind}
              disabled={kind === "own" && own === null}
              onChange={() => onChoose(kind)}
            />
            {t(`voicemail.mailbox.${kind}`)}
          </label>
          {kind === "own" && (
            <span className="small soft num">
              {own === null ? t("voicemail.mailbox.ownNone") : clockText(own.durationMs)}
            </span>
          )}
          {(kind === "default" || own !== null) && <Listen kind={kind} version={own?.durationMs ?? 0} />}
          {kind === "own" && <NewGreeting onStored={onStored} />}
        </div>
      ))}
    </fieldset>
  );
}

/** @param version of the sound: another one is loaded anew. */
function Listen({ kind, version }: { readonly kind: Kind; readonly version: number }) {
  const t = useWords();
  const audio = useRef<HTMLAudioElement | null>(null);
  const [playing, setPlaying] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another sound behind the same address
  useEffect(
    () => () => {
      audio.current?.pause();
      audio.current = null;
      setPlaying(false);
    },
    [version],
  );
  const toggle = (): void => {
    if (playing) {
      audio.current?.pause();
      return;
    }
    const element = new Audio(greetingUrl(kind));
    audio.current = element;
    element.addEventListener("playing", () => setPlaying(true));
    for (const end of ["pause", "ended"]) element.addEventListener(end, () => setPlaying(false));
    element.addEventListener("error", () => toast(word("voicemail.mailbox.playFailed"), { tone: "error" }));
    // What is wrong with the sound comes as `error`.
    element.play().catch(() => undefined);
  };
  const Icon = playing ? IconPlayerStop : IconPlayerPlay;
  return (
    <button type="button" className="btn sm" onClick={toggle}>
      <Icon size={16} stroke={1.7} aria-hidden="true" />
      {t(playing ? "voicemail.mailbox.stop" : "voicemail.mailbox.play")}
      <span className="vh"> {t(`voicemail.mailbox.${kind}`)}</span>
    </button>
  );
}

/** The agent's own words, from the microphone or from a file. */
function NewGreeting({ onStored }: { readonly onStored: () => void }) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [records, setRecords] = useState(false);
  /** @returns why it was not kept, or `null` */
  const store = async (sound: Blob): Promise<string | null> => {
    const answer = await storeGreeting(sound);
    if (!answer.ok) return refusalOf(answer.code);
    toast(word("voicemail.mailbox.stored"));
    setRecords(false);
    onStored();
    return null;
  };
  const upload = async (file: File): Promise<void> => {
    setBusy(true);
    const refusal = await store(file);
    setBusy(false);
    if (refusal !== null) toast(refusal, { tone: "error" });
  };
  return (
    <>
      <button type="button" className="btn sm" aria-expanded={records} onClick={() => setRecords(!records)}>
        <IconMicrophone size={16} stroke={1.7} aria-hidden="true" />
        {t("voicemail.mailbox.record")}
      </button>
      <button
        type="button"
        className="btn sm"
        aria-disabled={busy}
        title={t("voicemail.mailbox.uploadHint")}
        onClick={() => !busy && input.current?.click()}
      >
        <IconUpload size={16} stroke={1.7} aria-hidden="true" />
        {t(busy ? "voicemail.mailbox.uploading" : "voicemail.mailbox.upload")}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={SOUNDS_ACCEPTED}
        aria-label={t("voicemail.mailbox.own")}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file !== undefined) void upload(file);
        }}
      />
      {records && (
        <div className="vm-recorder">
          <SoundRecorder maxMs={GREETING_MS_MAX} onKeep={({ wav }) => store(wav)} />
        </div>
      )}
    </>
  );
}

const REFUSALS = ["audio_too_long", "audio_empty", "file_empty", "type_blocked", "file_too_large"] as const;

function refusalOf(code: string): string {
  const known = REFUSALS.find((one) => one === code);
  return known === undefined ? word(`errors.${code}`) : word(`voicemail.mailbox.refused.${known}`);
}
