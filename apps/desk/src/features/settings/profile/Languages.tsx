import { PROFILE_LANGUAGES_MAX } from "@patchbay/protocol";
import { IconX } from "@tabler/icons-react";
import { useId } from "react";
import { deskLanguage, languageName as nameOf } from "../../../parts/language-name.js";
import { useWords } from "../../../words/words.js";

/** ISO 639 codes that are offered; a profile may hold any other one. */
const OFFERED = (
  "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pa pl pt ro ru sk sl sq sr " +
  "sv sw ta th tl tr uk ur vi zh"
).split(" ");

/** Languages that somebody speaks, in their order. */
export function Languages({
  codes,
  onChange,
}: {
  readonly codes: readonly string[];
  readonly onChange: (codes: string[]) => void;
}) {
  const t = useWords();
  const id = useId();
  const language = deskLanguage();
  const left = OFFERED.filter((code) => !codes.includes(code))
    .map((code) => ({ code, name: nameOf(code) }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
  return (
    <div className="field">
      <label htmlFor={id}>{t("account.profile.languages")}</label>
      {codes.length > 0 && (
        <ul className="account-languages">
          {codes.map((code) => (
            <li key={code} className="chip">
              {nameOf(code)}
              <button
                type="button"
                aria-label={t("account.profile.removeLanguage", { name: nameOf(code) })}
                onClick={() => onChange(codes.filter((one) => one !== code))}
              >
                <IconX size={14} stroke={1.8} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <select
        id={id}
        className="input md"
        value=""
        disabled={codes.length >= PROFILE_LANGUAGES_MAX}
        onChange={(event) => event.target.value !== "" && onChange([...codes, event.target.value])}
      >
        <option value="">{t("account.profile.addLanguage")}</option>
        {left.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      <p className="hint">{t("account.profile.languagesHint")}</p>
    </div>
  );
}
