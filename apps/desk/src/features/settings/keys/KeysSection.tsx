import { useState } from "react";
import { toldOf } from "../../../keys/combination.js";
import { actionGroups, type DeskActionId, deskActions } from "../../../keys/desk-actions.js";
import { Keys } from "../../../keys/Keys.js";
import { changeKeys, combinationsOf, withUsual } from "../../../keys/keymap.js";
import { toast } from "../../../state/actions.js";
import { usePreferences } from "../../../state/preferences.js";
import { useWords } from "../../../words/words.js";
import { KeyRecorder } from "./KeyRecorder.js";
import "./keys.css";

/** Which key does what, for this agent. */
export function KeysSection() {
  const t = useWords();
  const chosen = usePreferences(({ preferences }) => preferences.keys);
  const [recording, setRecording] = useState<DeskActionId | null>(null);
  const [sought, setSought] = useState("");
  const change = (keys: typeof chosen, said: string): void => {
    const before = usePreferences.getState().preferences.keys;
    changeKeys(keys);
    toast(said, { undo: () => changeKeys(before) });
  };
  const fits = (text: string): boolean =>
    text.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase());
  const groups = actionGroups
    .map((group) => ({
      group,
      actions: deskActions.filter((action) => action.group === group && fits(t(action.words))),
    }))
    .filter(({ actions }) => actions.length > 0);
  return (
    <div>
      <div className="keys-head">
        <input
          className="input"
          type="search"
          aria-label={t("keys.search")}
          placeholder={t("keys.search")}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
        <button
          type="button"
          className="btn"
          disabled={Object.keys(chosen).length === 0}
          onClick={() => change({}, t("settings.keys.allUsual"))}
        >
          {t("settings.keys.resetAll")}
        </button>
      </div>
      {groups.length === 0 && <p className="mute">{t("keys.none")}</p>}
      {groups.map(({ group, actions }) => (
        <section key={group} aria-labelledby={`settings-keys-${group}`}>
          <h2 id={`settings-keys-${group}`} className="keys-group small">
            {t(`keys.groups.${group}`)}
          </h2>
          <ul className="key-rows">
            {actions.map(({ id, words }) => (
              <li key={id}>
                <span>{t(words)}</span>
                {recording === id ? (
                  <KeyRecorder
                    id={id}
                    onDone={(keys, said) => {
                      setRecording(null);
                      if (keys !== null) change(keys, said);
                    }}
                  />
                ) : (
                  <>
                    <span className="key-now">
                      {toldOf(combinationsOf(id, chosen)).map((combination) => (
                        <span key={combination}>
                          <Keys combination={combination} />
                        </span>
                      ))}
                      {combinationsOf(id, chosen).length === 0 && (
                        <span className="mute small">{t("settings.keys.none")}</span>
                      )}
                    </span>
                    <span className="key-acts">
                      {id in chosen && (
                        <button
                          type="button"
                          className="btn quiet sm"
                          aria-label={t("settings.keys.resetOne", { action: t(words) })}
                          onClick={() => change(withUsual(id, chosen), t("settings.keys.oneUsual"))}
                        >
                          {t("settings.keys.reset")}
                        </button>
                      )}
                      <button
                        type="button"
                        className="btn sm"
                        aria-label={t("settings.keys.changeOne", { action: t(words) })}
                        onClick={() => setRecording(id)}
                      >
                        {t("settings.keys.change")}
                      </button>
                    </span>
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
