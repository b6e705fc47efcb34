import { IconDeviceMobileMessage, IconMail, IconMessageCircle, IconPhone } from "@tabler/icons-react";

/** The mark of a channel: where this interaction comes from. */
export function ChannelMark({
  channel,
  mark,
  small = false,
}: {
  readonly channel: "chat" | "voice" | "email";
  readonly mark: "mobile" | "web";
  readonly small?: boolean;
}) {
  const kind = channel === "chat" ? (mark === "mobile" ? "mobile" : "chat") : channel;
  const Icon = {
    mobile: IconDeviceMobileMessage,
    chat: IconMessageCircle,
    voice: IconPhone,
    email: IconMail,
  }[kind];
  return (
    <span className={`ch ${kind}${small ? " sm" : ""}`} aria-hidden="true">
      <Icon size={small ? 14 : 18} stroke={small ? 1.8 : 1.6} />
    </span>
  );
}
