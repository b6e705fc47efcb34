import type { LiveCallView, LiveChatView, QueueView } from "@patchbay/protocol";
import { ChannelMark } from "../../parts/ChannelMark.js";
import { clockText, useNow } from "../../parts/time.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { openReplay } from "../replay/open-replay.js";
import { type Column, LiveTable } from "./LiveTable.js";
import { mayBeGiven, waitingRows } from "./live-rows.js";
import { StepInMenu } from "./StepInMenu.js";
import { VirtualBody } from "./VirtualBody.js";

const COLUMNS: readonly Column[] = [
  { words: "supervise.call.who", look: "who" },
  { words: "supervise.service", look: "service" },
  { words: "supervise.wait.place", look: "r narrow" },
  { words: "supervise.wait.time", look: "r narrow" },
  { words: "supervise.estimate", look: "r estimate" },
  { words: "supervise.wait.offered", look: "with" },
  { words: "supervise.stepIn.head", look: "r why", unseen: true },
];
const NONE: ReadonlyMap<string, QueueView> = new Map();
const NO_CALLS: ReadonlyMap<string, LiveCallView> = new Map();
const NO_CHATS: ReadonlyMap<string, LiveChatView> = new Map();

/** Who waits for an agent, on every channel. */
export function Waiting() {
  const t = useWords();
  const now = useNow();
  const queues = useDesk((state) => state.data?.queues ?? NONE);
  const services = useDesk((state) => state.data?.services);
  const chats = useDesk((state) => state.data?.liveChats ?? NO_CHATS);
  const calls = useDesk((state) => state.data?.liveCalls ?? NO_CALLS);
  const settings = useDesk((state) => state.data?.settings);
  const rows = waitingRows(queues.values());
  // An empty line is told by the services above.
  if (rows.length === 0 || settings === undefined) return null;
  return (
    <LiveTable id="queue" columns={COLUMNS} count={rows.length}>
      <VirtualBody
        rows={rows}
        columns={COLUMNS.length}
        keyOf={({ serviceId, line }) => `${serviceId} ${line.interactionId}`}
        render={({ serviceId, place, line }) => {
          const waited = now - line.since;
          const tone =
            waited >= settings.waitRedMs ? "m-breached" : waited >= settings.waitAmberMs ? "m-due" : null;
          const number = line.number?.display ?? "";
          const below = [
            ...(line.kind === "first" ? [] : [t(`supervise.wait.kind.${line.kind}`)]),
            ...(number === "" || number === line.contactName ? [] : [number]),
          ].join(" · ");
          return (
            <>
              <td>
                <span className="row tight live-who">
                  <ChannelMark channel={line.channel} mark="web" small />
                  <span className="live-lines">
                    <b className="strong clip" title={line.contactName}>
                      {line.contactName}
                    </b>
                    {below !== "" && <span className="num small soft clip">{below}</span>}
                  </span>
                </span>
              </td>
              <td className="service">{services?.get(serviceId)?.name ?? serviceId}</td>
              <td className="r narrow">{place}</td>
              <td className={`r narrow${tone === null ? "" : ` t-m strong ${tone}`}`}>{clockText(waited)}</td>
              <td className={`r${line.ewtSeconds === null ? " mute" : ""}`}>
                {line.ewtSeconds === null ? t("supervise.unknown") : clockText(line.ewtSeconds * 1_000)}
              </td>
              <td className={line.offeredTo === null ? "mute" : ""}>
                {line.offeredTo?.name ?? t("supervise.wait.nobody")}
              </td>
              <td className="r">
                <span className="row tight live-read">
                  <button
                    type="button"
                    className="btn sm"
                    title={t("replay.openWhy")}
                    onClick={() => openReplay(line.interactionId, "why")}
                  >
                    {t("replay.whyShort")}
                  </button>
                  {line.channel === "chat" ? (
                    <StepInMenu
                      interactionId={line.interactionId}
                      customer={line.contactName}
                      serviceId={serviceId}
                      agents={chats.get(line.interactionId)?.agents ?? []}
                    />
                  ) : (
                    mayBeGiven(line, calls.get(line.interactionId)) && (
                      <StepInMenu
                        interactionId={line.interactionId}
                        channel="voice"
                        customer={line.contactName}
                        serviceId={serviceId}
                        agents={[]}
                      />
                    )
                  )}
                </span>
              </td>
            </>
          );
        }}
      />
    </LiveTable>
  );
}
