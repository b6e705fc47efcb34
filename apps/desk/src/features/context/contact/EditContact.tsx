import {
  CONTACT_EMAILS_MAX,
  CONTACT_FIELD_NAME_MAX,
  CONTACT_FIELD_VALUE_MAX,
  CONTACT_FIELDS_MAX,
  CONTACT_NAME_MAX,
  CONTACT_NOTES_MAX,
  CONTACT_PHONES_MAX,
  type ContactFieldName,
  type ContactForm,
} from "@patchbay/protocol";
import { IconAlertCircle, IconAlertTriangle, IconPlus, IconX } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState } from "react";
import { useWords } from "../../../words/words.js";
import {
  discardContact,
  saveContact,
  settleConflict,
  typeContact,
  useContactDraft,
} from "./contact-drafts.js";
import { type ContactDraft, languageName, languages, problemsOf, valueText } from "./contact-form.js";
import { PhoneField } from "./PhoneField.js";

/** What is known of a contact, to be corrected. Enter saves, Escape puts it aside; what is typed survives the page. */
export function EditContact({ contactId }: { readonly contactId: string }) {
  const draft = useContactDraft(contactId);
  return draft === undefined ? null : <Form draft={draft} />;
}

function Form({ draft }: { readonly draft: ContactDraft }) {
  const t = useWords();
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<{ readonly code: string; readonly index: number | null } | null>(
    null,
  );
  const [wrongPhones, setWrongPhones] = useState<ReadonlySet<number>>(new Set());
  const [busy, setBusy] = useState(false);
  const { contactId, form, conflicts } = draft;
  const problems = problemsOf(form);
  const isWrong =
    wrongPhones.size + problems.emails.length + problems.fieldsTwice.length + problems.fieldsNameless.length >
    0;

  useEffect(() => {
    // Opened by the agent, not by a page that comes back with what was typed.
    if (document.activeElement === document.body || document.activeElement?.closest(".contact") !== null)
      first.current?.focus({ preventScroll: true });
  }, []);

  const type = (change: Partial<ContactForm>): void => {
    setRefused(null);
    typeContact(contactId, change);
  };
  const save = async (): Promise<void> => {
    if (busy || isWrong || conflicts.length > 0) return;
    setBusy(true);
    const why = await saveContact(contactId);
    setBusy(false);
    setRefused(why);
  };
  const listed = <Item,>(items: readonly Item[], at: number, item: Item): Item[] =>
    items.map((one, index) => (index === at ? item : one));
  const conflictOf = (field: ContactFieldName) =>
    conflicts.includes(field) ? <Conflict draft={draft} field={field} /> : null;

  return (
    <form
      className="ctx-edit"
      aria-label={t("contact.edit.title", { name: draft.customer })}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          event.preventDefault();
          discardContact(contactId);
        } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.stopPropagation();
          event.preventDefault();
          void save();
        }
      }}
    >
      <div className="ctx-edit-names">
        <div className="field">
          <label htmlFor={`${id}-first`}>{t("contact.fields.firstName")}</label>
          <input
            ref={first}
            id={`${id}-first`}
            className="input md"
            autoComplete="off"
            maxLength={CONTACT_NAME_MAX}
            value={form.firstName}
            onChange={(event) => type({ firstName: event.target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-last`}>{t("contact.fields.lastName")}</label>
          <input
            id={`${id}-last`}
            className="input md"
            autoComplete="off"
            maxLength={CONTACT_NAME_MAX}
            value={form.lastName}
            onChange={(event) => type({ lastName: event.target.value })}
          />
        </div>
      </div>
      {conflictOf("firstName")}
      {conflictOf("lastName")}

      <fieldset className="ctx-edit-list">
        <legend>{t("contact.fields.phones")}</legend>
        {form.phones.map((phone, at) => (
          <PhoneField
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands at its place.
            key={at}
            place={at + 1}
            phone={phone}
            isRefused={refused?.code === "contact_number_invalid" && refused.index === at}
            onType={(next) => type({ phones: listed(form.phones, at, next) })}
            onRemove={() => type({ phones: form.phones.filter((_, index) => index !== at) })}
            onJudged={(isBad) =>
              setWrongPhones((before) => {
                if (before.has(at) === isBad) return before;
                const next = new Set(before);
                if (isBad) next.add(at);
                else next.delete(at);
                return next;
              })
            }
          />
        ))}
        {form.phones.length < CONTACT_PHONES_MAX && (
          <AddButton
            label={t("contact.edit.addPhone")}
            onAdd={() => type({ phones: [...form.phones, { number: "", kind: "mobile" }] })}
          />
        )}
        {conflictOf("phones")}
      </fieldset>

      <fieldset className="ctx-edit-list">
        <legend>{t("contact.fields.emails")}</legend>
        {form.emails.map((email, at) => {
          const isBad =
            problems.emails.includes(at) ||
            (refused?.code === "contact_email_invalid" && refused.index === at);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands at its place.
            <div key={at} className="ctx-edit-row">
              <input
                className={`input md${isBad ? " bad" : ""}`}
                type="email"
                autoComplete="off"
                maxLength={254}
                aria-label={t("contact.edit.emailAt", { place: at + 1 })}
                aria-invalid={isBad}
                aria-describedby={isBad ? `${id}-email-${at}` : undefined}
                value={email}
                onChange={(event) => type({ emails: listed(form.emails, at, event.target.value) })}
              />
              <RemoveButton
                label={t("contact.edit.removeEmail", { place: at + 1 })}
                onRemove={() => type({ emails: form.emails.filter((_, index) => index !== at) })}
              />
              {isBad && <Wrong id={`${id}-email-${at}`} text={t("errors.contact_email_invalid")} />}
            </div>
          );
        })}
        {form.emails.length < CONTACT_EMAILS_MAX && (
          <AddButton
            label={t("contact.edit.addEmail")}
            onAdd={() => type({ emails: [...form.emails, ""] })}
          />
        )}
        {conflictOf("emails")}
      </fieldset>

      <div className="ctx-edit-names">
        <div className="field">
          <label htmlFor={`${id}-account`}>{t("contact.fields.account")}</label>
          <input
            id={`${id}-account`}
            className="input md num"
            autoComplete="off"
            maxLength={CONTACT_NAME_MAX}
            value={form.account ?? ""}
            onChange={(event) => type({ account: event.target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-language`}>{t("contact.fields.language")}</label>
          <select
            id={`${id}-language`}
            className="input md"
            value={form.language ?? ""}
            onChange={(event) => type({ language: event.target.value === "" ? null : event.target.value })}
          >
            <option value="">{t("contact.edit.noLanguage")}</option>
            {[...new Set([...(form.language === null ? [] : [form.language]), ...languages])].map((tag) => (
              <option key={tag} value={tag}>
                {languageName(tag)}
              </option>
            ))}
          </select>
        </div>
      </div>
      {conflictOf("account")}
      {conflictOf("language")}

      <div className="field">
        <label htmlFor={`${id}-notes`}>{t("contact.fields.notes")}</label>
        <textarea
          id={`${id}-notes`}
          className="area"
          rows={3}
          maxLength={CONTACT_NOTES_MAX}
          value={form.notes}
          onChange={(event) => type({ notes: event.target.value })}
        />
      </div>
      {conflictOf("notes")}

      <fieldset className="ctx-edit-list">
        <legend>{t("contact.fields.fields")}</legend>
        {form.fields.map((field, at) => {
          const why = problems.fieldsTwice.includes(at)
            ? t("errors.contact_field_twice")
            : problems.fieldsNameless.includes(at)
              ? t("contact.edit.fieldNameless")
              : null;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands at its place.
            <div key={at} className="ctx-edit-row pair">
              <input
                className={`input md${why === null ? "" : " bad"}`}
                autoComplete="off"
                maxLength={CONTACT_FIELD_NAME_MAX}
                placeholder={t("contact.edit.fieldName")}
                aria-label={t("contact.edit.fieldNameAt", { place: at + 1 })}
                aria-invalid={why !== null}
                aria-describedby={why === null ? undefined : `${id}-field-${at}`}
                value={field.name}
                onChange={(event) =>
                  type({ fields: listed(form.fields, at, { ...field, name: event.target.value }) })
                }
              />
              <input
                className="input md"
                autoComplete="off"
                maxLength={CONTACT_FIELD_VALUE_MAX}
                placeholder={t("contact.edit.fieldValue")}
                aria-label={t("contact.edit.fieldValueAt", { place: at + 1 })}
                value={field.value}
                onChange={(event) =>
                  type({ fields: listed(form.fields, at, { ...field, value: event.target.value }) })
                }
              />
              <RemoveButton
                label={t("contact.edit.removeField", { place: at + 1 })}
                onRemove={() => type({ fields: form.fields.filter((_, index) => index !== at) })}
              />
              {why !== null && <Wrong id={`${id}-field-${at}`} text={why} />}
            </div>
          );
        })}
        {form.fields.length < CONTACT_FIELDS_MAX && (
          <AddButton
            label={t("contact.edit.addField")}
            onAdd={() => type({ fields: [...form.fields, { name: "", value: "" }] })}
          />
        )}
        {conflictOf("fields")}
      </fieldset>

      {refused !== null && refused.index === null && (
        <p className="hint bad" role="alert">
          <IconAlertCircle size={16} stroke={1.7} aria-hidden="true" />
          {t(`errors.${refused.code}`, { defaultValue: t("errors.unknown_error") })}
        </p>
      )}
      <div className="row tight ctx-edit-end">
        <button type="submit" className="btn primary" aria-disabled={busy || isWrong || conflicts.length > 0}>
          {t(busy ? "contact.edit.saving" : "contact.edit.save")}
        </button>
        <button type="button" className="btn" onClick={() => discardContact(contactId)}>
          {t("contact.edit.cancel")}
        </button>
      </div>
    </form>
  );
}

