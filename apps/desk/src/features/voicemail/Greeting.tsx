import { IconPlayerPlay, IconPlayerStop, IconUpload } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { clockText } from "../../parts/time.js";
import { toast } from "../../state/actions.js";
import { SOUNDS_ACCEPTED } from "../../state/upload-sound.js";
import { useWords, word } from "../../words/words.js";
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
          {kind === "own" && <Upload onStored={onStored} />}
        </div>
      ))}
      <p className="hint">{t("voicemail.mailbox.uploadHint")}</p>
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

function Upload({ onStored }: { readonly onStored: () => void }) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const send = async (file: File): Promise<void> => {
    setBusy(true);
    const answer = await storeGreeting(file);
    setBusy(false);
    if (!answer.ok) {
      toast(word(`errors.${answer.code}`), { tone: "error" });
      return;
    }
    toast(word("voicemail.mailbox.stored"));
    onStored();
  };
  return (
    <>
      <button
        type="button"
        className="btn sm"
        aria-disabled={busy}
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
          if (file !== undefined) void send(file);
        }}
      />
    </>
  );
}
