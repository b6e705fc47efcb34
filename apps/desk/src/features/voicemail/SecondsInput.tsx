import { type InputHTMLAttributes, useEffect, useState } from "react";
import { useWords } from "../../words/words.js";
import "./voicemail.css";

const SECOND = 1_000;

/** Whole seconds, taken when the field is left or Enter is pressed; what is out of range is put right. All in ms. */
export function SecondsInput({
  value,
  min,
  max,
  onChange,
  ...input
}: {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (ms: number) => void;
} & Pick<InputHTMLAttributes<HTMLInputElement>, "id" | "aria-label" | "aria-describedby" | "disabled">) {
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
    <span className="row tight">
      <input
        {...input}
        className="input md num vm-seconds"
        type="number"
        inputMode="numeric"
        min={min / SECOND}
        max={max / SECOND}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === "Enter" && take()}
      />
      <span className="soft">{t("voicemail.mailbox.seconds")}</span>
    </span>
  );
}
