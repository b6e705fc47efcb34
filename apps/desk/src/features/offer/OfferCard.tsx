import type { OfferView } from "@patchbay/protocol";
import {
  IconArrowForwardUp,
  IconCheck,
  IconDeviceMobileMessage,
  IconHelpCircle,
  IconMapPin,
  IconMessageCircle,
  IconPhone,
  IconPhoneIncoming,
  IconPlayerPause,
  IconUserPlus,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useKeyHint } from "../../keys/keymap.js";
import { Avatar } from "../../parts/Avatar.js";
import { clockText, useNow } from "../../parts/time.js";
import { ask, select } from "../../state/actions.js";
import { useDesk, withSeat } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { answerOffer } from "./answer.js";
import { useGoesOnHold, useOfferSaid } from "./use-offer.js";
import "./offer.css";

const R = 19.5;
const AROUND = 2 * Math.PI * R;
/** From here on the ring is amber. */
const LATE_MS = 5_000;

/** What rings: on top of the list, never over the work, never taking the focus. */
export function OfferCard({ view }: { readonly view: OfferView }) {
  const t = useWords();
  const acceptKey = useKeyHint("accept");
  const rejectKey = useKeyHint("reject");
  const now = useNow();
  // What has been asked and not answered yet; longer than a blink only when the connection is in doubt.
  const [asked, setAsked] = useState<"acceptOffer" | "rejectOffer" | null>(null);
  const selected = useDesk(
    (state) => state.selection?.kind === "offer" && state.selection.id === view.offerId,
  );
  useEffect(() => {
    if (view.status === "reserved") void ask("confirmOffer", { offerId: view.offerId });
  }, [view.offerId, view.status]);

  const left = Math.max(0, view.until - now);
  const seconds = Math.ceil(left / 1_000);
  const share = view.status === "reserved" ? 1 : Math.min(1, left / view.ringMs);
  const late = view.status === "ringing" && left <= LATE_MS;
  const answer = async (key: "acceptOffer" | "rejectOffer"): Promise<void> => {
    if (asked !== null) return;
    setAsked(key);
    await answerOffer(key, view);
    setAsked(null);
  };
  const said = useOfferSaid(view);
  const goesOnHold = useGoesOnHold(view);
  const photo = useDesk(({ data }) => data?.roster.get(said.agentId ?? "")?.photoUrl ?? null);
  const isCall = view.channel === "voice";
  const number = isCall && view.kind !== "call" ? (view.contact.phones[0]?.display ?? null) : null;
  const waited = clockText(now - view.waitingSince);
  const AcceptIcon = isCall ? IconPhone : IconCheck;
  const KindIcon = iconOf(view);

  return (
    <section
      className={`offer${late ? " late" : ""}`}
      aria-label={t(said.label.words, said.label.values)}
      data-offer={view.offerId}
    >
      <button
        type="button"
        className="look"
        aria-pressed={selected}
        aria-label={`${t("offer.look")}: ${said.title}`}
        onClick={() => select({ kind: "offer", id: view.offerId })}
      >
        <span className="top">
          <span
            className="ring num"
            role="timer"
            aria-label={t("offer.secondsLeft", {
              count: view.status === "reserved" ? Math.round(view.ringMs / 1_000) : seconds,
            })}
          >
            <svg
              width="44"
              height="44"
              viewBox="0 0 44 44"
              fill="none"
              strokeWidth="3.5"
              strokeLinecap="round"
              aria-hidden="true"
            >
              <circle className="track" cx="22" cy="22" r={R} />
              <circle
                className="left"
                cx="22"
                cy="22"
                r={R}
                strokeDasharray={`${AROUND * share} ${AROUND}`}
              />
            </svg>
            {view.status === "reserved" ? "" : seconds}
          </span>
          <span className="grow">
            <span className="name">{said.title}</span>
            <span className="small soft row tight offer-about">
              <KindIcon size={14} stroke={1.8} aria-hidden="true" />
              <span>{t(said.about.words, said.about.values)}</span>
            </span>
          </span>
          {said.agentId !== null && (
            <Avatar
              name={said.title}
              id={said.agentId}
              size={44}
              photo={photo === null ? null : withSeat(photo)}
            />
          )}
        </span>
        {view.note ? (
          <span className="says">
            <b>{t("offer.note")}</b> {view.note}
          </span>
        ) : (
          view.firstMessage !== null && <span className="says quoted">{view.firstMessage}</span>
        )}
        <span className="facts">
          {!said.waited ? null : isCall ? (
            <span className="chip num">
              <span aria-hidden="true">{t("call.offer.queued", { time: waited })}</span>
              <span className="vh">{t("call.offer.queuedLong", { time: waited })}</span>
            </span>
          ) : (
            <span className="chip num">{t("offer.waited", { time: waited })}</span>
          )}
          {number !== null && number !== view.customerName && <span className="chip num">{number}</span>}
          {goesOnHold !== null && (
            <span className="chip m-notready offer-hold">
              <IconPlayerPause size={14} stroke={1.8} aria-hidden="true" />
              {t("call.offer.holds", { name: goesOnHold })}
            </span>
          )}
          {view.locations.length > 0 && (
            <span className="chip">
              <IconMapPin size={14} stroke={1.8} aria-hidden="true" />
              {t("offer.hasPosition")}
            </span>
          )}
        </span>
      </button>
      <div className="acts">
        <button
          type="button"
          className="btn go"
          aria-keyshortcuts={acceptKey.aria}
          aria-disabled={asked !== null}
          onClick={() => void answer("acceptOffer")}
        >
          <AcceptIcon size={18} stroke={1.6} aria-hidden="true" />
          {t(asked === "acceptOffer" ? "offer.accepting" : "offer.accept")}
          <span aria-hidden="true">{acceptKey.text !== "" && <kbd>{acceptKey.text}</kbd>}</span>
        </button>
        <button
          type="button"
          className="btn"
          aria-keyshortcuts={rejectKey.aria}
          aria-disabled={asked !== null}
          onClick={() => void answer("rejectOffer")}
        >
          {t(asked === "rejectOffer" ? "offer.rejecting" : "offer.reject")}
          <span aria-hidden="true">{rejectKey.text !== "" && <kbd>{rejectKey.text}</kbd>}</span>
        </button>
      </div>
    </section>
  );
}

function iconOf({ kind, channel, mark }: OfferView): typeof IconPhone {
  switch (kind) {
    case "transfer":
      return IconArrowForwardUp;
    case "invite":
      return IconUserPlus;
    case "consult":
      return IconHelpCircle;
    default:
      if (channel === "voice") return IconPhoneIncoming;
      return mark === "mobile" ? IconDeviceMobileMessage : IconMessageCircle;
  }
}
