import type { LiveCallView } from "@patchbay/protocol";
import {
  IconEar,
  IconEyeOff,
  IconPlayerRecord,
  IconPlayerTrackNext,
  IconUserCheck,
  IconUsers,
} from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Avatar } from "../../parts/Avatar.js";
import { clockText, useNow } from "../../parts/time.js";
import { toast } from "../../state/actions.js";
import { useMay } from "../../state/may.js";
import { useDesk, withSeat } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { AskOnce, type MonitoringMode, monitor, stopMonitoring, takeOver } from "../call/index.js";
import { useCallAbility } from "../phone/index.js";
import { openReplay } from "../replay/open-replay.js";
import { type Column, LiveTable } from "./LiveTable.js";
import { besideWhy, type LiveRow, liveRows, ownMode, toneOfCall } from "./live-rows.js";
import { VirtualGroups } from "./VirtualGroups.js";

const COLUMNS: readonly Column[] = [
  { words: "supervise.call.who", look: "who" },
  { words: "supervise.service", look: "service" },
  { words: "supervise.call.state", look: "doing" },
  { words: "supervise.call.time", look: "r narrow" },
  { words: "supervise.call.with", look: "with" },
  {
    words: "supervise.call.beside",
    look: "acts",
    unseen: true,
  },
];
const NONE: ReadonlyMap<string, LiveCallView> = new Map();

/** Every call that is up, and how to be beside its agents. */
export function LiveCalls() {
  const t = useWords();
  const calls = useDesk((state) => state.data?.liveCalls ?? NONE);
  const listens = useMay("monitor");
  const takesOver = useMay("take_over");
  const groups = useMemo(() => liveRows(calls.values()), [calls]);
  const acts = [...(listens ? ["listen", "whisper", "barge"] : []), ...(takesOver ? ["takeOver"] : [])];
  const columns = COLUMNS.map((one) =>
    one.look === "acts" ? { ...one, over: acts.map((act) => `supervise.call.over.${act}`) } : one,
  );
  if (groups.length === 0)
    return (
      <LiveTable id="calls" columns={columns}>
        <tr>
          <td colSpan={COLUMNS.length} className="mute">
            {t("supervise.call.none")}
          </td>
        </tr>
      </LiveTable>
    );
  return (
    <LiveTable id="calls" columns={columns} count={groups.reduce((sum, group) => sum + group.length, 0)}>
      <VirtualGroups
        groups={groups}
        columns={COLUMNS.length}
        keyOf={({ call }) => call.interactionId}
        render={(row, at) => (
          <CallRow key={`${row.call.interactionId} ${row.agent?.agentId ?? ""}`} row={row} at={at} />
        )}
      />
    </LiveTable>
  );
}

function CallRow({ row, at }: { readonly row: LiveRow; readonly at: number }) {
  const t = useWords();
  const now = useNow();
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const { call, agent, lines } = row;
  const { contact, number, serviceName, startedAt, monitors } = call;
  const photo = useDesk(({ data }) => data?.roster.get(agent?.agentId ?? "")?.photoUrl ?? null);
  const beside = monitors.filter((one) => one.beside === agent?.agentId);
  return (
    <tr data-call={call.interactionId} data-agent={agent?.agentId} aria-rowindex={at}>
      {lines > 0 && (
        <>
          <th scope="rowgroup" rowSpan={lines}>
            <span className="live-lines">
              <b className="strong clip" title={contact.name}>
                {contact.name}
              </b>
              {number !== null && number.display !== contact.name && (
                <span className="num small soft clip">{number.display}</span>
              )}
            </span>
          </th>
          <td className="service" rowSpan={lines} title={serviceName}>
            {serviceName}
          </td>
          <td rowSpan={lines}>
            <StateChip call={call} />
          </td>
          <td className="r narrow" rowSpan={lines}>
            {clockText(now - startedAt)}
          </td>
        </>
      )}
      <td>
        {agent === null ? (
          <span className="mute">{t("supervise.call.nobodyYet")}</span>
        ) : (
          <span className="row">
            <Avatar
              name={agent.name}
              id={agent.agentId}
              size={24}
              photo={photo === null ? null : withSeat(photo)}
            />
            <span className="clip">
              {agent.name}{" "}
              {beside.map(({ agentId, name, mode }) => (
                <span key={agentId} className="small t-m m-supervising clip live-also">
                  {agentId === me
                    ? t(`supervise.call.own.${mode}`)
                    : t(`supervise.call.monitor.${mode}`, { name })}
                </span>
              ))}
            </span>
          </span>
        )}
      </td>
      <td className="acts">
        <Actions row={row} />
      </td>
    </tr>
  );
}

