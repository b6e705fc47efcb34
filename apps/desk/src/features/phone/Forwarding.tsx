import { type ForwardingForm, MAILBOX_RING_MS_MAX, MAILBOX_RING_MS_MIN } from "@patchbay/protocol";
import { type FormEvent, useEffect, useId, useState } from "react";
import { ask } from "../../state/actions.js";
import { useWords } from "../../words/words.js";
import { changedForm, type Reason, reasons } from "./forwarding-form.js";

/** Where colleagues' calls go on to, and when. Off holds at once; on, and what is changed then, when it is saved. */
export function Forwarding() {
  const t = useWords();
  const id = useId();
  const [form, setForm] = useState<ForwardingForm | null>(null);
  /** Whose extension the number is; `null`: it is one outside, or was changed since. */
  const [colleague, setColleague] = useState<string | null>(null);
  const [said, setSaid] = useState<{ readonly good: boolean; readonly text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let gone = false;
    void ask("forwarding", {}).then((answer) => {
      if (gone || !answer.ok) return;
      setForm(answer.output.form);
      setColleague(answer.output.colleague?.name ?? null);
    });
    return () => {
      gone = true;
    };
  }, []);
  if (form === null) return null;
  const save = async (next: ForwardingForm): Promise<void> => {
    if (busy) return;
    if (next.enabled && next.when.length === 0) {
      setSaid({ good: false, text: t("phone.forwarding.whenMissing") });
      return;
    }
    setBusy(true);
    const answer = await ask("saveForwarding", { form: next });
    setBusy(false);
    if (!answer.ok) {
      setSaid({ good: false, text: t(`errors.${answer.error.code}`, { ...answer.error.facts }) });
      return;
    }
    const name = answer.output.colleague?.name ?? null;
    setColleague(name);
    const words = !next.enabled ? "off" : name === null ? "saved" : "savedTo";
    setSaid({ good: true, text: t(`phone.forwarding.${words}`, name === null ? {} : { name }) });
  };
  const change = (part: Partial<ForwardingForm>): void => {
    setForm({ ...form, ...part });
    setSaid(null);
  };
  const toggle = (enabled: boolean): void => {
    const next = {
      ...form,
      enabled,
      when: enabled && form.when.length === 0 ? ["no_answer" as const] : form.when,
    };
    change(next);
    if (!enabled) void save(next);
  };
  const chosen = (reason: Reason) => form.when.includes(reason);
  const always = chosen("always");
  return (
    <form
      className="phone-forwarding"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save(form);
      }}
    >
      <label className="phone-check">
        <input type="checkbox" checked={form.enabled} onChange={(event) => toggle(event.target.checked)} />
        <b>{t("phone.forwarding.enabled")}</b>
      </label>
      {form.enabled && (
        <>
          <div className="field">
            <label htmlFor={`${id}-number`}>{t("phone.forwarding.number")}</label>
            <input
              id={`${id}-number`}
              className="input md"
              type="tel"
              autoComplete="tel"
              value={form.number}
              maxLength={100}
              aria-describedby={`${id}-said`}
              aria-invalid={said?.good === false}
              onChange={(event) => {
                change({ number: event.target.value });
                setColleague(null);
              }}
            />
          </div>
          <fieldset className="phone-reasons">
            <legend>{t("phone.forwarding.when")}</legend>
            {reasons.map((reason) => (
              <label key={reason} className="phone-check">
                <input
                  type="checkbox"
                  checked={always || chosen(reason)}
                  disabled={always && reason !== "always"}
                  onChange={() => change(changedForm(form, reason))}
                />
                {t(`phone.forwarding.reason.${reason}`)}
              </label>
            ))}
          </fieldset>
          {!always && chosen("no_answer") && (
            <div className="field">
              <label htmlFor={`${id}-ring`}>{t("phone.forwarding.ring")}</label>
              <span className="row">
                <input
                  id={`${id}-ring`}
                  className="input md num"
                  type="number"
                  inputMode="numeric"
                  min={MAILBOX_RING_MS_MIN / 1_000}
                  max={MAILBOX_RING_MS_MAX / 1_000}
                  value={form.ringMs / 1_000}
                  onChange={(event) => change({ ringMs: Math.round(Number(event.target.value)) * 1_000 })}
                  onBlur={() =>
                    change({
                      ringMs: Math.min(MAILBOX_RING_MS_MAX, Math.max(MAILBOX_RING_MS_MIN, form.ringMs)),
                    })
                  }
                />
                <span className="soft">{t("phone.forwarding.seconds")}</span>
              </span>
            </div>
          )}
          <button type="submit" className="btn" aria-disabled={busy}>
            {t("phone.forwarding.save")}
          </button>
        </>
      )}
      <p id={`${id}-said`} className={said?.good === false ? "hint bad" : "hint"} role="status">
        {said?.text ??
          (form.enabled && colleague !== null
            ? t("phone.forwarding.to", { name: colleague })
            : t("phone.forwarding.how"))}
      </p>
    </form>
  );
}
