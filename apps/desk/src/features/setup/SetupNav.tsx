import { useWords } from "../../words/words.js";
import { goTo, useSetup } from "./place.js";
import { sections } from "./sections.js";
import { useLists } from "./setup-data.js";
import "./setup.css";

/** The side list of Set-up. */
export function SetupNav() {
  const t = useWords();
  const { section } = useSetup((state) => state.place);
  const data = useLists("numbers", "scenarios", "prompts");
  return (
    <nav className="setup-nav" aria-label={t("setup.title")}>
      <b className="setup-nav-head">{t("setup.title")}</b>
      <ul>
        {sections.map(({ id, Icon }) => {
          const name = t(`setup.sections.${id}.name`);
          const count = data[id]?.length;
          return (
            <li key={id}>
              <button
                type="button"
                aria-current={id === section ? "page" : undefined}
                title={name}
                onClick={() => goTo({ section: id, item: null })}
              >
                <Icon size={18} stroke={1.6} aria-hidden="true" />
                <span className="clip">{name}</span>
                {count !== undefined && <span className="num mute small">{count}</span>}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
