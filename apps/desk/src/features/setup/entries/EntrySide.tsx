import type { ChatEntryRow, WidgetLanguage } from "@patchbay/protocol";
import { IconExternalLink } from "@tabler/icons-react";
import { useWords } from "../../../words/words.js";
import { changedText } from "../parts/when.js";
import { goTo } from "../place.js";
import { CopyButton } from "./CopyButton.js";
import { EntryPreview } from "./EntryPreview.js";
import type { EntryDraft } from "./entry-draft.js";

/** The line that a page needs. */
const tagOf = (entryId: string): string =>
  `<script src="${window.location.origin}/widget.js" data-entry="${entryId}" async></script>`;

/** How it looks, how it comes onto a page, and what else is set for it elsewhere. */
export function EntrySide({
  row,
  draft,
  language,
}: {
  /** `null`: nobody has saved it yet. */
  readonly row: ChatEntryRow | null;
  readonly draft: EntryDraft;
  readonly language: WidgetLanguage;
}) {
  const t = useWords();
  return (
    <>
      <EntryPreview draft={draft} language={language} />
      <section className="setup-side-part">
        <h2>{t("entrySetup.tag")}</h2>
        {row === null ? (
          <p className="small mute">{t("entrySetup.tagLater")}</p>
        ) : (
          <>
            <p className="small">{t(draft.kind === "mobile" ? "entrySetup.tagApp" : "entrySetup.tagHow")}</p>
            <pre className="entry-tag">
              <code>{draft.kind === "mobile" ? row.entryId : tagOf(row.entryId)}</code>
            </pre>
            <div className="row">
              <CopyButton
                text={draft.kind === "mobile" ? row.entryId : tagOf(row.entryId)}
                label={t(draft.kind === "mobile" ? "entrySetup.copyId" : "entrySetup.copyTag")}
              />
              <a
                className="btn sm"
                href={`/web/try.html?entry=${encodeURIComponent(row.entryId)}`}
                target="_blank"
                rel="noopener noreferrer"
                title={t("entrySetup.testHint")}
              >
                <IconExternalLink size={16} stroke={1.7} aria-hidden="true" />
                {t("entrySetup.test")}
              </a>
            </div>
          </>
        )}
      </section>
      {row !== null && (
        <>
          <section className="setup-side-part">
            <h2>{t("entrySetup.safety")}</h2>
            <p className="small">{t(row.masked ? "entrySetup.safetySet" : "entrySetup.safetyNone")}</p>
            <button
              type="button"
              className="link small"
              onClick={() => goTo({ section: "masking", item: row.entryId })}
            >
              {t("entrySetup.toMasking")}
            </button>
          </section>
          <section className="setup-side-part">
            <h2>{t("setup.lastChanged")}</h2>
            <p className="small">{changedText(row)}</p>
          </section>
        </>
      )}
    </>
  );
}
