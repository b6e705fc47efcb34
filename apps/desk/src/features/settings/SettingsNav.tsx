import { useWords } from "../../words/words.js";
import { openSettings, useSettings } from "./place.js";
import { sections } from "./sections.js";

/** The side list of My settings. */
export function SettingsNav() {
  const t = useWords();
  const section = useSettings((state) => state.section);
  return (
    <nav className="setup-nav" aria-label={t("settings.title")}>
      <b className="setup-nav-head">{t("settings.title")}</b>
      <ul>
        {sections.map(({ id, Icon }) => {
          const name = t(`settings.sections.${id}.name`);
          return (
            <li key={id}>
              <button
                type="button"
                aria-current={id === section ? "page" : undefined}
                title={name}
                onClick={() => openSettings(id)}
              >
                <Icon size={18} stroke={1.6} aria-hidden="true" />
                <span className="clip">{name}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
