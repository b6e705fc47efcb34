import { PanelHelp } from "../../parts/help/PanelHelp.js";
import { useWords } from "../../words/words.js";
import { useSettings } from "./place.js";
import { sections } from "./sections.js";
import "./settings.css";

/** What everybody sets for themselves: the work area of the room My settings. */
export function SettingsPage() {
  const t = useWords();
  const id = useSettings((state) => state.section);
  const shown = sections.find((one) => one.id === id);
  if (shown === undefined) return null;
  const { Section } = shown;
  return (
    <main className="setup settings" id="work" tabIndex={-1}>
      <header className="setup-head">
        <div className="grow">
          <div className="row tight">
            <h1>{t(`settings.sections.${id}.name`)}</h1>
            <PanelHelp panel="settings" />
          </div>
          <p className="small mute">{t(`settings.sections.${id}.what`)}</p>
        </div>
      </header>
      <div className="settings-body" key={id}>
        <Section />
      </div>
    </main>
  );
}
