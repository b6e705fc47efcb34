import { IconAlertTriangle, IconCircleCheck, IconWifi } from "@tabler/icons-react";
import { useEffect, useId, useRef } from "react";
import { VOLUME_MIN } from "../../phone/device-choice.js";
import type { NetworkTest } from "../../phone/network-test.js";
import { choosePhone, testNetwork } from "../../phone/phone.js";
import { usePhone } from "../../phone/phone-store.js";
import { useWords } from "../../words/words.js";

/** How loud the other side is, at this desk alone. Heard at once, also during a call. */
export function Volume() {
  const t = useWords();
  const id = useId();
  const volume = usePhone((state) => state.choice.volume);
  const percent = Math.round(volume * 100);
  return (
    <div className="phone-volume">
      <label htmlFor={id}>{t("phone.volume")}</label>
      <input
        id={id}
        type="range"
        min={Math.round(VOLUME_MIN * 100)}
        max={100}
        step={5}
        value={percent}
        aria-valuetext={t("phone.percent", { percent })}
        onChange={(event) => void choosePhone({ volume: Number(event.target.value) / 100 })}
      />
      <output className="num small">{t("phone.percent", { percent })}</output>
    </div>
  );
}

/** What the browser does to the microphone's sound, and the way of that sound to the server. */
export function MoreSound({ busy }: { readonly busy: boolean }) {
  const t = useWords();
  const { noiseSuppression, autoGain } = usePhone((state) => state.choice);
  return (
    <details className="phone-more">
      <summary>{t("phone.more")}</summary>
      <div className="phone-more-body">
        <Check
          label={t("phone.noiseSuppression")}
          checked={noiseSuppression}
          onChange={(is) => void choosePhone({ noiseSuppression: is })}
        />
        <Check
          label={t("phone.autoGain")}
          checked={autoGain}
          onChange={(is) => void choosePhone({ autoGain: is })}
        />
        <p className="hint">{t("phone.processingHint")}</p>
        <NetworkTestRow busy={busy} />
      </div>
    </details>
  );
}

function Check({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label className="phone-check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

function NetworkTestRow({ busy }: { readonly busy: boolean }) {
  const t = useWords();
  const network = usePhone((state) => state.network);
  const running = network?.state === "running";
  const off = busy || running;
  return (
    <div className="phone-network">
      <button
        type="button"
        className="btn sm"
        aria-disabled={off}
        title={busy ? t("phone.network.busy") : undefined}
        onClick={off ? undefined : () => void testNetwork()}
      >
        <IconWifi size={16} stroke={1.7} aria-hidden="true" />
        {t(running ? "phone.network.running" : "phone.network.test")}
      </button>
      <div aria-live="polite">{network !== null && !running && <NetworkResult network={network} />}</div>
    </div>
  );
}

function NetworkResult({ network }: { readonly network: Exclude<NetworkTest, { state: "running" }> }) {
  const t = useWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Some browsers answer with a promise, which is no end of an effect.
    void place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const good = network.state === "done" && network.grade !== "poor";
  const Icon = good ? IconCircleCheck : IconAlertTriangle;
  return (
    <div ref={place} className={`phone-network-result ${good ? "m-ready" : "m-due"}`}>
      <Icon size={16} stroke={1.7} aria-hidden="true" />
      {network.state === "failed" ? (
        <p>{t(`phone.network.failed.${network.why}`)}</p>
      ) : (
        <div>
          <p>
            <b>{t(`phone.network.grade.${network.grade}`)}</b>
          </p>
          <p className="num small">
            {network.roundTripMs !== null && `${t("phone.network.trip", { ms: network.roundTripMs })}, `}
            {t("phone.network.loss", { percent: (network.loss * 100).toFixed(1) })},{" "}
            {t("phone.network.jitter", { ms: network.jitterMs })}
          </p>
          {network.relayed && <p className="small">{t("phone.network.relayed")}</p>}
        </div>
      )}
    </div>
  );
}
