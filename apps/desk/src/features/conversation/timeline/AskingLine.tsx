import type { MessageView } from "@patchbay/protocol";
import {
  IconForms,
  IconHandStop,
  IconLock,
  IconLockCheck,
  IconPhoneCall,
  IconScreenShare,
  IconScreenShareOff,
} from "@tabler/icons-react";
import { type AskingBody, askingText, sharedPage } from "../../../parts/asking.js";
import type { Speaker } from "./lines.js";
import { fullTimeText, timeText } from "./wording.js";

/** What was asked of the customer's app, or came back from it: a line like that of a happening. */
export function AskingLine({
  message,
  body,
  speaker,
  customerName,
}: {
  readonly message: MessageView;
  readonly body: AskingBody;
  readonly speaker: Speaker;
  readonly customerName: string;
}) {
  const Icon = iconOf(body);
  const page = sharedPage(body);
  return (
    <div className="conv-event">
      <p className="conv-event-line">
        <Icon size={16} stroke={1.7} aria-hidden="true" />
        <span>
          {askingText(body, speaker.who === "colleague" ? speaker.name : null, customerName)}
          {page !== null && (
            <>
              {" "}
              <a
                className="text-link"
                href={page.href}
                title={page.href}
                target="_blank"
                rel="noopener noreferrer"
              >
                {page.text}
              </a>
            </>
          )}
        </span>
        <time
          className="num conv-event-time"
          dateTime={new Date(message.at).toISOString()}
          title={fullTimeText(message.at)}
        >
          {timeText(message.at)}
        </time>
      </p>
    </div>
  );
}

function iconOf(body: AskingBody): typeof IconForms {
  switch (body.kind) {
    case "form_request":
      return body.secure ? IconLock : IconForms;
    case "secure_form":
      return IconLockCheck;
    case "form_withdrawal":
    case "form_declined":
      return IconHandStop;
    case "call_request":
      return IconPhoneCall;
    case "cobrowsing_request":
      return IconScreenShare;
    case "cobrowsing":
      return body.step === "started" ? IconScreenShare : IconScreenShareOff;
  }
}
