import { useWords } from "../../../words/words.js";
import { goTo } from "../place.js";
import type { SectionId } from "../sections.js";

/** Where something is used, each with the way there. */
export function UsedBy({
  uses,
  none,
}: {
  readonly uses: readonly { readonly section: SectionId; readonly id: string; readonly name: string }[];
  /** What is said when there is no use of it. */
  readonly none: string;
}) {
  const t = useWords();
  return (
    <section className="setup-side-part">
      <h2>{t("setup.usedBy")}</h2>
      {uses.length === 0 ? (
        <p className="small mute">{none}</p>
      ) : (
        <ul>
          {uses.map(({ section, id, name }) => (
            <li key={`${section} ${id}`} className="row between">
              <button type="button" className="link clip" onClick={() => goTo({ section, item: id })}>
                {name}
              </button>
              <span className="small mute">{t(`setup.sections.${section}.one`)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
