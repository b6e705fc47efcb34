import type { ScenarioView } from "@patchbay/protocol";
import { useWords } from "../../../words/words.js";
import { changedText } from "../parts/when.js";

/** What a scenario was before: each version can be looked at. */
export function Versions({
  view,
  shown,
  onShow,
}: {
  readonly view: ScenarioView;
  /** The version that is looked at; `null`: the form. */
  readonly shown: number | null;
  readonly onShow: (version: number) => void;
}) {
  const t = useWords();
  return (
    <section className="setup-side-part">
      <h2>{t("setup.scenario.versions")}</h2>
      <ol className="setup-versions">
        {view.versions.map((version) => (
          <li key={version.version}>
            <button
              type="button"
              className="link"
              aria-current={shown === version.version ? "true" : undefined}
              onClick={() => onShow(version.version)}
            >
              {t("setup.scenario.versionOf", { version: version.version })}
            </button>
            {version.version === view.newest && (
              <span className="chip m-ready">{t("setup.scenario.inUse")}</span>
            )}
            <span className="small mute">{changedText(version)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
