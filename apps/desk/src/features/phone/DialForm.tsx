import {
  IconAlertTriangle,
  IconBackspace,
  IconBan,
  IconClock,
  IconPhone,
  IconUser,
} from "@tabler/icons-react";
import { useId, useRef, useState } from "react";
import { useNow } from "../../parts/time.js";
import { usePhone } from "../../phone/phone-store.js";
import { playKeyTone } from "../../phone/sound-out.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { KeyRows } from "./KeyRows.js";
import { numberWords } from "./number-words.js";
import { callColleague, lineToUse, placeCall, rememberLine } from "./place-call.js";
import { lastDialled } from "./redial.js";
import { useNumber } from "./use-number.js";
import { useCallAbility } from "./use-phone-facts.js";

/** Any number through any line, or an extension: who it is, where, and what time it is there, while it is typed. */
export function DialForm({ onCalling }: { readonly onCalling?: () => void }) {
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
  const known = useNumber(number, entryId);
  const colleagueId = known?.agentId ?? null;
  const change = (next: string): void => {
    setNumber(next);
    setRefusal(null);
  };
  const call = async (): Promise<void> => {
    // As on every phone: the call button brings back the last number, and only then calls it.
    if (number.trim() === "") {
      const last = lastDialled();
      if (last !== null) change(last);
      else setRefusal(t("errors.empty_number"));
      field.current?.focus();
      return;
    }
    if (busy || why !== null) return;
    setBusy(true);
    const said =
      colleagueId === null ? await placeCall(entryId, number, null) : await callColleague(colleagueId);
    setBusy(false);
    setRefusal(said);
    if (said !== null) {
      field.current?.focus();
      return;
    }
    change("");
    onCalling?.();
  };
  return (
    <form
      className="phone-pad"
      onSubmit={(event) => {
        event.preventDefault();
        void call();
      }}
    >
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
        <div id={`${id}-hint`} className="phone-about" role="status">
          {refusal !== null ? (
            <p className="hint phone-bad">{refusal}</p>
          ) : known === null || number.trim() === "" ? (
            <p className="hint">{t("phone.pad.hint")}</p>
          ) : (
            <About view={known} />
          )}
        </div>
      </div>
      {colleagueId === null && lines.length > 0 && (
        <div className="field">
          <label htmlFor={`${id}-line`}>{t("phone.pad.line")}</label>
          <select
            id={`${id}-line`}
            className="input md"
            value={entryId}
            onChange={(event) => {
              setLine(event.target.value);
              rememberLine(event.target.value);
            }}
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
        {t(number.trim() === "" ? "phone.pad.last" : "phone.pad.call")}
      </button>
    </form>
  );
}

/** Who would be called, and how late it is there. */
function About({ view }: { readonly view: NonNullable<ReturnType<typeof useNumber>> }) {
  const t = useWords();
  const now = useNow();
  const colleague = useDesk((state) =>
    view.agentId === null ? null : (state.data?.roster.get(view.agentId)?.name ?? null),
  );
  const { who, what, time, keys, refusal } = numberWords(t, view, colleague, now);
  return (
    <>
      {who !== null && (
        <p className="row tight strong">
          <IconUser size={14} stroke={1.8} aria-hidden="true" />
          <span className="clip">{who}</span>
        </p>
      )}
      {what !== null && <p className="small soft num phone-wrap">{what}</p>}
      {time !== null && (
        <p className={`small row tight ${time.unusual ? "t-m m-due" : "soft"}`}>
          {time.unusual ? (
            <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
          ) : (
            <IconClock size={14} stroke={1.8} aria-hidden="true" />
          )}
          <span className="num phone-wrap">
            {t(time.unusual ? "phone.number.unusual" : "phone.number.time", { time: time.text })}
          </span>
        </p>
      )}
      {refusal !== null && (
        <p className="small row tight t-m m-breached">
          <IconBan size={14} stroke={1.8} aria-hidden="true" />
          <span className="phone-wrap">{refusal}</span>
        </p>
      )}
      {keys !== null && <p className="small soft num phone-wrap">{keys}</p>}
      {who === null && what === null && time === null && keys === null && refusal === null && (
        <p className="hint">{t("phone.number.unknown")}</p>
      )}
    </>
  );
}
