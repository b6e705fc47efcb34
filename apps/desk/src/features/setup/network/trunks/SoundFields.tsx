import { type SipCodec, sipCodecs, type Trunk, trunkEncryptions } from "@patchbay/protocol";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useWords } from "../../../../words/words.js";
import { SelectField } from "../../parts/Field.js";
import { moved } from "../dial-plan/plan-draft.js";
import type { NetworkForm } from "../use-network-form.js";
import type { TrunkDraft } from "./trunk-draft.js";

/** How a trunk's calls may sound: which codecs, in which order, and whether encrypted. */
export function SoundFields({ form: { draft, change } }: { readonly form: NetworkForm<TrunkDraft> }) {
  const t = useWords();
  const readable = draft.encryption !== "off" && draft.transport !== "tls";
  return (
    <fieldset className="setup-section">
      <legend>{t("network.sound.title")}</legend>
      <div className="setup-grid">
        <div className="network-stack">
          <SelectField
            label={t("network.sound.codecs")}
            hint={draft.codecsListed ? t("network.sound.codecsHint") : t("network.sound.settingsHint")}
            value={draft.codecsListed ? "list" : "settings"}
            onChange={(choice) => change({ codecsListed: choice === "list" })}
          >
            <option value="settings">{t("network.sound.asSettings")}</option>
            <option value="list">{t("network.sound.these")}</option>
          </SelectField>
          {draft.codecsListed && (
            <CodecList codecs={draft.codecs} onChange={(codecs) => change({ codecs })} />
          )}
        </div>
        <SelectField
          label={t("network.sound.encryption")}
          hint={t(readable ? "network.sound.tlsHint" : `network.sound.hint.${draft.encryption}`)}
          value={draft.encryption}
          onChange={(value) => change({ encryption: encryptionOf(value) })}
        >
          {trunkEncryptions.map((one) => (
            <option key={one} value={one}>
              {t(`network.sound.encryptions.${one}`)}
            </option>
          ))}
        </SelectField>
      </div>
    </fieldset>
  );
}

const encryptionOf = (value: string): Trunk["encryption"] =>
  trunkEncryptions.find((one) => one === value) ?? "off";

/** Those that are offered, in their order; below them the others. */
function CodecList({
  codecs,
  onChange,
}: {
  readonly codecs: readonly SipCodec[];
  readonly onChange: (codecs: readonly SipCodec[]) => void;
}) {
  const t = useWords();
  const others = sipCodecs.filter((codec) => !codecs.includes(codec));
  const move = (codec: SipCodec, by: -1 | 1) => {
    const at = codecs.indexOf(codec);
    const Icon = by === -1 ? IconArrowUp : IconArrowDown;
    const label = t(by === -1 ? "network.row.earlier" : "network.row.later", {
      name: t(`network.sound.names.${codec}`),
    });
    const stays = at + by < 0 || at + by >= codecs.length;
    return (
      <button
        type="button"
        className="btn icon quiet sm"
        aria-label={label}
        title={label}
        aria-disabled={stays}
        onClick={() => {
          if (!stays) onChange(moved(codecs, at, by));
        }}
      >
        <Icon size={16} stroke={1.7} aria-hidden="true" />
      </button>
    );
  };
  return (
    <ul className="network-codecs" aria-label={t("network.sound.codecs")}>
      {[...codecs, ...others].map((codec) => {
        const offered = codecs.includes(codec);
        // The last one stays: a call without any sound is none.
        const last = offered && codecs.length === 1;
        return (
          <li key={codec}>
            <label>
              <input
                type="checkbox"
                checked={offered}
                aria-disabled={last}
                onChange={() => {
                  if (last) return;
                  onChange(offered ? codecs.filter((one) => one !== codec) : [...codecs, codec]);
                }}
              />
              {t(`network.sound.names.${codec}`)}
            </label>
            {offered && (
              <span className="network-codec-acts">
                {move(codec, -1)}
                {move(codec, 1)}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
