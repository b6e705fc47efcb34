import type { RecordingRuleRow } from "@patchbay/protocol";
import { useWords } from "../../../words/words.js";
import { Head } from "../parts/Head.js";
import { changedText, keptText } from "../parts/when.js";
import { goTo } from "../place.js";

/** One row a service. */
export function RuleList({ rules }: { readonly rules: readonly RecordingRuleRow[] }) {
  const t = useWords();
  return (
    <>
      <Head section="recording" />
      <div className="setup-scroll">
        <table className="table setup-table">
          <thead>
            <tr>
              <th scope="col" className="wide">
                {t("setup.service")}
              </th>
              <th scope="col" className="wide">
                {t("setup.recording.mode")}
              </th>
              <th scope="col">{t("setup.recording.kept")}</th>
              <th scope="col">{t("setup.recording.download")}</th>
              <th scope="col" className="wide">
                {t("setup.lastChanged")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rules.map(({ serviceId, name, form, ...change }) => (
              <tr key={serviceId}>
                <td>
                  <button
                    type="button"
                    className="link strong"
                    onClick={() => goTo({ section: "recording", item: serviceId })}
                  >
                    {name}
                  </button>
                </td>
                <td>{t(`setup.recording.modes.${form.mode}`)}</td>
                <td>{keptText(form.retentionDays)}</td>
                <td>{t(`setup.recording.downloads.${form.download}`)}</td>
                <td className="mute">{changedText(change)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
