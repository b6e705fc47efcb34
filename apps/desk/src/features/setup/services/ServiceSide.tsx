import type { ServiceRow } from "@patchbay/protocol";
import { useWords } from "../../../words/words.js";
import { UsedBy } from "../parts/UsedBy.js";
import { changedText } from "../parts/when.js";
import { goTo } from "../place.js";
import type { SectionId } from "../sections.js";

/** What else is set by service, each with a form of its own. */
const related = ["recording", "screenPop", "afterChat"] as const satisfies readonly SectionId[];

/** What names a service, who gets its contacts, and where the rest of it is set. */
export function ServiceSide({ row }: { readonly row: ServiceRow }) {
  const t = useWords();
  const { usedBy, qualified, loggedIn, alive, serviceId } = row;
  return (
    <>
      <UsedBy
        none={t("serviceSetup.noUse")}
        uses={[
          ...usedBy.chatEntries.map((one) => ({ ...one, section: "chatEntries" as const })),
          ...usedBy.numbers.map((one) => ({ ...one, section: "numbers" as const })),
          ...usedBy.scenarios.map((one) => ({ ...one, section: "scenarios" as const })),
          ...usedBy.messages.map((one) => ({ ...one, section: "messages" as const })),
        ]}
      />
      <section className="setup-side-part">
        <h2>{t("serviceSetup.agents")}</h2>
        <p className="small">{t("serviceSetup.qualified", { count: qualified })}</p>
        <p className="small mute">{t("serviceSetup.loggedIn", { count: loggedIn })}</p>
        {alive > 0 && <p className="small mute">{t("serviceSetup.aliveNow", { count: alive })}</p>}
      </section>
      <section className="setup-side-part">
        <h2>{t("serviceSetup.more")}</h2>
        <ul>
          {related.map((section) => (
            <li key={section}>
              <button type="button" className="link" onClick={() => goTo({ section, item: serviceId })}>
                {t(`setup.sections.${section}.name`)}
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section className="setup-side-part">
        <h2>{t("setup.lastChanged")}</h2>
        <p className="small">{changedText(row)}</p>
      </section>
    </>
  );
}
