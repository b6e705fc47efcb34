import { IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { PanelHelp } from "../../../parts/help/PanelHelp.js";
import { useWords } from "../../../words/words.js";
import { goTo } from "../place.js";
import type { SectionId } from "../sections.js";

/** The head of a section: what it is, or the way back to its list, and what can be done. */
export function Head({
  section,
  item,
  chips,
  children,
}: {
  readonly section: SectionId;
  /** The name of what is open; absent: the list. */
  readonly item?: string;
  readonly chips?: ReactNode;
  /** Buttons. */
  readonly children?: ReactNode;
}) {
  const t = useWords();
  const name = t(`setup.sections.${section}.name`);
  return (
    <header className="setup-head">
      <div className="grow">
        {item !== undefined && (
          <nav aria-label={t("setup.back")} className="setup-crumbs">
            <button type="button" className="link" onClick={() => goTo({ section, item: null })}>
              {name}
            </button>
            <IconChevronRight size={14} stroke={1.7} aria-hidden="true" />
          </nav>
        )}
        <div className="row">
          <h1 className="clip">{item ?? name}</h1>
          <PanelHelp
            panel="setup"
            title={name}
            what={`${t(`setup.sections.${section}.what`)} ${t("panelHelp.panels.setup.what")}`}
            first={t(`panelHelp.setupFirst.${section}`)}
          />
          {chips}
        </div>
        {item === undefined && <p className="small mute">{t(`setup.sections.${section}.what`)}</p>}
      </div>
      <div className="acts">{children}</div>
    </header>
  );
}
