import type { OfferView } from "@patchbay/protocol";
import { IconClock, IconMapPin } from "@tabler/icons-react";
import { Avatar } from "../../parts/Avatar.js";
import { ChannelMark } from "../../parts/ChannelMark.js";
import { ContextToggle } from "../../parts/ContextToggle.js";
import { clockText, useNow } from "../../parts/time.js";
import { useDesk } from "../../state/store.js";
import { word } from "../../words/words.js";
import { EmptyWork } from "./EmptyWork.js";
import { EndingToasts } from "./header/EndingToasts.js";
import "./header/header.css";
import "./work.css";

/** What there is to say where nothing was written. */
const hintOf = ({ kind, channel }: OfferView): string => {
  if (kind === "call") return "directory.inside.hint";
  return channel === "voice" ? "call.offer.hint" : "conversation.offer.noMessage";
};

/** A chat that rings, looked at before it is accepted. There is nothing to write into yet. */
export function OfferPreviewWork({ offerId }: { readonly offerId: string }) {
  const offer = useDesk((state) => state.data?.offers.get(offerId));
  const now = useNow();
  if (offer === undefined) return <EmptyWork />;
  const { contact, customerName, from, note, firstMessage, locations } = offer;
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
                offer.kind !== "call" &&
                ` · ${word(offer.kind === "invite" ? "conversation.offer.invited" : "conversation.offer.from", { name: from.name })}`}
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
        {firstMessage === null ? (
          <p className="soft">{word(hintOf(offer))}</p>
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