function StateChip({ call }: { readonly call: LiveCallView }) {
  const t = useWords();
  const now = useNow();
  const { state, since, ringingAt, queue, recording } = call;
  return (
    <span className="live-lines">
      <span className="row tight">
        <span className={`chip ${toneOfCall(state)}`}>
          {t(`supervise.call.states.${state}`)} <span className="num">{clockText(now - since)}</span>
        </span>
        {recording !== null && (
          <span className="small t-m m-breached row tight" title={t(`supervise.call.recording.${recording}`)}>
            <IconPlayerRecord size={14} stroke={1.8} aria-hidden="true" />
            <span className="vh">{t(`supervise.call.recording.${recording}`)}</span>
          </span>
        )}
      </span>
      {ringingAt !== null && (
        <span className="small soft clip">{t("supervise.call.ringsAt", { name: ringingAt.name })}</span>
      )}
      {queue !== null && (
        <span className="small soft clip">
          {t("supervise.call.inLine", { service: queue.serviceName, place: queue.position })}
        </span>
      )}
    </span>
  );
}

const MODES = [
  ["listen", IconEar],
  ["whisper", IconEyeOff],
  ["barge", IconUsers],
] as const;

function Actions({ row }: { readonly row: LiveRow }) {
  const t = useWords();
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const { whyInside } = useCallAbility();
  const listens = useMay("monitor");
  const takesOver = useMay("take_over");
  const replays = useMay("see_team_records");
  const [asks, setAsks] = useState(false);
  const asking = useRef<HTMLButtonElement>(null);
  const { call, agent } = row;
  if (agent === null) return null;
  const { interactionId } = call;
  const { agentId, name } = agent;
  const mode = ownMode(row, me);
  // Whoever is beside a call needs no second phone for it.
  const refusal = besideWhy(row, me, mode === null ? whyInside : null);
  const why = refusal === null ? null : "words" in refusal ? t(refusal.words) : refusal.sentence;
  const begin = async (wanted: MonitoringMode): Promise<void> => {
    if (why !== null) return;
    if (wanted === mode) await stopMonitoring(interactionId);
    else if (await monitor(interactionId, agentId, wanted))
      toast(t(`call.supervising.started.${wanted}`, { name }));
  };
  if (asks)
    return (
      <AskOnce
        question={t("call.supervising.takeOverSure", { name })}
        yes={t("call.supervising.takeOverYes")}
        no={t("call.supervising.takeOverNo")}
        onYes={() => {
          setAsks(false);
          void takeOver(interactionId, agentId);
        }}
        onNo={() => {
          // The button that asked is made anew in the question's place.
          flushSync(() => setAsks(false));
          asking.current?.focus();
        }}
      />
    );
  const title = (control: string): string => why ?? t(`supervise.call.do.${control}`, { name });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of its buttons
    <span className="live-acts" role="group" aria-label={t("supervise.call.besideWhom", { name })}>
      {(listens ? MODES : []).map(([one, Icon]) => (
        <button
          key={one}
          type="button"
          className={`btn icon sm quiet${mode === one ? " on" : ""}`}
          aria-pressed={mode === one}
          aria-disabled={why !== null}
          aria-label={t(`supervise.call.do.${one}`, { name })}
          title={mode === one ? t("supervise.call.do.stop", { name }) : title(one)}
          onClick={() => void begin(one)}
        >
          <Icon size={16} stroke={1.7} aria-hidden="true" />
        </button>
      ))}
      {takesOver && (
        <button
          ref={asking}
          type="button"
          className="btn icon sm quiet"
          aria-disabled={why !== null}
          aria-label={t("supervise.call.do.takeOver", { name })}
          title={title("takeOver")}
          onClick={() => why === null && setAsks(true)}
        >
          <IconUserCheck size={16} stroke={1.7} aria-hidden="true" />
        </button>
      )}
      {replays && (
        <button
          type="button"
          className="btn icon sm quiet"
          aria-label={t("replay.open")}
          title={t("replay.open")}
          onClick={() => openReplay(interactionId)}
        >
          <IconPlayerTrackNext size={16} stroke={1.7} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
