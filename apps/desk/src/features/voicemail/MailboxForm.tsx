import type { MailboxForm as Form } from "@patchbay/protocol";
import { MAILBOX_RING_MS_MAX, MAILBOX_RING_MS_MIN, MESSAGE_MS_MAX, MESSAGE_MS_MIN } from "@patchbay/protocol";
import { type ComponentProps, useEffect, useId, useState } from "react";
import { ask, toastError } from "../../state/actions.js";
import { useWords } from "../../words/words.js";
import { Greeting } from "./Greeting.js";
import { SecondsInput } from "./SecondsInput.js";

interface Mailbox {
  readonly form: Form;
  readonly ownGreeting: { readonly durationMs: number } | null;
  readonly locked: boolean;
}

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
  const { form, ownGreeting, locked } = mailbox;
  const save = async (next: Form): Promise<void> => {
    setMailbox({ ...mailbox, form: next });
    const answer = await ask("saveMailbox", { form: next });
    if (answer.ok) return;
    toastError(answer.error);
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
          disabled={locked}
          onChange={(event) => void save({ ...form, enabled: event.target.checked })}
        />
        <span>
          <b>{t("voicemail.mailbox.enabled")}</b>
          <span className="small soft">
            {t(
              locked
                ? `voicemail.mailbox.${form.enabled ? "lockedOn" : "lockedOff"}`
                : "voicemail.mailbox.enabledHint",
            )}
          </span>
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
              disabled={locked}
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

/** A time with its name above and its bounds below. */
function Seconds({
  id,
  label,
  hint,
  ...seconds
}: {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
} & Pick<ComponentProps<typeof SecondsInput>, "value" | "min" | "max" | "disabled" | "onChange">) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <SecondsInput id={id} aria-describedby={`${id}-hint`} {...seconds} />
      <p id={`${id}-hint`} className="hint">
        {hint}
      </p>
    </div>
  );
}
