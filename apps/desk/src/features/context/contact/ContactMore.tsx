import type { ContactChangeView, ContactView } from "@patchbay/protocol";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { LinkedText } from "../../../parts/LinkedText.js";
import { serverNow } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { whenText } from "../history/when.js";
import { languageName } from "./contact-form.js";

/** What colleagues have written down about the customer, and who changed what of it. */
export function ContactMore({
  contact: { record },
  changes,
}: {
  readonly contact: ContactView;
  readonly changes: readonly ContactChangeView[];
}) {
  const t = useWords();
  const pairs = [
    ...(record?.language == null
      ? []
      : [{ name: t("contact.record.language"), value: languageName(record.language) }]),
    ...(record?.fields ?? []),
  ];
  const notes = record?.notes ?? "";
  return (
    <>
      {pairs.length > 0 && (
        <dl className="pairs ctx-more">
          {pairs.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <LinkedText text={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {notes !== "" && <Notes text={notes} />}
      {changes.length > 0 && <Changes changes={changes} />}
    </>
  );
}

/** So many lines of a note are shown before the rest is asked for. */
const NOTE_LINES = 3;
const NOTE_CHARACTERS = 160;

function Notes({ text }: { readonly text: string }) {
  const t = useWords();
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > NOTE_CHARACTERS || text.split("\n").length > NOTE_LINES;
  return (
    <div className={`ctx-notes small${isLong && !isWhole ? " cut" : ""}`}>
      <p>
        <LinkedText text={text} />
      </p>
      {isLong && (
        <button
          type="button"
          className="btn sm quiet"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {t(isWhole ? "contact.record.less" : "contact.record.more")}
        </button>
      )}
    </div>
  );
}

function Changes({ changes }: { readonly changes: readonly ContactChangeView[] }) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const now = serverNow();
  return (
    <div className="ctx-changes small">
      <button type="button" className="btn sm quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Chevron size={14} stroke={1.8} aria-hidden="true" />
        {t("contact.record.changesCount", { count: changes.length })}
      </button>
      {isOpen && (
        <ol aria-label={t("contact.record.changes")}>
          {changes.map(({ changeId, kind, at, by, values, other }) => (
            <li key={changeId}>
              <p className="soft">
                {t("contact.record.by", { name: by.name, when: whenText(t, at, now) })}{" "}
                {t(`contact.record.${kind}`, { name: other?.name ?? "" })}
              </p>
              {values.map(({ field, from, to }) => (
                <p key={field}>
                  {t("contact.record.value", {
                    field: t(`contact.fields.${field}`),
                    from: from || t("contact.nothing"),
                    to: to || t("contact.nothing"),
                  })}
                </p>
              ))}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
