import { type ContactForm, phoneKinds } from "@patchbay/protocol";
import { useEffect, useId, useRef } from "react";
import { useWords } from "../../../words/words.js";
import { useNumber } from "../../phone/use-number.js";
import { RemoveButton, Wrong } from "./EditContact.js";

type Phone = ContactForm["phones"][number];

/** One number of a contact, judged by the server's number plans while it is typed. */
export function PhoneField({
  place,
  phone,
  isRefused,
  onType,
  onRemove,
  onJudged,
}: {
  /** From 1. */
  readonly place: number;
  readonly phone: Phone;
  readonly isRefused: boolean;
  readonly onType: (phone: Phone) => void;
  readonly onRemove: () => void;
  readonly onJudged: (isBad: boolean) => void;
}) {
  const t = useWords();
  const id = useId();
  // A number that was there before may be one of no plan, such as an extension: it is judged when it is changed.
  const before = useRef(phone.number);
  const typed = phone.number.trim();
  const view = useNumber(typed, "");
  const isKept = typed === before.current.trim();
  const isBad =
    typed !== "" && !isKept && (!/\d/.test(typed) || (view !== null && view.e164 === null))
      ? true
      : isRefused;
  const judged = useRef(onJudged);
  judged.current = onJudged;
  useEffect(() => judged.current(isBad), [isBad]);
  useEffect(() => () => judged.current(false), []);
  const shown = view !== null && view.e164 !== null && view.display !== typed && !isBad ? view.display : null;
  return (
    <div className="ctx-edit-row phone">
      <select
        className="input md"
        aria-label={t("contact.edit.phoneKindAt", { place })}
        value={phone.kind}
        onChange={(event) => {
          const kind = phoneKinds.find((one) => one === event.target.value);
          if (kind !== undefined) onType({ ...phone, kind });
        }}
      >
        {phoneKinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`contact.phoneKinds.${kind}`)}
          </option>
        ))}
      </select>
      <input
        className={`input md num${isBad ? " bad" : ""}`}
        type="tel"
        autoComplete="off"
        maxLength={50}
        aria-label={t("contact.edit.phoneAt", { place })}
        aria-invalid={isBad}
        aria-describedby={isBad || shown !== null ? id : undefined}
        value={phone.number}
        onChange={(event) => onType({ ...phone, number: event.target.value })}
      />
      <RemoveButton label={t("contact.edit.removePhone", { place })} onRemove={onRemove} />
      {isBad && <Wrong id={id} text={t("errors.contact_number_invalid")} />}
      {shown !== null && (
        <p id={id} className="small soft num">
          {shown}
        </p>
      )}
    </div>
  );
}
