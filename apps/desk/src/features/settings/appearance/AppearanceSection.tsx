import { themeChoices } from "@patchbay/look/theme";
import { densities, deskLanguages, letterSizes, listOrders, usualPreferences } from "@patchbay/protocol";
import { toast } from "../../../state/actions.js";
import { changePreferences, usePreferences } from "../../../state/preferences.js";
import { useWords } from "../../../words/words.js";
import { Choice } from "./Choice.js";

/** A language is called by its own name: whoever does not read the desk's finds it. */
const ownName = (code: string): string =>
  new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;

/** How the desk looks to this agent, here and in every other browser. */
export function AppearanceSection() {
  const t = useWords();
  const preferences = usePreferences((state) => state.preferences);
  const { theme, density, language, letterSize, contextSide, listOrder } = preferences;
  const reset = (): void => {
    const before = usePreferences.getState().preferences;
    const looks = ({ theme, density, letterSize, contextSide, listOrder, columns }: typeof before) => ({
      theme,
      density,
      letterSize,
      contextSide,
      listOrder,
      columns,
    });
    changePreferences(looks(usualPreferences));
    toast(t("settings.appearance.wasReset"), { undo: () => changePreferences(looks(before)) });
  };
  return (
    <div>
      <Choice
        legend={t("settings.appearance.language")}
        hint={t("settings.appearance.languageHint")}
        values={["browser", ...deskLanguages] as const}
        chosen={language ?? "browser"}
        nameOf={(value) => (value === "browser" ? t("settings.appearance.asBrowser") : ownName(value))}
        onChoose={(value) => changePreferences({ language: value === "browser" ? null : value })}
      />
      <Choice
        legend={t("settings.appearance.theme")}
        hint={t("settings.appearance.themeHint")}
        values={themeChoices}
        chosen={theme}
        nameOf={(value) => t(`rail.themes.${value}`)}
        onChoose={(value) => changePreferences({ theme: value })}
      />
      <Choice
        legend={t("settings.appearance.density")}
        hint={t("settings.appearance.densityHint")}
        values={densities}
        chosen={density}
        nameOf={(value) => t(`settings.appearance.densities.${value}`)}
        onChoose={(value) => changePreferences({ density: value })}
      />
      <Choice
        legend={t("settings.appearance.letterSize")}
        hint={t("settings.appearance.letterSizeHint")}
        values={letterSizes}
        chosen={letterSize}
        nameOf={(value) => t("settings.appearance.perCent", { value })}
        onChoose={(value) => changePreferences({ letterSize: value })}
      />
      <Choice
        legend={t("settings.appearance.contextSide")}
        hint={t("settings.appearance.contextSideHint")}
        values={["left", "right"] as const}
        chosen={contextSide}
        nameOf={(value) => t(`settings.appearance.sides.${value}`)}
        onChoose={(value) => changePreferences({ contextSide: value })}
      />
      <Choice
        legend={t("settings.appearance.listOrder")}
        hint={t("settings.appearance.listOrderHint")}
        values={listOrders}
        chosen={listOrder}
        nameOf={(value) => t(`list.sorted.${value}`)}
        onChoose={(value) => changePreferences({ listOrder: value })}
      />
      <button type="button" className="btn" onClick={reset}>
        {t("settings.appearance.reset")}
      </button>
    </div>
  );
}
