import { IconAlertCircle, IconChevronDown } from "@tabler/icons-react";
import { type Ref, useId } from "react";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { groupsOf, likelyOf } from "./dispositions.js";

/** The service's results: a select for all of them, chips for the likely ones. */
export function DispositionField({
  serviceId,
  value,
  error,
  onChoose,
  selectRef,
}: {
  readonly serviceId: string;
  readonly value: string | null;
  readonly error: string | null;
  readonly onChoose: (id: string | null) => void;
  readonly selectRef: Ref<HTMLSelectElement>;
}) {
  const t = useWords();
  const id = useId();
  const service = useDesk((state) => state.data?.services.get(serviceId));
  const dispositions = service?.dispositions ?? [];
  const mandatory = service?.dispositionMandatory ?? false;
  // A field without anything to choose would only be in the way.
  if (dispositions.length === 0 && value === null) return null;
  return (
    <div className="field">
      <label htmlFor={id}>
        {t("context.result.title")}{" "}
        {mandatory && <span className="small mute">({t("context.result.mandatory")})</span>}
      </label>
      <div className={`input md ctx-select ${error === null ? "" : "bad"}`}>
        <select
          id={id}
          ref={selectRef}
          value={value ?? ""}
          aria-required={mandatory}
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : `${id}-error`}
          onChange={(event) => onChoose(event.target.value === "" ? null : event.target.value)}
        >
          <option value="">{t(mandatory ? "context.result.choose" : "context.result.none")}</option>
          {groupsOf(dispositions).map((group) => (
            <optgroup key={group.type} label={t(`context.result.types.${group.type}`)}>
              {group.dispositions.map((other) => (
                <option key={other.id} value={other.id}>
                  {other.name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        <IconChevronDown size={16} stroke={1.7} aria-hidden="true" />
      </div>
      {error !== null && (
        <p id={`${id}-error`} className="hint bad" role="alert">
          <IconAlertCircle size={16} stroke={1.7} aria-hidden="true" />
          {error}
        </p>
      )}
      <fieldset className="ctx-chips" aria-label={t("context.result.likely")}>
        {likelyOf(dispositions).map((other) => (
          <button
            key={other.id}
            type="button"
            className={`btn sm ${other.id === value ? "on" : ""}`}
            aria-pressed={other.id === value}
            onClick={() => onChoose(other.id === value ? null : other.id)}
          >
            {other.name}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
