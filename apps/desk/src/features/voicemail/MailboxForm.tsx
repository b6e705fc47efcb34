import type { MailboxForm as Form } from "@patchbay/protocol";
import { MAILBOX_RING_MS_MAX, MAILBOX_RING_MS_MIN, MESSAGE_MS_MAX, MESSAGE_MS_MIN } from "@patchbay/protocol";
import { useEffect, useId, useState } from "react";
import { ask, toast } from "../../state/actions.js";
import { useWords, word } from "../../words/words.js";
import { Greeting } from "./Greeting.js";

interface Mailbox {
  readonly form: Form;
  readonly ownGreeting: { readonly durationMs: number } | null;
}

const SECOND = 1_000;

/** The agent's own mailbox: on or off, what callers hear, how long it rings before. Each change holds at once. */
export function MailboxForm({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const id = useId();
  const [mailbox, setMailbox] = useState<Mailbox | "loading" | "failed">("loading");
  const load = async (): Promise<void> => {
    const answer = await ask("mailbox", {});
    setMailbox(answer.ok ? answer.output : "failed");
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is opened
  useEffect(() => void load(), []);
  if (mailbox === "loading") return <p className="dir-hint">{t("voicemail.mailbox.loading")}</p>;
  if (mailbox === "failed")
    return (
      <p className="dir-hint" role="alert">
        {t("voicemail.mailbox.failed")}{" "}
        <button type="button" className="btn sm" onClick={() => void load()}>
          {t("context.history.retry")}
        </button>
      </p>
    );
  const { form, ownGreeting } = mailbox;
  const save = async (next: Form): Promise<void> => {
    setMailbox({ ...mailbox, form: next });
    const answer = await ask("saveMailbox", { form: next });
    if (answer.ok) return;
    toast(word(`errors.${answer.error.code}`), { tone: "error" });
    void load();
  };
  return (
    <section
      className="vm-mailbox"
      aria-label={t("voicemail.mailbox.title")}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <label className="vm-switch">
        <input
          type="checkbox"
          checked={form.enabled}
          onChange={(event) => void save({ ...form, enabled: event.target.checked })}
        />
        <span>
          <b>{t("voicemail.mailbox.enabled")}</b>
          <span className="small soft">{t("voicemail.mailbox.enabledHint")}</span>
        </span>
      </label>
      {form.enabled && (
        <>
          <Greeting
            chosen={form.greeting}
            own={ownGreeting}
            onChoose={(greeting) => void save({ ...form, greeting })}
            onStored={() => void save({ ...form, greeting: "own" }).then(load)}
          />
          <div className="vm-times">
            <Seconds
              id={`${id}-ring`}
              label={t("voicemail.mailbox.ring")}
              hint={t("voicemail.mailbox.ringHint")}
              value={form.ringMs}
              min={MAILBOX_RING_MS_MIN}
              max={MAILBOX_RING_MS_MAX}
              onChange={(ringMs) => void save({ ...form, ringMs })}
            />
            <Seconds
              id={`${id}-max`}
              label={t("voicemail.mailbox.max")}
              hint={t("voicemail.mailbox.maxHint")}
              value={form.maxMs}
              min={MESSAGE_MS_MIN}
              max={MESSAGE_MS_MAX}
              onChange={(maxMs) => void save({ ...form, maxMs })}
            />
          </div>
        </>
      )}
    </section>
  );
}

/** Whole seconds, taken when the field is left or Enter is pressed; what is out of range is put right. */
function Seconds({
  id,
  label,
  hint,
  value,
  min,
  max,
  onChange,
}: {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (ms: number) => void;
}) {
  const t = useWords();
  const [text, setText] = useState(String(value / SECOND));
  useEffect(() => setText(String(value / SECOND)), [value]);
  const take = (): void => {
    const typed = Math.round(Number(text) * SECOND);
    const ms = Number.isFinite(typed) && text.trim() !== "" ? Math.min(max, Math.max(min, typed)) : value;
    const whole = Math.round(ms / SECOND) * SECOND;
    setText(String(whole / SECOND));
    if (whole !== value) onChange(whole);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="row tight">
        <input
          id={id}
          className="input md num vm-seconds"
          type="number"
          inputMode="numeric"
          min={min / SECOND}
          max={max / SECOND}
          value={text}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setText(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => event.key === "Enter" && take()}
        />
        <span className="soft">{t("voicemail.mailbox.seconds")}</span>
      </span>
      <p id={`${id}-hint`} className="hint">
        {hint}
      </p>
    </div>
  );
}
