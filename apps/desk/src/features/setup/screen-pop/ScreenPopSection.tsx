import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { changedText } from "../parts/when.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { ScreenPopForm } from "./ScreenPopForm.js";

/** What each service shows of other systems beside its interactions. */
export function ScreenPopSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { services, failed } = useLists("services");
  if (services === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readLists("services")} />;
  if (item !== null) {
    const service = services.find(({ serviceId }) => serviceId === item);
    if (service === undefined) return <p className="setup-empty">{t("errors.object_not_found")}</p>;
    return <ScreenPopForm service={service} key={service.serviceId} />;
  }
  return (
    <>
      <Head section="screenPop" />
      <div className="setup-scroll">
        <table className="table setup-table">
          <thead>
            <tr>
              {["setup.name", "pop.set.what", "setup.lastChanged"].map((word) => (
                <th key={word} scope="col" className="wide">
                  {t(word)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {services.map(({ serviceId, name, form, ...change }) => {
              const shown = [
                ...(form.pages.length > 0 ? [t("pop.set.count", { count: form.pages.length })] : []),
                ...(form.text.trim() !== "" ? [t("pop.set.textOnly")] : []),
              ];
              return (
                <tr key={serviceId}>
                  <td>
                    <button
                      type="button"
                      className="link strong"
                      onClick={() => goTo({ section: "screenPop", item: serviceId })}
                    >
                      {name}
                    </button>
                  </td>
                  <td className={shown.length === 0 ? "mute" : undefined}>
                    {shown.length === 0 ? t("pop.set.off") : shown.join(", ")}
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
