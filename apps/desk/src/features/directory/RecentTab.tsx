import type { RecentView } from "@patchbay/protocol";
import {
  IconCheck,
  IconMessageCircle,
  IconPhone,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconPhoneX,
} from "@tabler/icons-react";
import { type RefObject, useEffect, useMemo } from "react";
import { toastError } from "../../state/actions.js";
import { serverNow, useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { whenText } from "../context/history/when.js";
import { FilterSegment, ListHints } from "./list-parts.js";
import { CallAny, CallColleague, Star } from "./RowButtons.js";
import {
  filterRecent,
  moreRecent,
  putAside,
  type RecentFilter,
  refreshRecent,
  useRecent,
} from "./recent-store.js";
import { recentAbout, recentName } from "./recent-words.js";
import { fold, whyNotCalled } from "./targets.js";
import { type RowsHandle, VirtualRows } from "./VirtualRows.js";

const FILTERS: readonly RecentFilter[] = ["all", "calls", "missed"];

type Row = RecentView & { readonly key: string };

/** The agent's own calls and chats, newest first; a missed call stays marked until it is returned. */
export function RecentTab({
  sought,
  rows: handle,
  onLeave,
}: {
  readonly sought: string;
  readonly rows: RefObject<RowsHandle | null>;
  readonly onLeave: () => void;
}) {
  const t = useWords();
  const { entries, filter, missed, state } = useRecent();
  const nameOf = useNameOf();
  useEffect(() => void refreshRecent(), []);
  const rows = useMemo(
    (): readonly Row[] =>
      entries
        .filter((entry) =>
          fold(
            `${recentName(t, entry, nameOf)} ${entry.number?.raw ?? ""} ${entry.number?.display ?? ""}`,
          ).includes(fold(sought)),
        )
        .map((entry) => ({ ...entry, key: entry.interactionId })),
    [entries, sought, nameOf, t],
  );
  return (
    <>
      <FilterSegment
        words="directory.recent"
        filters={FILTERS}
        chosen={filter}
        counted={{ filter: "missed", count: missed }}
        onChoose={filterRecent}
      />
      <ListHints
        words="directory.recent"
        filter={filter}
        state={state}
        isEmpty={rows.length === 0}
        isSought={sought !== ""}
        Icon={IconPhone}
        onAgain={() => void refreshRecent()}
      />
      <VirtualRows
        rows={rows}
        label={t("directory.tabs.recent")}
        handle={handle}
        isRow={() => true}
        render={(entry) => <Line entry={entry} nameOf={nameOf} />}
        onLeave={onLeave}
        onEnd={moreRecent}
      />
    </>
  );
}

function useNameOf(): (agentId: string) => string | null {
  const roster = useDesk((state) => state.data?.roster);
  return useMemo(() => (agentId) => roster?.get(agentId)?.name ?? null, [roster]);
}

const ICONS = {
  made: IconPhoneOutgoing,
  received: IconPhoneIncoming,
  missed: IconPhoneX,
  chat: IconMessageCircle,
} as const;

function Line({
  entry,
  nameOf,
}: {
  readonly entry: RecentView;
  readonly nameOf: (agentId: string) => string | null;
}) {
  const t = useWords();
  const agent = useDesk((state) =>
    entry.agentId === null ? undefined : state.data?.roster.get(entry.agentId),
  );
  const name = recentName(t, entry, nameOf);
  const Icon = ICONS[entry.kind];
  const whyNot = agent === undefined ? ("offline" as const) : whyNotCalled(agent);
  const number = entry.number?.raw ?? null;
  return (
    <div className={`dir-row dir-recent ${entry.kind}${entry.open ? " open" : ""}`}>
      <span className="picker-mark" aria-hidden="true">
        <Icon size={18} stroke={1.6} />
      </span>
      <span className="picker-words">
        <span className="row tight">
          <b className="strong clip">{name}</b>
          {entry.open && <span className="chip m-breached">{t("directory.recent.open")}</span>}
        </span>
        <span className="small soft clip num">{recentAbout(t, entry, name, nameOf)}</span>
      </span>
      <time className="small mute num dir-when" dateTime={new Date(entry.at).toISOString()}>
        {whenText(t, entry.at, serverNow())}
      </time>
      <span className="dir-acts">
        {entry.agentId !== null ? (
          <CallColleague
            agentId={entry.agentId}
            name={name}
            whyNot={whyNot === null ? null : t(`directory.whyNot.${whyNot}`)}
          />
        ) : (
          <CallAny number={number} name={name} />
        )}
        {entry.open && <Aside entry={entry} name={name} />}
        {!entry.open && (entry.agentId !== null || number !== null) && (
          <Star
            target={entry.agentId !== null ? { agentId: entry.agentId } : { number: number ?? "" }}
            name={entry.agentId !== null ? "" : name}
            label={name}
          />
        )}
      </span>
    </div>
  );
}

function Aside({ entry, name }: { readonly entry: RecentView; readonly name: string }) {
  const t = useWords();
  const text = t("directory.recent.putAside", { name });
  return (
    <button
      type="button"
      className="btn icon quiet sm"
      aria-label={text}
      title={text}
      onClick={() =>
        void putAside(entry.interactionId).then((code) => {
          if (code !== null && code !== "object_not_found") toastError({ code: code });
        })
      }
    >
      <IconCheck size={16} stroke={1.8} aria-hidden="true" />
    </button>
  );
}
