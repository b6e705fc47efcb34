import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { useNetworkData, useReadNetwork } from "./network/network-data.js";
import { goTo, useSetup } from "./place.js";
import { type SectionId, sectionsFor } from "./sections.js";
import { useLists } from "./setup-data.js";
import "./setup.css";

/** The side list of Set-up. */
export function SetupNav() {
  const t = useWords();
  const place = useSetup((state) => state.place);
  const sections = sectionsFor(useDesk(({ data }) => data?.user.privileges) ?? []);
  const section = (sections.find(({ id }) => id === place.section) ?? sections[0])?.id;
  // What somebody may not see is not asked for.
  const isWhole = sections.some(({ id }) => id === "numbers");
  const lists = useLists(...(isWhole ? (["numbers", "scenarios", "prompts"] as const) : []));
  useReadNetwork(isWhole);
  const setup = useNetworkData((state) => state.setup);
  const counts: Partial<Record<SectionId, number | undefined>> = {
    numbers: lists.numbers?.length,
    scenarios: lists.scenarios?.length,
    prompts: lists.prompts?.length,
    trunks: setup?.trunks.length,
    deskPhones: setup?.accounts.length,
  };
  return (
    <nav className="setup-nav" aria-label={t("setup.title")}>
      <b className="setup-nav-head">{t("setup.title")}</b>
      <ul>
        {sections.map(({ id, group, Icon }, at) => {
          const name = t(`setup.sections.${id}.name`);
          const count = counts[id];
          return (
            <li key={id}>
              {sections[at - 1]?.group !== group && (
                <span className="setup-nav-group">{t(`setup.groups.${group}`)}</span>
              )}
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
