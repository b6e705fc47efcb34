import type { InteractionView } from "@patchbay/protocol";
import { IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { usePhone } from "../../phone/phone-store.js";
import { playKeyTone } from "../../phone/sound-out.js";
import { useWords } from "../../words/words.js";
import { KeyRows } from "../phone/KeyRows.js";
import { useAway } from "./away.js";
import { sendKeys } from "./call-actions.js";

const KEY = /^[0-9*#]$/;

/**
 * Keys into the call, by click or typed while it has the focus: digits that are typed elsewhere belong elsewhere. It
 * shows what was sent as long as it is open, and keeps nothing.
 */
export function Keypad({ view, onClose }: { readonly view: InteractionView; readonly onClose: () => void }) {
  const t = useWords();
  const pad = useRef<HTMLElement>(null);
  const [sent, setSent] = useState("");
  const why = useAway() ? t("call.why.away") : null;
  const speaker = usePhone((state) => state.choice.speaker);
  useEffect(() => {
    const before = document.activeElement;
    pad.current?.focus();
    return () => {
      const active = document.activeElement;
      if (before instanceof HTMLElement && (active === null || active === document.body)) before.focus();
    };
  }, []);
  const press = async (key: string): Promise<void> => {
    if (why !== null) return;
    playKeyTone(key, speaker);
    if (await sendKeys(view.interactionId, key)) setSent((before) => `${before}${key}`.slice(-40));
  };
  return (
    <section
      ref={pad}
      className="call-keypad"
      aria-label={t("call.keypad.title")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: typed digits go to what has the focus, and this is where they are meant for
      tabIndex={0}
      onKeyDown={(event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        if (event.key === "Escape") {
          event.stopPropagation();
          onClose();
        } else if (KEY.test(event.key)) {
          event.preventDefault();
          void press(event.key);
        }
      }}
    >
      <div className="row between">
        <span className="call-sent num" role="status">
          {why === null && sent !== "" ? (
            sent
          ) : (
            <span className="small mute">{why ?? t("call.keypad.hint")}</span>
          )}
        </span>
        <button
          type="button"
          className="btn icon quiet sm"
          aria-label={t("call.keypad.close")}
          title={`${t("call.keypad.close")} (Esc)`}
          onClick={onClose}
        >
          <IconX size={16} stroke={1.8} aria-hidden="true" />
        </button>
      </div>
      <KeyRows onKey={(key) => void press(key)} why={why} />
    </section>
  );
}
