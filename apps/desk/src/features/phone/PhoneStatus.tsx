import { Popover } from "@mantine/core";
import {
  IconDialpad,
  IconHeadset,
  IconHeadsetOff,
  IconMicrophoneOff,
  IconPhoneCall,
  IconPhoneOutgoing,
  IconPlugConnectedX,
  IconVolumeOff,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useKeyHint } from "../../keys/keymap.js";
import { later } from "../../parts/later.js";
import { playFailure } from "../../phone/failure-tone.js";
import { usePhone } from "../../phone/phone-store.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { type PhoneStatus as Status, toneOfStatus } from "./phone-view.js";
import { usePhoneStatus } from "./use-phone-facts.js";
import "./phone.css";

const DialPad = later(async () => (await import("./DialPad.js")).DialPad);
const PhonePanel = later(async () => (await import("./PhonePanel.js")).PhonePanel);

function iconOf(status: Status): typeof IconHeadset {
  if (status === "onCall") return IconPhoneCall;
  if (status === "lineUp" || status === "lineDialing") return IconPhoneCall;
  if (status === "lineDown") return IconPlugConnectedX;
  if (status === "ok" || status === "checking" || status === "unknown") return IconHeadset;
  if (status === "none" || status === "noVoice") return IconHeadsetOff;
  if (status === "output_missing") return IconVolumeOff;
  return status.startsWith("mic_") ? IconMicrophoneOff : IconPlugConnectedX;
}

/** How the phone is, always in sight, by picture and word; it opens what can be done about it. And the dial pad. */
export function PhoneStatus() {
  const t = useWords();
  const phoneKey = useKeyHint("phone");
  const padKey = useKeyHint("dial-pad");
  const status = usePhoneStatus();
  const microphone = usePhone(
    ({ choice, devices }) => devices.microphones.find(({ id }) => id === choice.microphone)?.label ?? null,
  );
  const [open, setOpen] = useState<"phone" | "pad" | null>(null);
  useEffect(() => {
    const openPhone = (): void => setOpen((now) => (now === "phone" ? null : "phone"));
    const openPad = (): void => setOpen((now) => (now === "pad" ? null : "pad"));
    window.addEventListener("patchbay:phone", openPhone);
    window.addEventListener("patchbay:dial-pad", openPad);
    return () => {
      window.removeEventListener("patchbay:phone", openPhone);
      window.removeEventListener("patchbay:dial-pad", openPad);
    };
  }, []);
  useEffect(() => {
    const failed = (event: Event): void => {
      const { choice } = usePhone.getState();
      // One tab of the seat is enough; another phone has its own tone.
      if (event instanceof CustomEvent && useDesk.getState().leader && choice.device === "browser")
        playFailure(String(event.detail), choice.speaker);
    };
    window.addEventListener("patchbay:call-failed", failed);
    return () => window.removeEventListener("patchbay:call-failed", failed);
  }, []);
  const forwarded = useDesk(({ data }) => data?.self?.forwarding.includes("always") ?? false);
  const Icon = iconOf(status);
  const word = t(`phone.status.${status}`);
  const close = (): void => setOpen(null);
  const popover = {
    position: "top-start",
    offset: 8,
    width: 320,
    withinPortal: true,
    trapFocus: true,
    returnFocus: true,
    closeOnClickOutside: true,
  } as const;
  return (
    <>
      {forwarded && (
        <button
          type="button"
          className="phone-forwarded m-due"
          title={t("phone.forwarding.onMore")}
          onClick={() => setOpen("phone")}
        >
          <IconPhoneOutgoing size={16} stroke={1.8} aria-hidden="true" />
          <b className="clip">{t("phone.forwarding.on")}</b>
        </button>
      )}
      <Popover {...popover} opened={open === "phone"} onDismiss={close}>
        <Popover.Target>
          <button
            type="button"
            className={`phone-status ${toneOfStatus(status)}`}
            data-phone={status}
            aria-label={t("phone.open", { status: word })}
            aria-keyshortcuts={phoneKey.aria}
            title={phoneKey.after(`${word}${microphone === null ? "" : ` · ${microphone}`}`)}
            onClick={() => setOpen(open === "phone" ? null : "phone")}
          >
            <Icon size={16} stroke={1.8} aria-hidden="true" />
            <b className="clip">{word}</b>
            {microphone !== null && status === "ok" && <span className="clip mute">{microphone}</span>}
          </button>
        </Popover.Target>
        <Popover.Dropdown className="phone-panel" aria-label={t("phone.title")}>
          <PhonePanel status={status} onClose={close} />
        </Popover.Dropdown>
      </Popover>
      <Popover {...popover} opened={open === "pad"} onDismiss={close}>
        <Popover.Target>
          <button
            type="button"
            className="btn icon quiet sm phone-pad-open"
            aria-label={t("phone.pad.open")}
            aria-keyshortcuts={padKey.aria}
            title={padKey.after(t("phone.pad.open"))}
            onClick={() => setOpen(open === "pad" ? null : "pad")}
          >
            <IconDialpad size={18} stroke={1.6} aria-hidden="true" />
          </button>
        </Popover.Target>
        <Popover.Dropdown className="phone-panel" aria-label={t("phone.pad.open")}>
          <DialPad onClose={close} />
        </Popover.Dropdown>
      </Popover>
    </>
  );
}
