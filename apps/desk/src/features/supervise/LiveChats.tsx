import type { LiveChatView, QueueView } from "@patchbay/protocol";
import { IconEye } from "@tabler/icons-react";
import { Avatar } from "../../parts/Avatar.js";
import { ChannelMark } from "../../parts/ChannelMark.js";
import { clockText, useNow } from "../../parts/time.js";
import { select } from "../../state/actions.js";
import { useMay } from "../../state/may.js";
import { readAlong, stopReadingAlong } from "../../state/reading-along.js";
import { useDesk, withSeat } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { chatRows, readingWhy, waitTone } from "./chat-rows.js";
import { type Column, LiveTable } from "./LiveTable.js";
import { StepInMenu } from "./StepInMenu.js";
import { VirtualBody } from "./VirtualBody.js";

const COLUMNS: readonly Column[] = [
  { words: "beside.who", look: "who" },
  { words: "supervise.service", look: "service" },
  { words: "beside.turn", look: "doing" },
  { words: "beside.since", look: "r narrow" },
  { words: "beside.agents", look: "with" },
  { words: "beside.read", look: "reading", unseen: true },
];
const NONE: ReadonlyMap<string, LiveChatView> = new Map();
const NO_QUEUES: ReadonlyMap<string, QueueView> = new Map();

/** Every chat that an agent has, whose turn it is, and how to read it along. */
export function LiveChats() {
  const t = useWords();
  const chats = useDesk((state) => state.data?.liveChats ?? NONE);
  const queues = useDesk((state) => state.data?.queues ?? NO_QUEUES);
  const rows = chatRows(chats.values(), queues.values());
  if (rows.length === 0)
    return (
      <LiveTable id="active" columns={COLUMNS}>
        <tr>
          <td colSpan={COLUMNS.length} className="mute">
            {t("beside.none")}
          </td>
        </tr>
      </LiveTable>
    );
  return (
    <LiveTable id="active" columns={COLUMNS} count={rows.length}>
      <VirtualBody
        rows={rows}
        columns={COLUMNS.length}
        keyOf={(chat) => chat.interactionId}
        render={(chat) => <ChatRow chat={chat} />}
      />
    </LiveTable>
  );
}

function ChatRow({ chat }: { readonly chat: LiveChatView }) {
  const t = useWords();
  const now = useNow();
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const { contact, mark, serviceName, startedAt, agents, monitors } = chat;
  return (
    <>
      <td>
        <span className="row tight live-who">
          <ChannelMark channel="chat" mark={mark} small />
          <b className="strong clip" title={contact.name}>
            {contact.name}
          </b>
        </span>
      </td>
      <td className="service" title={serviceName}>
        {serviceName}
      </td>
      <td>
        <Turn chat={chat} now={now} />
      </td>
      <td className="r narrow">{clockText(now - startedAt)}</td>
      <td>
        {agents.length === 0 ? (
          <span className="mute">{t("beside.nobody")}</span>
        ) : (
          <span className="live-lines">
            {agents.map((agent) => (
              <AgentName key={agent.agentId} agent={agent} />
            ))}
            {monitors.map(({ agentId, name }) => (
              <span key={agentId} className="small t-m m-supervising clip live-also">
                {agentId === me ? t("beside.own") : t("beside.reads", { name })}
              </span>
            ))}
          </span>
        )}
      </td>
      <td className="acts">
        <Acts chat={chat} me={me} />
      </td>
    </>
  );
}

function AgentName({ agent: { agentId, name } }: { readonly agent: LiveChatView["agents"][number] }) {
  const photo = useDesk(({ data }) => data?.roster.get(agentId)?.photoUrl ?? null);
  return (
    <span className="row">
      <Avatar name={name} id={agentId} size={24} photo={photo === null ? null : withSeat(photo)} />
      <span className="clip">{name}</span>
    </span>
  );
}

/** Only while it is the agents' turn does anybody wait for them. */
function Turn({ chat, now }: { readonly chat: LiveChatView; readonly now: number }) {
  const t = useWords();
  const settings = useDesk((state) => state.data?.settings);
  const { stage, unansweredSince } = chat;
  if (stage !== "open")
    return <span className="mute">{t(stage === "ending" ? "beside.ending" : "beside.away")}</span>;
  if (unansweredSince === null || settings === undefined)
    return <span className="mute">{t("beside.answered")}</span>;
  const waited = now - unansweredSince;
  const tone = waitTone(waited, settings);
  return <span className={`num${tone === null ? "" : ` t-m strong ${tone}`}`}>{clockText(waited)}</span>;
}

function Acts({ chat, me }: { readonly chat: LiveChatView; readonly me: string }) {
  const t = useWords();
  const { interactionId, contact, monitors } = chat;
  const reads = monitors.some(({ agentId }) => agentId === me);
  const listens = useMay("monitor");
  const why = reads ? null : readingWhy(chat, me);
  const customer = contact.name;
  return (
    <span className="row live-read">
      {reads && (
        <button
          type="button"
          className="btn sm quiet"
          aria-label={t("beside.do.stop", { customer })}
          onClick={() => void stopReadingAlong(interactionId)}
        >
          {t("beside.stop")}
        </button>
      )}
      {listens && (
        <button
          type="button"
          className={`btn sm${reads ? " on" : ""}`}
          aria-disabled={why !== null}
          aria-label={t(reads ? "beside.do.open" : "beside.do.read", { customer })}
          title={why === null ? undefined : t(why)}
          onClick={() => {
            if (why !== null) return;
            if (reads) select({ kind: "interaction", id: interactionId });
            else void readAlong(interactionId);
          }}
        >
          <IconEye size={16} stroke={1.7} aria-hidden="true" />
          {t(reads ? "beside.open" : "beside.read")}
        </button>
      )}
      {chat.stage === "open" && (
        <StepInMenu
          interactionId={interactionId}
          customer={customer}
          serviceId={chat.serviceId}
          agents={chat.agents}
        />
      )}
    </span>
  );
}
