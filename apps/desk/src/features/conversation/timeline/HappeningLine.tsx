import type { HappeningView } from "@patchbay/protocol";
import {
  IconArchive,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBellRinging,
  IconCar,
  IconChevronDown,
  IconClipboardCheck,
  IconClockExclamation,
  IconDoorExit,
  IconFlagCheck,
  IconLifebuoy,
  IconPhoneCall,
  IconStar,
  IconTag,
  IconUser,
  IconUserCheck,
  IconUserPlus,
  IconWifiOff,
  IconWorld,
} from "@tabler/icons-react";
import { useState } from "react";
import { word } from "../../../words/words.js";
import { type HappeningContext, type HappeningIcon, sentenceOf } from "./happenings.js";
import { fullTimeText, timeText } from "./wording.js";

const icons: Record<HappeningIcon, typeof IconCar> = {
  app: IconCar,
  web: IconWorld,
  joined: IconUserCheck,
  left: IconDoorExit,
  transfer: IconArrowForwardUp,
  invite: IconUserPlus,
  end: IconFlagCheck,
  back: IconArrowBackUp,
  clock: IconClockExclamation,
  away: IconWifiOff,
  offer: IconBellRinging,
  wrap_up: IconClipboardCheck,
  result: IconTag,
  case: IconArchive,
  call: IconPhoneCall,
  contact: IconUser,
  survey: IconStar,
  help: IconLifebuoy,
};

/** A line without a speaker: what happened, in plain words; more of it on demand. */
export function HappeningLine({
  happening,
  context,
}: {
  readonly happening: HappeningView;
  readonly context: HappeningContext;
}) {
  const [open, setOpen] = useState(false);
  const sentence = sentenceOf(happening, context);
  if (sentence === null) return null;
  const Icon = icons[sentence.icon];
  const { details = [] } = sentence;
  return (
    <div className={`conv-event ${sentence.tone ?? ""}`}>
      <p className="conv-event-line">
        <Icon size={16} stroke={1.7} aria-hidden="true" />
        <span>{sentence.text}</span>
        {sentence.icon !== "app" && (
          <time
            className="num conv-event-time"
            dateTime={new Date(happening.at).toISOString()}
            title={fullTimeText(happening.at)}
          >
            {timeText(happening.at)}
          </time>
        )}
        {details.length > 0 && (
          <button type="button" className="conv-why" aria-expanded={open} onClick={() => setOpen(!open)}>
            {word("conversation.line.more")}
            <IconChevronDown
              size={14}
              stroke={1.8}
              aria-hidden="true"
              className={open ? "conv-turned" : ""}
            />
          </button>
        )}
      </p>
      {sentence.quote !== undefined && <blockquote className="conv-quote">{sentence.quote}</blockquote>}
      {open && (
        <ul className="conv-details" aria-label={word("conversation.line.why")}>
          {details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
