import { Modal } from "@mantine/core";
import { type ContactFieldName, type ContactView, contactFieldNames } from "@patchbay/protocol";
import { IconAlertCircle } from "@tabler/icons-react";
import { useId, useRef, useState } from "react";
import { ask, toast, toastError } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { useContacts } from "../../directory/use-contacts.js";
import { formOf, isSameField, sentForm, valueText, versionOf } from "./contact-form.js";
import { readRecord } from "./contact-records.js";
import { bothHelp, type Choice, type Choices, differing, firstChoices, mergedForm } from "./merge-form.js";

/** Two contacts side by side, with a choice for each field in which they differ. Without another one it is looked for. */
export function MergeDialog({
  contact,
  other: given,
  onClose,
}: {
  readonly contact: ContactView;
  readonly other: ContactView | null;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const [other, setOther] = useState(given);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("contact.merge.title", { name: contact.name })}
      closeButtonProps={{ "aria-label": t("contact.merge.close") }}
      size="lg"
      centered
    >
      {other === null ? (
        <Search contact={contact} onChoose={setOther} />
      ) : (
        <Compare contact={contact} other={other} onClose={onClose} onBack={() => setOther(null)} />
      )}
    </Modal>
  );
}

function Search({
  contact,
  onChoose,
}: {
  readonly contact: ContactView;
  readonly onChoose: (other: ContactView) => void;
}) {
  const t = useWords();
  const id = useId();
  const [text, setText] = useState("");
  const { contacts, more, looking } = useContacts(text);
  const found = contacts?.filter(({ contactId }) => contactId !== contact.contactId) ?? null;
  return (
    <div className="ctx-merge">
      <div className="field">
        <label htmlFor={id}>{t("contact.merge.search")}</label>
        <input
          id={id}
          className="input md"
          type="search"
          autoComplete="off"
          data-autofocus
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <p className="small soft" role="status">
        {looking
          ? t("contact.merge.looking")
          : found === null
            ? t("contact.merge.searchHint")
            : found.length === 0
              ? t("contact.merge.nobody")
              : t(more ? "contact.merge.foundMore" : "contact.merge.found", { count: found.length })}
      </p>
      <ul className="ctx-merge-found">
        {found?.map((one) => (
          <li key={one.contactId}>
            <button type="button" onClick={() => onChoose(one)}>
              <b>{one.name}</b>
              <span className="small soft">
                {[...one.phones.map(({ display }) => display), ...one.emails, one.account ?? ""]
                  .filter((part) => part !== "")
                  .join(" · ")}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Compare({
  contact,
  other,
  onClose,
  onBack,
}: {
  readonly contact: ContactView;
  readonly other: ContactView;
  readonly onClose: () => void;
  readonly onBack: () => void;
}) {
  const t = useWords();
  const one = formOf(contact);
  const two = formOf(other);
  const [choices, setChoices] = useState<Choices>(() => firstChoices(one, two));
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  // Pressed again after an answer that was lost, it is the same merge.
  const mergeId = useRef(crypto.randomUUID());
  const shown = differing(one, two);
  const equal = contactFieldNames.filter(
    (field) => isSameField(one, two, field) && valueText(one, field) !== "",
  );
  const choose = (field: ContactFieldName, choice: Choice): void => {
    mergeId.current = crypto.randomUUID();
    setRefused(null);
    setChoices({ ...choices, [field]: choice });
  };
  const merge = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    // The one that has been known for longer remains; both histories are its own then.
    const [into, from] = contact.since <= other.since ? [contact, other] : [other, contact];
    const side = (side: ContactView) => ({ contactId: side.contactId, version: versionOf(side) });
    const answer = await ask("mergeContacts", {
      mergeId: mergeId.current,
      from: side(from),
      into: side(into),
      form: sentForm(mergedForm(one, two, choices)),
    });
    setBusy(false);
    if (!answer.ok) {
      setRefused(
        answer.error.code === "version_conflict" ? "contact.merge.changed" : `errors.${answer.error.code}`,
      );
      return;
    }
    const { mergeId: done } = { mergeId: mergeId.current };
    toast(t("contact.merge.merged", { name: answer.output.contact.name }), {
      undo: () =>
        void ask("unmergeContacts", { mergeId: done }).then((undone) => {
          if (!undone.ok) toastError(undone.error);
          void readRecord(contact.contactId);
        }),
    });
    void readRecord(contact.contactId);
    onClose();
  };
  const nothing = t("contact.nothing");
  return (
    <form
      className="ctx-merge"
      onSubmit={(event) => {
        event.preventDefault();
        void merge();
      }}
    >
      <p className="small soft">{t("contact.merge.explain")}</p>
      {shown.map((field) => {
        const both = bothHelp(one, two, field);
        const options: readonly (readonly [Choice, string])[] = [
          ["one", valueText(one, field)],
          ["other", valueText(two, field)],
        ];
        return (
          <fieldset key={field} className="ctx-merge-field">
            <legend>{t(`contact.fields.${field}`)}</legend>
            {options.map(([choice, value]) => (
              <label key={choice} className={choices[field] === choice ? "on" : ""}>
                <input
                  type="radio"
                  name={field}
                  checked={choices[field] === choice}
                  onChange={() => choose(field, choice)}
                />
                <span>
                  <span className="small soft">{choice === "one" ? contact.name : other.name}</span>
                  <span className={value === "" ? "mute" : ""}>{value || nothing}</span>
                </span>
              </label>
            ))}
            {both && (
              <label className={choices[field] === "both" ? "on" : ""}>
                <input
                  type="radio"
                  name={field}
                  checked={choices[field] === "both"}
                  onChange={() => choose(field, "both")}
                />
                <span>{t("contact.merge.both")}</span>
              </label>
            )}
          </fieldset>
        );
      })}
      {equal.length > 0 && (
        <p className="small soft">
          {t("contact.merge.equal", {
            fields: equal.map((field) => t(`contact.fields.${field}`)).join(", "),
          })}
        </p>
      )}
      {refused !== null && (
        <p className="hint bad" role="alert">
          <IconAlertCircle size={16} stroke={1.7} aria-hidden="true" />
          {t(refused, { defaultValue: t("errors.unknown_error") })}
        </p>
      )}
      <div className="row tight">
        <button type="submit" className="btn primary" aria-disabled={busy}>
          {t(busy ? "contact.merge.merging" : "contact.merge.do")}
        </button>
        <button type="button" className="btn" onClick={onBack}>
          {t("contact.merge.another")}
        </button>
        <button type="button" className="btn quiet" onClick={onClose}>
          {t("contact.merge.cancel")}
        </button>
      </div>
    </form>
  );
}
