import type { InteractionView } from "@patchbay/protocol";
import { IconMicrophoneOff, IconVolumeOff, IconWifi } from "@tabler/icons-react";
import { usePhone } from "../../phone/phone-store.js";
import { useWords } from "../../words/words.js";
import { callState, partnersOf } from "./call-state.js";
import { listed, usePartyName, useQualities } from "./use-call.js";

/** The one thing that is wrong with the sound right now, whose side it is on, and what happens meanwhile. */
export function CallNotice({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const qualities = useQualities(view);
  const nameOf = usePartyName();
  const audio = usePhone((state) => state.calls.get(view.interactionId));
  const waitsForTouch = usePhone((state) => state.waitsForTouch);
  const talksMuted = usePhone((state) => state.talksMuted === view.interactionId);
  const { call } = view;
  const own = qualities.get(call?.own?.legId ?? "");
  const others = call === null ? [] : partnersOf(call);
  const poor = others.find(({ legId }) => qualities.get(legId)?.grade === "poor");
  const name = listed(others.map(nameOf));
  const state = callState(view);
  if (state === "ended" || state === "wrap_up") return null;
  if (audio === "microphone")
    return (
      <Notice
        icon={IconMicrophoneOff}
        tone="m-breached"
        title={t("call.audio.microphone")}
        more={t("call.audio.microphoneMore")}
        fix
      />
    );
  if (waitsForTouch)
    return (
      <Notice icon={IconVolumeOff} tone="m-due" title={t("phone.touch.title")} more={t("phone.touch.more")} />
    );
  if (audio === "reconnecting" || state === "lost")
    return (
      <Notice
        icon={IconWifi}
        tone="m-due"
        title={t("call.audio.reconnecting")}
        more={t("call.audio.reconnectingMore")}
      />
    );
  if (talksMuted)
    return <Notice icon={IconMicrophoneOff} tone="m-due" title={t("call.talksMuted", { name })} more="" />;
  if (own?.grade === "poor")
    return (
      <Notice
        icon={IconWifi}
        tone="m-due"
        title={t("call.quality.poorYours")}
        more={t("call.quality.poorYoursMore", { name })}
        report
      />
    );
  if (poor !== undefined)
    return (
      <Notice
        icon={IconWifi}
        tone="m-due"
        title={t("call.quality.poorTheirs", { name: nameOf(poor) })}
        more={own?.grade === "good" ? t("call.quality.poorTheirsMore") : ""}
        report
      />
    );
  return null;
}

function Notice({
  icon: Icon,
  tone,
  title,
  more,
  fix = false,
  report = false,
}: {
  readonly icon: typeof IconWifi;
  readonly tone: string;
  readonly title: string;
  readonly more: string;
  readonly fix?: boolean;
  /** It may be reported. */
  readonly report?: boolean;
}) {
  const t = useWords();
  return (
    <div className={`banner ${tone} call-notice`} role="status">
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <span>
        <b>{title}</b> {more}
      </span>
      {report && (
        <button
          type="button"
          className="btn sm"
          onClick={() => document.querySelector<HTMLElement>('.call-work [data-call="bad-sound"]')?.click()}
        >
          {t("records.bad.short")}
        </button>
      )}
      {fix && (
        <button
          type="button"
          className="btn sm"
          onClick={() => window.dispatchEvent(new CustomEvent("patchbay:phone"))}
        >
          {t("call.audio.fix")}
        </button>
      )}
    </div>
  );
}
