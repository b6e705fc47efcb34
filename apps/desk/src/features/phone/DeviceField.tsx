import { type ReactNode, useId } from "react";
import type { SoundDevice } from "../../phone/device-choice.js";
import { useWords } from "../../words/words.js";

/** One of the devices that are plugged in, or the system's choice. */
export function DeviceField({
  name,
  chosen,
  devices,
  onChoose,
  extra,
}: {
  readonly name: string;
  readonly chosen: string | null;
  readonly devices: readonly SoundDevice[];
  readonly onChoose: (id: string | null) => void;
  readonly extra?: ReactNode;
}) {
  const t = useWords();
  const id = useId();
  const isGone = chosen !== null && devices.every((device) => device.id !== chosen);
  return (
    <div className="field">
      <label htmlFor={id}>{name}</label>
      <div className="phone-choice">
        <select
          id={id}
          className="input md"
          value={chosen ?? ""}
          onChange={(event) => onChoose(event.target.value === "" ? null : event.target.value)}
        >
          <option value="">{t("phone.system")}</option>
          {isGone && <option value={chosen}>{t("phone.gone")}</option>}
          {devices.map((device) => (
            <option key={device.id} value={device.id}>
              {device.label}
            </option>
          ))}
        </select>
        {extra}
      </div>
    </div>
  );
}
