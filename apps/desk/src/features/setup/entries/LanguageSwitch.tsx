import type { WidgetLanguage } from "@patchbay/protocol";
import { languageName } from "../../../parts/language-name.js";
import { useWords } from "../../../words/words.js";
import { Segment } from "./Segment.js";

/** Which language's texts are in the fields. */
export interface Editing {
  readonly language: WidgetLanguage;
  readonly edit: (language: WidgetLanguage) => void;
}

/** Nothing where there is only one. */
export function LanguageSwitch({
  languages,
  editing: { language, edit },
}: {
  readonly languages: readonly WidgetLanguage[];
  readonly editing: Editing;
}) {
  const t = useWords();
  if (languages.length < 2) return null;
  return (
    <Segment
      label={t("entrySetup.textsIn")}
      labelShown
      options={languages.map((one) => ({ value: one, name: languageName(one) }))}
      value={language}
      onChange={edit}
    />
  );
}
