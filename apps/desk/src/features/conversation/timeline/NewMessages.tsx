import type { MessageView } from "@patchbay/protocol";
import { useEffect, useRef, useState } from "react";
import { askingText, isAsking } from "../../../parts/asking.js";
import { word } from "../../../words/words.js";

/**
 * Reads out what the customer writes while this chat is open. Rows of the timeline come and go as one scrolls, so
 * they cannot announce themselves.
 */
export function NewMessages({
  messages,
  customerName,
}: {
  readonly messages: readonly MessageView[];
  readonly customerName: string;
}) {
  const [told, setTold] = useState("");
  const after = useRef(messages.at(-1)?.seq ?? 0);
  useEffect(() => {
    const fresh = messages.filter(({ seq, from }) => seq > after.current && from.who === "customer");
    after.current = Math.max(after.current, messages.at(-1)?.seq ?? 0);
    if (fresh.length > 0) setTold(fresh.map((message) => announcementOf(message, customerName)).join(". "));
  }, [messages, customerName]);
  return (
    <div className="vh" aria-live="polite">
      {told}
    </div>
  );
}

function announcementOf({ body }: MessageView, name: string): string {
  switch (body.kind) {
    case "text":
      return word("conversation.line.announce", { name, text: body.text });
    case "file":
      return body.file.image === null
        ? word("conversation.line.announceFile", { name, file: body.file.name })
        : word("conversation.line.announcePicture", { name });
    case "location":
      return word("conversation.line.announceLocation", { name });
    default:
      return isAsking(body)
        ? askingText(body, null, name)
        : word("conversation.line.announceOther", { name });
  }
}
