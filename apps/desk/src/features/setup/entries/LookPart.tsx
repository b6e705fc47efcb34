import { contrastOf, TEXT_CONTRAST_MIN, textColourOn } from "@patchbay/protocol";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { deskLanguage } from "../../../parts/language-name.js";
import { useWords } from "../../../words/words.js";
import { CheckField, Field, SelectField, TextField } from "../parts/Field.js";
import type { SetupForm } from "../parts/use-form.js";
import type { EntryDraft } from "./entry-draft.js";

/** Colours and the like, with whether they can be read. */
export function LookPart({ form: { draft, change, errorOf } }: { readonly form: SetupForm<EntryDraft> }) {
  const t = useWords();
  return (
    <fieldset className="setup-section spaced">
      <legend>{t("entrySetup.look")}</legend>
      <div className="setup-grid">
        <ColourField
          label={t("entrySetup.colour")}
          value={draft.colour}
          onChange={(colour) => change({ colour })}
        />
        <div>
          <ColourField
            label={t("entrySetup.textColour")}
            value={draft.textColour ?? textColourOn(draft.colour)}
            isOff={draft.textColour === null}
            onChange={(textColour) => change({ textColour })}
          />
          <CheckField
            label={t("entrySetup.textAuto")}
            checked={draft.textColour === null}
            onChange={(auto) => change({ textColour: auto ? null : textColourOn(draft.colour) })}
          />
        </div>
      </div>
      <Contrast draft={draft} onMend={() => change({ textColour: null })} />
      <div className="setup-grid">
        <SelectField
          label={t("entrySetup.theme")}
          value={draft.theme}
          onChange={(theme) => change({ theme: theme as EntryDraft["theme"] })}
        >
          {(["auto", "light", "dark"] as const).map((one) => (
            <option key={one} value={one}>
              {t(`entrySetup.themes.${one}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("entrySetup.side")}
          value={draft.side}
          onChange={(side) => change({ side: side as EntryDraft["side"] })}
        >
          {(["right", "left"] as const).map((one) => (
            <option key={one} value={one}>
              {t(`entrySetup.sides.${one}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <TextField
        label={t("entrySetup.privacy")}
        hint={t("entrySetup.privacyHint")}
        error={errorOf("privacyUrl")}
        value={draft.privacyUrl}
        max={500}
        onChange={(privacyUrl) => change({ privacyUrl })}
      />
      <CheckField
        label={t("entrySetup.files")}
        hint={t("entrySetup.filesHint")}
        checked={draft.files}
        onChange={(files) => change({ files })}
      />
    </fieldset>
  );
}

function Contrast({ draft, onMend }: { readonly draft: EntryDraft; readonly onMend: () => void }) {
  const t = useWords();
  const ratio = contrastOf(draft.textColour ?? textColourOn(draft.colour), draft.colour);
  const isGood = ratio >= TEXT_CONTRAST_MIN;
  // Rounded down: 4.46 is not to be told as 4.5.
  const shown = new Intl.NumberFormat(deskLanguage(), { maximumFractionDigits: 1 }).format(
    Math.floor(ratio * 10) / 10,
  );
  return (
    <p className={`entry-contrast small ${isGood ? "m-fine" : "m-danger"}`} aria-live="polite">
      {isGood ? (
        <IconCheck size={16} stroke={1.8} aria-hidden="true" />
      ) : (
        <IconAlertTriangle size={16} stroke={1.8} aria-hidden="true" />
      )}
      <span>
        {t("entrySetup.contrast", { ratio: shown })}{" "}
        {t(isGood ? "entrySetup.contrastGood" : "entrySetup.contrastBad")}
      </span>
      {!isGood && (
        <button type="button" className="btn sm" onClick={onMend}>
          {t("entrySetup.mend")}
        </button>
      )}
    </p>
  );
}

/** The browser's own choice of colours, and its code to type or paste. */
function ColourField({
  label,
  value,
  isOff = false,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  /** It is chosen by itself. */
  readonly isOff?: boolean;
  readonly onChange: (colour: string) => void;
}) {
  return (
    <Field label={label}>
      {(aria) => (
        <span className="entry-colour">
          <input
            {...aria}
            type="color"
            value={value}
            disabled={isOff}
            onChange={({ target }) => onChange(target.value.toLowerCase())}
          />
          <code className={isOff ? "mute" : ""}>{value}</code>
        </span>
      )}
    </Field>
  );
}
