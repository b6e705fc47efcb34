import { IconBackspace, IconPhone, IconX } from "@tabler/icons-react";
import { useId, useRef, useState } from "react";
import { usePhone } from "../../phone/phone-store.js";
import { playKeyTone } from "../../phone/sound-out.js";
import { useWords } from "../../words/words.js";
import { KeyRows } from "./KeyRows.js";
import { lineToUse, placeCall } from "./place-call.js";
import { useCallAbility } from "./use-phone-facts.js";

/** Any number, through any line. */
export function DialPad({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const { why, lines } = useCallAbility();
  const speaker = usePhone((state) => state.choice.speaker);
  const [number, setNumber] = useState("");
  const [line, setLine] = useState(() => lineToUse(lines));
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const entryId = lines.some((other) => other.entryId === line) ? line : lineToUse(lines);
  const change = (next: string): void => {
    setNumber(next);
    setRefusal(null);
  };
  const call = async (): Promise<void> => {
    if (busy || why !== null) return;
    setBusy(true);
    const said = await placeCall(entryId, number, null);
    setBusy(false);
    setRefusal(said);
    if (said === null) onClose();
    else field.current?.focus();
  };
  return (
    <form
      className="phone-pad"
      onSubmit={(event) => {
        event.preventDefault();
        void call();
      }}
    >
      <div className="phone-head">
        <h2>{t("phone.pad.open")}</h2>
        <button
          type="button"
          className="btn icon quiet sm"
          aria-label={t("phone.pad.close")}
          title={`${t("phone.pad.close")} (Esc)`}
          onClick={onClose}
        >
          <IconX size={16} stroke={1.8} aria-hidden="true" />
        </button>
      </div>
      <div className="field">
        <label htmlFor={`${id}-number`}>{t("phone.pad.number")}</label>
        <div className="phone-choice">
          <input
            ref={field}
            id={`${id}-number`}
            className={`input md num${refusal === null ? "" : " bad"}`}
            type="tel"
            autoComplete="off"
            data-autofocus
            maxLength={100}
            value={number}
            aria-invalid={refusal !== null}
            aria-describedby={`${id}-hint`}
            onChange={(event) => change(event.target.value)}
          />
          <button
            type="button"
            className="btn icon"
            aria-label={t("phone.pad.erase")}
            title={t("phone.pad.erase")}
            onClick={() => change(number.slice(0, -1))}
          >
            <IconBackspace size={18} stroke={1.6} aria-hidden="true" />
          </button>
        </div>
        <p id={`${id}-hint`} className={refusal === null ? "hint" : "hint phone-bad"} role="status">
          {refusal ?? t("phone.pad.hint")}
        </p>
      </div>
      {lines.length > 1 && (
        <div className="field">
          <label htmlFor={`${id}-line`}>{t("phone.pad.line")}</label>
          <select
            id={`${id}-line`}
            className="input md"
            value={entryId}
            onChange={(event) => setLine(event.target.value)}
          >
            {lines.map((other) => (
              <option key={other.entryId} value={other.entryId}>
                {t("phone.pad.lineOption", { name: other.name, address: other.address })}
              </option>
            ))}
          </select>
        </div>
      )}
      <KeyRows
        onKey={(key) => {
          playKeyTone(key, speaker);
          change(`${number}${key}`);
        }}
      />
      {why !== null && (
        <p id={`${id}-why`} className="hint">
          {why}
        </p>
      )}
      <button
        type="submit"
        className="btn go lg"
        aria-disabled={why !== null || busy}
        aria-describedby={why === null ? undefined : `${id}-why`}
      >
        <IconPhone size={18} stroke={1.6} aria-hidden="true" />
        {t("phone.pad.call")}
      </button>
    </form>
  );
}
