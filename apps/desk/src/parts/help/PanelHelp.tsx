import { Popover } from "@mantine/core";
import { IconHelpCircle, IconX } from "@tabler/icons-react";
import { useId, useState } from "react";
import { deskActions } from "../../keys/desk-actions.js";
import { useKeyHint } from "../../keys/keymap.js";
import { useWords } from "../../words/words.js";
import { type HelpPanel, panelKeys } from "./panels.js";
import "./help.css";

/**
 * The quiet mark in a panel's head: what this panel is, what to do first, and its keys. The key for help opens the one of the
 * panel that has the focus (`openPanelHelp`).
 */
export function PanelHelp({
  panel,
  title,
  what,
  first,
}: {
  readonly panel: HelpPanel;
  /** Words of the part itself, where a panel has several; absent: the panel's own. */
  readonly title?: string;
  readonly what?: string;
  readonly first?: string;
}) {
  const t = useWords();
  const id = useId();
  const [open, setOpen] = useState(false);
  const key = useKeyHint("panel-help");
  const close = (): void => setOpen(false);
  return (
    <Popover
      opened={open}
      onDismiss={close}
      position="bottom-start"
      offset={6}
      width={320}
      withinPortal
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button
          type="button"
          className="btn icon quiet sm panel-help"
          data-help={panel}
          aria-label={t("panelHelp.open")}
          aria-keyshortcuts={key.aria}
          title={key.after(t("panelHelp.open"))}
          onClick={() => setOpen(!open)}
        >
          <IconHelpCircle size={16} stroke={1.6} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown className="panel-help-card" aria-labelledby={`${id}-title`}>
        <HelpCard titleId={`${id}-title`} panel={panel} {...{ title, what, first }} onClose={close} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Its words are looked up when it is open: the mark stands in every panel of every chat. */
function HelpCard({
  panel,
  title,
  what,
  first,
  titleId,
  onClose,
}: {
  readonly panel: HelpPanel;
  readonly title: string | undefined;
  readonly what: string | undefined;
  readonly first: string | undefined;
  readonly titleId: string;
  readonly onClose: () => void;
}) {
  const t = useWords();
  return (
    <>
      <div className="panel-help-head">
        <h2 id={titleId}>{title ?? t(`panelHelp.panels.${panel}.title`)}</h2>
        <button
          type="button"
          className="btn icon quiet sm"
          aria-label={t("panelHelp.close")}
          title={`${t("panelHelp.close")} (Esc)`}
          onClick={onClose}
        >
          <IconX size={16} stroke={1.8} aria-hidden="true" />
        </button>
      </div>
      <p>{what ?? t(`panelHelp.panels.${panel}.what`)}</p>
      <h3>{t("panelHelp.first")}</h3>
      <p>{first ?? t(`panelHelp.panels.${panel}.first`)}</p>
      <Keys panel={panel} />
      <p className="small">
        <a href={`/help/errors?lang=${document.documentElement.lang}`} target="_blank" rel="noopener">
          {t("panelHelp.errors")}
        </a>
      </p>
    </>
  );
}

function Keys({ panel }: { readonly panel: HelpPanel }) {
  const t = useWords();
  const help = useKeyHint("help");
  const ids: readonly string[] = panelKeys[panel];
  return (
    <>
      <h3>{t("panelHelp.keys")}</h3>
      <dl className="panel-help-keys">
        {deskActions
          .filter(({ id }) => ids.includes(id))
          .map((action) => (
            <Key key={action.id} {...action} />
          ))}
      </dl>
      {help.text !== "" && <p className="small soft">{t("panelHelp.allKeys", { key: help.text })}</p>}
    </>
  );
}

function Key({ id, words }: (typeof deskActions)[number]) {
  const t = useWords();
  const { text } = useKeyHint(id);
  if (text === "") return null;
  return (
    <div>
      <dt>
        <kbd>{text}</kbd>
      </dt>
      <dd>{t(words)}</dd>
    </div>
  );
}
