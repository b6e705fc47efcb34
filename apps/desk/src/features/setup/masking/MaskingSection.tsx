import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { changedText } from "../parts/when.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { MaskingForm } from "./MaskingForm.js";

/** What each messaging entry hides in what is written through it. */
export function MaskingSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { entries, failed } = useLists("entries");
  if (entries === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readLists("entries")} />;
  if (item !== null) {
    const entry = entries.find(({ entryId }) => entryId === item);
    if (entry === undefined) return <p className="setup-empty">{t("errors.object_not_found")}</p>;
    return <MaskingForm entry={entry} key={entry.entryId} />;
  }
  return (
    <>
      <Head section="masking" />
      <div className="setup-scroll">
        <table className="table setup-table">
          <thead>
            <tr>
              <th scope="col" className="wide">
                {t("setup.name")}
              </th>
              <th scope="col" className="wide">
                {t("masking.what")}
              </th>
              <th scope="col" className="wide">
                {t("setup.lastChanged")}
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ entryId, name, form, ...change }) => {
              const hidden = [
                ...(form.cards ? [t("masking.cards")] : []),
                ...(form.socialSecurity ? [t("masking.socialSecurity")] : []),
                ...(form.expressions.length > 0
                  ? [t("masking.count", { count: form.expressions.length })]
                  : []),
              ];
              return (
                <tr key={entryId}>
                  <td>
                    <button
                      type="button"
                      className="link strong"
                      onClick={() => goTo({ section: "masking", item: entryId })}
                    >
                      {name}
                    </button>
                  </td>
                  <td className={hidden.length === 0 ? "mute" : undefined}>
                    {hidden.length === 0 ? t("masking.off") : hidden.join(", ")}
                  </td>
                  <td className="mute">{changedText(change)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}
