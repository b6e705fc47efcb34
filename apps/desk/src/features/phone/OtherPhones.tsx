import type { DeskOutput } from "@patchbay/protocol";
import { useEffect, useId, useState } from "react";
import { choosePhone } from "../../phone/phone.js";
import { usePhone } from "../../phone/phone-store.js";
import { ask } from "../../state/actions.js";
import { useWords } from "../../words/words.js";

type Options = DeskOutput<"phoneOptions">;

/** What there is to choose from, asked for anew whenever the phone's health has changed. */
function useOptions(): Options | null {
  const [options, setOptions] = useState<Options | null>(null);
  const health = usePhone((state) => state.health);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another health is the reason to ask again
  useEffect(() => {
    let gone = false;
    void ask("phoneOptions", {}).then((answer) => {
      if (!gone && answer.ok) setOptions(answer.output);
    });
    return () => {
      gone = true;
    };
  }, [health]);
  return options;
}

/** A desk phone: under which name it has to register. */
export function DeskPhone() {
  const t = useWords();
  const options = useOptions();
  if (options === null) return null;
  const { desk } = options;
  if (desk === null) return <p className="hint">{t("phone.desk.none")}</p>;
  return <p className="hint">{t(`phone.desk.${desk.registered ? "here" : "gone"}`, { user: desk.user })}</p>;
}

/** A number outside: calls are taken at the desk, and this number is called then. */
export function OutsidePhone() {
  const t = useWords();
  const id = useId();
  const options = useOptions();
  const [typed, setTyped] = useState<string | null>(null);
  const [said, setSaid] = useState<{ readonly good: boolean; readonly text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const number = typed ?? options?.number?.display ?? "";
  const use = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask("choosePhone", { device: "external", number });
    setBusy(false);
    setSaid(
      answer.ok
        ? { good: true, text: t("phone.outside.used") }
        : { good: false, text: t(`errors.${answer.error.code}`) },
    );
  };
  return (
    <form
      className="field"
      onSubmit={(event) => {
        event.preventDefault();
        void use();
      }}
    >
      <label htmlFor={`${id}-number`}>{t("phone.outside.number")}</label>
      <div className="row">
        <input
          id={`${id}-number`}
          className="input md"
          type="tel"
          autoComplete="tel"
          value={number}
          aria-describedby={`${id}-said`}
          aria-invalid={said?.good === false}
          onChange={(event) => {
            setTyped(event.target.value);
            setSaid(null);
          }}
        />
        <button type="submit" className="btn" aria-disabled={busy || number.trim() === ""}>
          {t("phone.outside.use")}
        </button>
      </div>
      <p id={`${id}-said`} className={said?.good === false ? "error" : "hint"} role="status">
        {said?.text ?? t("phone.outside.how")}
      </p>
    </form>
  );
}

/** Whether the phone's line stays up between calls: chosen here, called by "Call me" above. */
export function KeptLine() {
  const t = useWords();
  const id = useId();
  const kept = usePhone(({ choice }) => choice.keepLine);
  return (
    <div className="field">
      <div className="phone-check">
        <input
          id={`${id}-keep`}
          type="checkbox"
          checked={kept}
          aria-describedby={`${id}-how`}
          onChange={(event) => void choosePhone({ keepLine: event.target.checked })}
        />
        <label htmlFor={`${id}-keep`}>{t("phone.line.keep")}</label>
      </div>
      <p id={`${id}-how`} className="hint">
        {t("phone.line.how")}
      </p>
    </div>
  );
}