/** A colleague has changed what is being changed here: both, and a choice. */
function Conflict({ draft, field }: { readonly draft: ContactDraft; readonly field: ContactFieldName }) {
  const t = useWords();
  const none = t("contact.nothing");
  return (
    <div className="ctx-conflict" role="alert">
      <p className="row tight">
        <IconAlertTriangle size={16} stroke={1.7} aria-hidden="true" />
        {t("contact.edit.conflict", { field: t(`contact.fields.${field}`) })}
      </p>
      <dl>
        <dt>{t("contact.edit.theirs")}</dt>
        <dd>{valueText(draft.base, field) || none}</dd>
        <dt>{t("contact.edit.mine")}</dt>
        <dd>{valueText(draft.form, field) || none}</dd>
      </dl>
      <div className="row tight">
        <button
          type="button"
          className="btn sm"
          onClick={() => settleConflict(draft.contactId, field, "theirs")}
        >
          {t("contact.edit.takeTheirs")}
        </button>
        <button
          type="button"
          className="btn sm"
          onClick={() => settleConflict(draft.contactId, field, "mine")}
        >
          {t("contact.edit.keepMine")}
        </button>
      </div>
    </div>
  );
}

function AddButton({ label, onAdd }: { readonly label: string; readonly onAdd: () => void }) {
  const own = useRef<HTMLButtonElement>(null);
  return (
    <button
      ref={own}
      type="button"
      className="btn sm quiet ctx-edit-add"
      onClick={() => {
        onAdd();
        // Whoever adds a row goes on typing in it.
        window.requestAnimationFrame(() => {
          const rows = own.current?.parentElement?.querySelectorAll<HTMLElement>(".ctx-edit-row");
          rows?.[rows.length - 1]?.querySelector<HTMLInputElement>("input")?.focus();
        });
      }}
    >
      <IconPlus size={14} stroke={1.8} aria-hidden="true" />
      {label}
    </button>
  );
}

export function RemoveButton({ label, onRemove }: { readonly label: string; readonly onRemove: () => void }) {
  return (
    <button type="button" className="btn icon sm quiet" aria-label={label} title={label} onClick={onRemove}>
      <IconX size={16} stroke={1.7} aria-hidden="true" />
    </button>
  );
}

export function Wrong({ id, text }: { readonly id: string; readonly text: string }) {
  return (
    <p id={id} className="hint bad">
      <IconAlertCircle size={16} stroke={1.7} aria-hidden="true" />
      {text}
    </p>
  );
}
