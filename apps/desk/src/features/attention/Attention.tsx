import { IconBell, IconVolumeOff, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { perLanguage } from "../../parts/language-name.js";
import { usePhone } from "../../phone/phone-store.js";
import { usePreferences } from "../../state/preferences.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { offerSaid } from "../offer/offer-view.js";
import { showBadge } from "./badge.js";
import { mayChime } from "./chimes.js";
import { OtherChats } from "./other-chats.js";
import { Ringer } from "./ringer.js";
import { notify } from "./tell.js";
import { useAlerts } from "./use-alerts.js";
import "./attention.css";

/**
 * Gets the agent's attention without taking anything: the title counts, one tab rings, a notification where the
 * agent allowed it, and a line for screen readers. Nothing here moves the focus.
 */
export function Attention() {
  const t = useWords();
  const offers = useDesk((state) => state.data?.offers);
  const leader = useDesk((state) => state.leader);
  const ringsOn = usePhone((state) => state.choice.ring);
  const company = useDesk((state) => state.data?.company ?? "");
  const needs = useDesk((state) => {
    let count = state.data?.offers.size ?? 0;
    for (const view of state.data?.interactions.values() ?? []) if (view.unread > 0) count++;
    return count;
  });
  const volume = usePreferences(({ preferences }) => preferences.attention.volume);
  const sounds = usePreferences(({ preferences }) => preferences.attention.kinds.offer.sound);
  const [said, say] = useState("");
  const known = useRef(new Set<string>());
  const ringer = useRef<Ringer | null>(null);

  useEffect(() => {
    document.title =
      needs > 0 ? `(${needs}) Patchbay` : company === "" ? "Patchbay" : `Patchbay · ${company}`;
    showBadge(needs);
  }, [needs, company]);
  useAlerts();

  useEffect(() => {
    ringer.current ??= new Ringer();
    const ringing = leader && sounds && (offers?.size ?? 0) > 0;
    if (ringing) ringer.current.start(ringsOn, volume);
    else ringer.current.stop();
    for (const offer of offers?.values() ?? []) {
      if (known.current.has(offer.offerId)) continue;
      known.current.add(offer.offerId);
      const isCall = offer.channel === "voice";
      const { announce, title } = offerSaid(offer, { gaveAway: false, extension: null });
      say(t(announce.words, announce.values));
      notify({
        kind: "offer",
        title: t(isCall ? "call.offer.ringing" : "attention.ringing", {
          name: title,
          service: offer.serviceName,
        }),
        body: offer.firstMessage ?? "",
        tag: offer.offerId,
      });
    }
    for (const id of known.current) if (!offers?.has(id)) known.current.delete(id);
  }, [offers, leader, ringsOn, sounds, volume, t]);
  useEffect(() => () => ringer.current?.stop(), []);

  return (
    <>
      <div className="vh" role="status" aria-live="assertive">
        {said}
      </div>
      <OtherChatsTold />
    </>
  );
}

/** Tells a screen reader who wrote in a chat that is not open. The open one speaks for itself. */
function OtherChatsTold() {
  const t = useWords();
  const interactions = useDesk((state) => state.data?.interactions);
  const open = useDesk((state) =>
    state.room === "conversations" && state.selection?.kind === "interaction" ? state.selection.id : null,
  );
  const [names, setNames] = useState<readonly string[]>([]);
  const others = useRef<OtherChats | null>(null);
  useEffect(() => {
    others.current ??= new OtherChats(setNames);
    others.current.look(interactions?.values() ?? [], open);
  }, [interactions, open]);
  useEffect(() => () => others.current?.stop(), []);
  return (
    <div className="vh" aria-live="polite">
      {names.length > 0 && t("attention.announceMessage", { name: listed().format(names) })}
    </div>
  );
}

const listed = perLanguage((locale) => new Intl.ListFormat(locale, { type: "conjunction" }));

/** Explains before the browser asks; shown once, and only while the browser has not been asked. */
export function NotificationQuestion() {
  const t = useWords();
  const [open, setOpen] = useState(
    () =>
      "Notification" in window &&
      Notification.permission === "default" &&
      localStorage.getItem("patchbay.notifications") === null,
  );
  const rings = useDesk((state) => (state.data?.offers.size ?? 0) > 0);
  // What rings is to be answered, and nothing else is to be asked meanwhile.
  if (!open || rings) return null;
  const close = (): void => {
    localStorage.setItem("patchbay.notifications", "asked");
    setOpen(false);
  };
  return (
    <section className="ask-notifications" aria-label={t("attention.title")}>
      <IconBell size={16} stroke={1.7} aria-hidden="true" />
      <div>
        <p>{t("attention.title")}</p>
        <button
          type="button"
          className="text-button"
          title={t("attention.explain")}
          onClick={() => void Notification.requestPermission().finally(close)}
        >
          {t("attention.allow")}
        </button>
      </div>
      <button
        type="button"
        className="btn quiet icon sm"
        aria-label={t("attention.later")}
        title={t("attention.later")}
        onClick={close}
      >
        <IconX size={14} stroke={1.8} aria-hidden="true" />
      </button>
    </section>
  );
}

/** Browsers keep a page silent until somebody has touched it: an agent who only reloaded would miss what rings. */
export function SilentPage() {
  const t = useWords();
  const [silent, setSilent] = useState(() => !mayChime());
  useEffect(() => {
    if (!silent) return undefined;
    const look = (): void => {
      if (mayChime()) setSilent(false);
    };
    // The browser counts the touch a moment after it has told of it.
    const soon = (): number => window.setTimeout(look);
    for (const event of ["pointerup", "keyup"]) window.addEventListener(event, soon);
    return () => {
      for (const event of ["pointerup", "keyup"]) window.removeEventListener(event, soon);
    };
  }, [silent]);
  if (!silent) return null;
  return (
    <p className="silent-page" role="status">
      <IconVolumeOff size={16} stroke={1.7} aria-hidden="true" />
      {t("attention.silent")}
    </p>
  );
}
