import type { OfferView } from "@patchbay/protocol";
import { IconClock, IconMapPin } from "@tabler/icons-react";
import { Avatar } from "../../parts/Avatar.js";
import { ChannelMark } from "../../parts/ChannelMark.js";
import { ContextToggle } from "../../parts/ContextToggle.js";
import { clockText, useNow } from "../../parts/time.js";
import { useDesk } from "../../state/store.js";
import { word } from "../../words/words.js";
import { ColleagueNotes } from "../call/index.js";
import { EmptyWork } from "./EmptyWork.js";
import { EndingToasts } from "./header/EndingToasts.js";
import "./header/header.css";
import "./work.css";

const FROM: Partial<Record<OfferView["kind"], string>> & { readonly transfer: string } = {
  transfer: "conversation.offer.from",
  invite: "conversation.offer.invited",
  consult: "conversation.offer.consults",
};
/** What a call is about to be. */
const HINTS: Partial<Record<OfferView["kind"], string>> = {
  consult: "call.offer.hintConsult",
  call: "directory.inside.hint",
};

/** A chat that rings, looked at before it is accepted. There is nothing to write into yet. */
export function OfferPreviewWork({ offerId }: { readonly offerId: string }) {
  const offer = useDesk((state) => state.data?.offers.get(offerId));
  const now = useNow();
  if (offer === undefined) return <EmptyWork />;
  const { contact, customerName, from, note, firstMessage, locations, kind } = offer;
  const position = locations.at(-1);
  return (
    <main
      className="work conv-work"
      id="work"
      tabIndex={-1}
      aria-label={word("conversation.offer.label", { name: customerName })}
    >
      <header className="work-head conv-head">
        <Avatar name={customerName} id={contact.contactId} size={40} />
        <div className="grow">
          <h1 className="clip">{customerName}</h1>
          <div className="row tight small soft">
            <ChannelMark channel={offer.channel} mark={offer.mark} small />
            <span className="clip">
              {offer.serviceName}
              {from !== null &&
                kind !== "call" &&
                ` · ${word(FROM[kind] ?? FROM.transfer, { name: from.name })}`}
            </span>
          </div>
        </div>
        <div className="acts">
          <ContextToggle />
        </div>
      </header>
      <div className="strip conv-strip">
        <span className="row">
          <IconClock size={14} stroke={1.8} aria-hidden="true" />
          <span className="num">
            {word("conversation.offer.waited", { time: clockText(now - offer.waitingSince) })}
          </span>
        </span>
        {position !== undefined && (
          <span className="row">
            <IconMapPin size={14} stroke={1.8} aria-hidden="true" />
            <span className="num">
              {position.address ?? `${position.latitude.toFixed(5)}, ${position.longitude.toFixed(5)}`}
            </span>
          </span>
        )}
      </div>
      <div className="conv-preview">
        {note !== null && note !== "" && from !== null && (
          <figure className="conv-preview-note">
            <figcaption className="label">{word("conversation.offer.note", { name: from.name })}</figcaption>
            <p>{note}</p>
          </figure>
        )}
        <ColleagueNotes message={null} notes={offer.teamNotes} />
        {firstMessage === null ? (
          <p className="soft">
            {offer.channel === "voice"
              ? word(HINTS[kind] ?? "call.offer.hint", { name: from?.name, customer: customerName })
              : word("conversation.offer.noMessage")}
          </p>
        ) : (
          <figure className="conv-preview-first">
            <figcaption className="label">{word("conversation.offer.first")}</figcaption>
            <div className="msg">
              <Avatar name={customerName} id={contact.contactId} />
              <div className="stack">
                <div className="bubble conv-text">{firstMessage}</div>
              </div>
            </div>
          </figure>
        )}
        {offer.channel !== "voice" && <p className="small mute">{word("conversation.offer.hint")}</p>}
      </div>
      <EndingToasts />
    </main>
  );
}
