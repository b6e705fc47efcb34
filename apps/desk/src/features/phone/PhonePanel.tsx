import {
  IconBellRinging,
  IconCircleCheck,
  IconEar,
  IconInfoCircle,
  IconPlayerStop,
  IconSpeakerphone,
  IconX,
} from "@tabler/icons-react";
import { useEffect, useId, useRef, useState } from "react";
import { PanelHelp } from "../../parts/help/PanelHelp.js";
import { LevelBars } from "../../parts/LevelBars.js";
import { LevelMeter } from "../../phone/microphone.js";
import { allowMicrophone, beginEcho, checkAgain, choosePhone, endEcho } from "../../phone/phone.js";
import { usePhone } from "../../phone/phone-store.js";
import { canChooseSpeaker } from "../../phone/sound-out.js";
import { ask } from "../../state/actions.js";
import { usePreferences } from "../../state/preferences.js";
import { useWords } from "../../words/words.js";
import { Ringer } from "../attention/index.js";
import { DeviceField } from "./DeviceField.js";
import { Forwarding } from "./Forwarding.js";
import { DeskPhone, KeptLine, OutsidePhone } from "./OtherPhones.js";
import { actionOf, type PhoneStatus, toneOfStatus } from "./phone-view.js";
import { MoreSound, Volume } from "./SoundSettings.js";

const DEVICES = ["browser", "sip", "external", "none"] as const;

/** What the agent talks through: why it does not work and the one thing that helps, devices, and tests of each. */
export function PhonePanel({
  status,
  onClose,
}: {
  readonly status: PhoneStatus;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const id = useId();
  const { choice, devices, echo, checking } = usePhone();
  useEffect(() => () => void endEcho(), []);
  return (
    <>
      <div className="phone-head">
        <h2 className="grow">{t("phone.title")}</h2>
        <PanelHelp panel="phone" />
        <button
          type="button"
          className="btn icon quiet sm"
          aria-label={t("phone.close")}
          title={`${t("phone.close")} (Esc)`}
          onClick={onClose}
        >
          <IconX size={16} stroke={1.8} aria-hidden="true" />
        </button>
      </div>
      <Reason status={status} checking={checking} />
      <div className="field">
        <label htmlFor={`${id}-device`}>{t("phone.device")}</label>
        <select
          id={`${id}-device`}
          className="input md"
          value={choice.device}
          disabled={status === "onCall"}
          title={status === "onCall" ? t("phone.deviceInCall") : undefined}
          onChange={(event) => {
            const device = DEVICES.find((one) => one === event.target.value);
            if (device !== undefined) void choosePhone({ device });
          }}
        >
          {DEVICES.map((device) => (
            <option key={device} value={device}>
              {t(`phone.devices.${device}`)}
            </option>
          ))}
        </select>
      </div>
      {choice.device === "sip" && <DeskPhone />}
      {choice.device === "external" && <OutsidePhone />}
      {(choice.device === "sip" || choice.device === "external") && <KeptLine />}
      {choice.device === "browser" && (
        <>
          <DeviceField
            name={t("phone.microphone")}
            chosen={choice.microphone}
            devices={devices.microphones}
            onChoose={(microphone) => void choosePhone({ microphone })}
          />
          <EchoTest busy={status === "onCall"} />
          {canChooseSpeaker() ? (
            <>
              <DeviceField
                name={t("phone.speaker")}
                chosen={choice.speaker}
                devices={devices.speakers}
                onChoose={(speaker) => void choosePhone({ speaker })}
              />
              <Volume />
              <DeviceField
                name={t("phone.ring")}
                chosen={choice.ring}
                devices={devices.speakers}
                onChoose={(ring) => void choosePhone({ ring })}
                extra={<RingTest deviceId={choice.ring} />}
              />
            </>
          ) : (
            <>
              <Volume />
              <div className="row between">
                <p className="hint">{t("phone.noChoice")}</p>
                <RingTest deviceId={null} />
              </div>
            </>
          )}
          <MoreSound busy={status === "onCall"} />
        </>
      )}
      <Forwarding />
      <button
        type="button"
        className="btn"
        onClick={() => {
          onClose();
          window.dispatchEvent(new CustomEvent("patchbay:my-messages"));
        }}
      >
        <IconSpeakerphone size={16} stroke={1.7} aria-hidden="true" />
        {t("messages.mine")}
      </button>
      <output className="vh">{echo === null ? "" : t(`phone.echo.${echo.state}`)}</output>
    </>
  );
}

function Reason({ status, checking }: { readonly status: PhoneStatus; readonly checking: boolean }) {
  const t = useWords();
  const device = usePhone(({ choice }) => choice.device);
  // A telephone of its own has no microphone that this page could ask for or hear.
  const elsewhere = (device === "sip" || device === "external") && (status === "unknown" || status === "ok");
  const action = elsewhere ? null : actionOf(status);
  const insecure = navigator.mediaDevices === undefined;
  const good = status === "ok" || status === "lineUp" || status === "onCall";
  const act = (): void => {
    if (action === "allow") void allowMicrophone();
    else if (action === "check") void checkAgain();
    else if (action === "systemSpeaker") void choosePhone({ speaker: null });
    else if (action === "use") void choosePhone({ device: "browser" });
    else if (action === "callMe") void ask("raiseLine", {});
    else if (action === "lower") void ask("lowerLine", {});
  };
  const why = status === "checking" ? null : status === "noVoice" ? null : status;
  const Icon = good ? IconCircleCheck : IconInfoCircle;
  return (
    <div className={`phone-reason ${toneOfStatus(status)}`} role="status">
      <Icon size={18} stroke={1.7} aria-hidden="true" />
      <div>
        <b>{t(`phone.status.${status}`)}</b>
        {!good && status !== "checking" && status !== "lineDialing" && (
          <p className="strong">{t(`phone.${withoutCalls(status)}`)}</p>
        )}
        {why !== null && (
          <p>
            {t(
              elsewhere
                ? `phone.why.elsewhere.${why}`
                : `phone.why.${insecure && status === "mic_denied" ? "insecure" : why}`,
            )}
          </p>
        )}
        {action !== null && (
          <button
            type="button"
            className={`btn${action === "lower" ? "" : " primary"}`}
            aria-disabled={checking}
            onClick={checking ? undefined : act}
          >
            {checking ? t("phone.status.checking") : t(`phone.act.${action}`)}
          </button>
        )}
      </div>
    </div>
  );
}

/** What an agent who gets no calls can do about it; that the center has none is nobody's here to mend. */
function withoutCalls(status: PhoneStatus): "noCallsChosen" | "noCallsNow" | "noCalls" {
  return status === "none" ? "noCallsChosen" : status === "noVoice" ? "noCallsNow" : "noCalls";
}

const RING_TEST_MS = 2_500;

function RingTest({ deviceId }: { readonly deviceId: string | null }) {
  const t = useWords();
  const ringer = useRef<Ringer | null>(null);
  const timer = useRef<number | undefined>(undefined);
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
      ringer.current?.stop();
    },
    [],
  );
  const ring = (): void => {
    ringer.current ??= new Ringer();
    ringer.current.stop();
    ringer.current.start(deviceId, usePreferences.getState().preferences.attention.volume);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => ringer.current?.stop(), RING_TEST_MS);
  };
  return (
    <button
      type="button"
      className="btn icon"
      aria-label={t("phone.ringTest")}
      title={t("phone.ringTest")}
      onClick={ring}
    >
      <IconBellRinging size={18} stroke={1.6} aria-hidden="true" />
    </button>
  );
}

