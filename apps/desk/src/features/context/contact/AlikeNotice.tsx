import type { ContactRecordView, ContactView } from "@patchbay/protocol";
import { IconArrowsJoin2, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { later } from "../../../parts/later.js";
import { ask, toast, toastError } from "../../../state/actions.js";
import { serverNow } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { whenText } from "../history/when.js";
import { readRecord } from "./contact-records.js";

const MergeDialog = later(async () => (await import("./MergeDialog.js")).MergeDialog);

/** Who may be the same person, merges that can still be undone, and the way to a merge by hand. */
export function AlikeNotice({
  contact,
  record: { alike, merges },
}: {
  readonly contact: ContactView;
  readonly record: ContactRecordView;
}) {
  const t = useWords();
  const [comparing, setComparing] = useState<ContactView | "search" | null>(null);
  const [busy, setBusy] = useState(false);
  const now = serverNow();
  const undo = async (mergeId: string, name: string): Promise<void> => {
    setBusy(true);
    const answer = await ask("unmergeContacts", { mergeId });
    setBusy(false);
    if (answer.ok) toast(t("contact.merge.parted", { name }));
    else toastError(answer.error);
    void readRecord(contact.contactId);
  };
  return (
    <>
      {alike.length > 0 && (
        <section className="ctx-alike small" aria-label={t("contact.merge.alike")}>
          <p className="row tight">
            <IconUsers size={16} stroke={1.7} aria-hidden="true" />
            {t(alike.length === 1 ? "contact.merge.oneAlike" : "contact.merge.severalAlike")}
          </p>
          <ul>
            {alike.map(({ contact: other, why, interactions, lastAt }) => (
              <li key={other.contactId}>
                <span>
                  <b>{other.name}</b>
                  <span className="soft">
                    {why.map((one) => t(`contact.merge.why.${one}`)).join(", ")}
                    {" · "}
                    {t("contact.merge.interactions", { count: interactions })}
                    {lastAt !== null && ` · ${whenText(t, lastAt, now)}`}
                  </span>
                </span>
                <button
                  type="button"
                  className="btn sm"
                  aria-label={t("contact.merge.compareWith", { name: other.name })}
                  onClick={() => setComparing(other)}
                >
                  {t("contact.merge.compare")}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {merges.map(({ mergeId, from, at, by }) => (
        <p key={mergeId} className="ctx-merged small">
          <span className="soft">
            {t("contact.merge.done", { name: from.name, by: by.name, when: whenText(t, at, now) })}
          </span>
          <button
            type="button"
            className="btn sm quiet"
            aria-disabled={busy}
            aria-label={t("contact.merge.undoOf", { name: from.name })}
            onClick={() => busy || void undo(mergeId, from.name)}
          >
            {t("contact.merge.undo")}
          </button>
        </p>
      ))}
      <button type="button" className="btn sm quiet ctx-merge-open" onClick={() => setComparing("search")}>
        <IconArrowsJoin2 size={14} stroke={1.8} aria-hidden="true" />
        {t("contact.merge.open")}
      </button>
      {comparing !== null && (
        <MergeDialog
          contact={contact}
          other={comparing === "search" ? null : comparing}
          onClose={() => setComparing(null)}
        />
      )}
    </>
  );
}
