import { useApp, useSession } from "../../app-context.js";
import { Avatar } from "../../design/index.js";

interface FaceProps {
  readonly name: string;
  readonly partyId: string;
  readonly size: "small" | "medium";
}

/** The photo of somebody in the chat. It is asked for again when the line is back. */
export function Face({ name, partyId, size }: FaceProps) {
  const { api } = useApp();
  const chatId = useSession((state) => state.conversation?.chatId ?? "");
  const down = useSession((state) => state.link === "down");
  return <Avatar key={String(down)} name={name} photoUrl={api.photoUrl(chatId, partyId)} size={size} />;
}
