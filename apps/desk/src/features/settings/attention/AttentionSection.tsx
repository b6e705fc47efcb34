import { type AttentionKind, attentionKinds, type Preferences } from "@patchbay/protocol";
import { IconVolume } from "@tabler/icons-react";
import { useId, useState } from "react";
import { choosePhone } from "../../../phone/phone.js";
import { usePhone } from "../../../phone/phone-store.js";
import { canChooseSpeaker } from "../../../phone/sound-out.js";
import { changePreferences, usePreferences } from "../../../state/preferences.js";
import { useWords } from "../../../words/words.js";
import { chime } from "../../attention/index.js";
import { DeviceField } from "../../phone/index.js";
import "./attention.css";

type Chosen = Preferences["attention"];

/** What makes the agent aware of what, and how loudly. */
export function AttentionSection() {
  const t = useWords();
  const attention = usePreferences(({ preferences }) => preferences.attention);
  const ring = usePhone(({ choice }) => choice.ring);
  const id = useId();
  const change = (next: Partial<Chosen>): void => changePreferences({ attention: { ...attention, ...next } });
  const set = (kind: AttentionKind, way: "sound" | "notification", is: boolean): void =>
    change({ kinds: { ...attention.kinds, [kind]: { ...attention.kinds[kind], [way]: is } } });
  const percent = Math.round(attention.volume * 100);
  return (
    <div>
      <Permission />
      <table className="attention-kinds">
        <thead>
          <tr>
            <th scope="col">{t("settings.attention.what")}</th>
            <th scope="col">{t("settings.attention.sound")}</th>
            <th scope="col">{t("settings.attention.notification")}</th>
            <th scope="col">
              <span className="vh">{t("settings.attention.listen")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {attentionKinds.map((kind) => {
            const name = t(`settings.attention.kinds.${kind}`);
            return (
              <tr key={kind}>
                <th scope="row">
                  {name}
                  <span className="small mute">{t(`settings.attention.hints.${kind}`)}</span>
                </th>
                {(["sound", "notification"] as const).map((way) => (
                  <td key={way}>
                    <input
                      type="checkbox"
                      aria-label={`${name}: ${t(`settings.attention.${way}`)}`}
                      checked={attention.kinds[kind][way]}
                      onChange={(event) => set(kind, way, event.target.checked)}
                    />
                  </td>
                ))}
                <td>
                  <button
                    type="button"
                    className="btn icon quiet sm"
                    aria-label={t("settings.attention.listenTo", { what: name })}
                    title={t("settings.attention.listenTo", { what: name })}
                    onClick={() => chime(kind, ring, attention.volume)}
                  >
                    <IconVolume size={16} stroke={1.7} aria-hidden="true" />
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className="attention-volume">
        <label htmlFor={id}>{t("settings.attention.volume")}</label>
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          step={5}
          value={percent}
          aria-valuetext={t("settings.appearance.perCent", { value: percent })}
          onChange={(event) => change({ volume: Number(event.target.value) / 100 })}
        />
        <output className="num small">{t("settings.appearance.perCent", { value: percent })}</output>
      </div>
      <Device />
    </div>
  );
}

/** Where it sounds: on the device on which the phone rings, also for whoever has no phone here. */
function Device() {
  const t = useWords();
  const ring = usePhone(({ choice }) => choice.ring);
  const speakers = usePhone(({ devices }) => devices.speakers);
  return (
    <div className="attention-device">
      {canChooseSpeaker() && (
        <DeviceField
          name={t("settings.attention.deviceName")}
          chosen={ring}
          devices={speakers}
          onChoose={(id) => void choosePhone({ ring: id })}
        />
      )}
      <p className="hint">
        {t(canChooseSpeaker() ? "settings.attention.device" : "phone.noChoice")}
        {canChooseSpeaker() && speakers.length === 0 && ` ${t("settings.attention.noNames")}`}
      </p>
      <p className="hint">{t("settings.attention.when")}</p>
    </div>
  );
}

/** What the browser says of notifications, and what can be done about it. */
function Permission() {
  const t = useWords();
  const read = () => ("Notification" in window ? Notification.permission : "missing");
  const [state, setState] = useState(read);
  return (
    <section className="attention-permission" aria-live="polite">
      <p>
        <b>{t(`settings.attention.permission.${state}.title`)}</b>
        <span className="small mute">{t(`settings.attention.permission.${state}.what`)}</span>
      </p>
      {state === "default" && (
        <button
          type="button"
          className="btn primary"
          onClick={() => void Notification.requestPermission().finally(() => setState(read()))}
        >
          {t("attention.allow")}
        </button>
      )}
      {state === "granted" && (
        <button
          type="button"
          className="btn"
          onClick={() =>
            new Notification(t("settings.attention.sample.title"), {
              body: t("settings.attention.sample.body"),
            })
          }
        >
          {t("settings.attention.try")}
        </button>
      )}
    </section>
  );
}
