import { ChannelMark } from "../../parts/ChannelMark.js";
import { deskLanguage } from "../../parts/language-name.js";
import { type LeftChat, useLeft } from "../../state/left.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { showFinished, useFinished } from "../context/index.js";

/** The last chats that left this desk: their customers' histories stay one click away. */
export function LeftList() {
  const t = useWords();
  const left = useLeft((state) => state.left);
  const active = useDesk((state) => state.data?.interactions);
  const shown = useFinished((state) => state.finished?.interactionId);
  const gone = left.filter(({ interactionId }) => !active?.has(interactionId));
  if (gone.length === 0) return null;
  const open = ({ interactionId, contact }: LeftChat): void => {
    useDesk.setState({ selection: null, room: "conversations" });
    showFinished({ interactionId, contact, policy: false });
  };
  return (
    <>
      <div className="list-head">
        <b>{t("left.head")}</b>
      </div>
      <ul aria-label={t("left.label")}>
        {gone.map((chat) => (
          <li key={chat.interactionId}>
            <button
              type="button"
              className="card past"
              aria-current={shown === chat.interactionId ? "true" : undefined}
              onClick={() => open(chat)}
            >
              <ChannelMark channel={chat.channel ?? "chat"} mark={chat.mark} />
              <span className="grow">
                <span className="who clip">{chat.contact.name}</span>
                <span className="what clip">{chat.serviceName}</span>
              </span>
              <span className="side">
                <span className="time num">{timeOf(chat.leftAt)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

const timeOf = (at: number): string =>
  new Date(at).toLocaleTimeString(deskLanguage(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