function EchoTest({ busy }: { readonly busy: boolean }) {
  const t = useWords();
  const echo = usePhone((state) => state.echo);
  return (
    <div className="phone-echo">
      <div className="row between">
        <Level running={echo !== null} />
        {echo === null ? (
          <button
            type="button"
            className="btn sm"
            aria-disabled={busy}
            title={busy ? t("phone.echo.busy") : undefined}
            onClick={busy ? undefined : beginEcho}
          >
            <IconEar size={16} stroke={1.7} aria-hidden="true" />
            {t("phone.echo.start")}
          </button>
        ) : (
          <button type="button" className="btn sm" onClick={() => void endEcho()}>
            <IconPlayerStop size={16} stroke={1.7} aria-hidden="true" />
            {t("phone.echo.stop")}
          </button>
        )}
      </div>
      <p className="hint">
        {echo === null
          ? t("phone.levelIdle")
          : echo.state === "connected" && echo.packetsReceived > 0
            ? `${t("phone.echo.connected")}. ${t("phone.echo.packets", { count: echo.packetsReceived })}.`
            : t(`phone.echo.${echo.state}`)}
      </p>
    </div>
  );
}

const LOOK_MS = 80;

/** What the microphone hears, as long as the test runs. */
function Level({ running }: { readonly running: boolean }) {
  const t = useWords();
  const stream = usePhone((state) => state.echoStream);
  const [level, setLevel] = useState(0);
  useEffect(() => {
    setLevel(0);
    if (!running || stream === null) return;
    const meter = new LevelMeter(stream);
    const timer = window.setInterval(() => setLevel(meter.read()), LOOK_MS);
    return () => {
      window.clearInterval(timer);
      meter.close();
    };
  }, [running, stream]);
  return <LevelBars level={level} label={t("phone.level")} />;
}
