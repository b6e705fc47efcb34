import type { FollowUpView } from "@patchbay/protocol";
import { IconCalendarEvent, IconPhone, IconSquareCheck } from "@tabler/icons-react";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { useNow } from "../../parts/time.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { FilterSegment, ListHints } from "../directory/list-parts.js";
import { fold } from "../directory/targets.js";
import { type RowsHandle, VirtualRows } from "../directory/VirtualRows.js";
import { customersTime, peopleOf, whenOf } from "./about.js";
import { keyOfEdit, useDraftsOf, useLeftDrafts } from "./drafts-store.js";
import { type DueGroup, groupOf } from "./due.js";
import { CallNow, DoneButton, MoreButton, SnoozeButton } from "./FollowUpActs.js";
import { FollowUpForm } from "./FollowUpForm.js";
import {
  type FollowUpFilter,
  filterFollowUps,
  moreFollowUps,
  refreshFollowUps,
  showHistoryOf,
  shownOf,
  useFollowUps,
} from "./follow-ups-store.js";
import "./follow-ups.css";
import { useMay } from "../../state/may.js";

type Row = { readonly key: string } & (
  | { readonly kind: "heading"; readonly group: DueGroup; readonly count: number }
  | { readonly kind: "follow-up"; readonly followUp: FollowUpView }
);

/** What the agent is to do, by time; what others do for the agent, and what has been done. */
export function FollowUpsTab({
  sought,
  rows: handle,
  onLeave,
}: {
  readonly sought: string;
  readonly rows: RefObject<RowsHandle | null>;
  readonly onLeave: () => void;
}) {
  const t = useWords();
  const all = useFollowUps();
  const { filter, state, due } = all;
  const shown = shownOf(all);
  // Once a minute something may become due; the rows are made anew only then.
  const minute = Math.floor(useNow() / 60_000) * 60_000 + due;
  const supervises = useMay("see_team_follow_ups");
  useEffect(() => void refreshFollowUps(), []);
  const rows = useMemo(() => rowsOf(shown, filter, sought, minute), [shown, filter, sought, minute]);
  const edited = useDraftsOf(shown.map(({ followUpId }) => followUpId));
  const left = useLeftDrafts();
  const forms = left.length + edited.length;
  const before = useRef(forms);
  // A form that is saved or discarded takes its buttons along.
  useEffect(() => {
    if (forms < before.current && document.activeElement === document.body) onLeave();
    before.current = forms;
  });
  const filters: readonly FollowUpFilter[] = [
    "mine",
    "for_others",
    ...(supervises ? (["team"] as const) : []),
    "done",
  ];
  return (
    <>
      <FilterSegment
        words="followUps"
        filters={filters}
        chosen={filter}
        counted={{ filter: "mine", count: due }}
        onChoose={filterFollowUps}
      />
      {[...left, ...edited.map(keyOfEdit)].map((place) => (
        <div className="fu-edit" key={place}>
          <FollowUpForm place={place} takesFocus={!left.includes(place)} isAlone />
        </div>
      ))}
      <ListHints
        words="followUps"
        filter={filter}
        state={state}
        isEmpty={rows.length === 0}
        isSought={sought !== ""}
        Icon={IconCalendarEvent}
        onAgain={() => void refreshFollowUps()}
      />
      <VirtualRows
        rows={rows}
        label={t("directory.tabs.followUps")}
        handle={handle}
        isRow={({ kind }) => kind === "follow-up"}
        render={(row) =>
          row.kind === "heading" ? (
            <h2 className="dir-heading">
              {t(`followUps.groups.${row.group}`)} <span className="mute num">{row.count}</span>
            </h2>
          ) : (
            <Line followUp={row.followUp} />
          )
        }
        onLeave={onLeave}
        onEnd={moreFollowUps}
      />
    </>
  );
}

/** Open ones under overdue, today and later; done ones as they come. */
export function rowsOf(
  shown: readonly FollowUpView[],
  filter: FollowUpFilter,
  sought: string,
  now: number,
): readonly Row[] {
  const wanted = fold(sought);
  const found = shown.filter(({ contact, number, note, assignee, caseNumber }) =>
    fold(
      `${contact.name} ${number?.raw ?? ""} ${number?.display ?? ""} ${note} ${assignee.name} #${caseNumber}`,
    ).includes(wanted),
  );
  const row = (followUp: FollowUpView): Row => ({ kind: "follow-up", key: followUp.followUpId, followUp });
  if (filter === "done") return found.map(row);
  return (["overdue", "today", "later"] as const).flatMap((group): readonly Row[] => {
    const list = found.filter(({ dueAt }) => groupOf(dueAt, now) === group);
    if (list.length === 0) return [];
    return [{ kind: "heading", key: `group ${group}`, group, count: list.length }, ...list.map(row)];
  });
}

function Line({ followUp }: { readonly followUp: FollowUpView }) {
  const t = useWords();
  const now = useNow();
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const isOpen = useFollowUps(({ openId }) => openId === followUp.followUpId);
  const { kind, contact, note, caseNumber, doneAt, dueAt, number, mayChange, followUpId } = followUp;
  const Icon = kind === "call" ? IconPhone : IconSquareCheck;
  const isDue = doneAt === null && dueAt <= now;
  const about = [
    ...(note === "" ? [] : [note]),
    t("context.history.case", { number: caseNumber }),
    ...peopleOf(t, followUp, me),
  ];
  const there = doneAt === null ? customersTime(t, followUp) : null;
  return (
    <div className={`dir-row fu-row${isDue ? " due" : ""}${isOpen ? " open" : ""}`}>
      <span className="picker-mark" title={t(`followUps.kinds.${kind}`)}>
        <Icon size={18} stroke={1.6} aria-hidden="true" />
        <span className="vh">{t(`followUps.kinds.${kind}`)}</span>
      </span>
      <span className="picker-words">
        <b className="strong clip">{contact.name}</b>
        <span className="small soft clip" title={note}>
          {about.join(" · ")}
        </span>
      </span>
      <span className="fu-time num">
        <time
          className={`small ${isDue ? "t-m m-breached strong" : "mute"}`}
          dateTime={new Date(dueAt).toISOString()}
        >
          {whenOf(t, followUp, now)}
        </time>
        {there !== null && <span className="small mute">{there}</span>}
      </span>
      <span className="dir-acts">
        {doneAt === null && number !== null && (
          <CallNow followUp={followUp} className="btn sm dir-call" words={t("directory.call")} />
        )}
        {mayChange && <DoneButton followUp={followUp} />}
        {mayChange && doneAt === null && <SnoozeButton followUp={followUp} />}
        <MoreButton followUp={followUp} onHistory={() => showHistoryOf(isOpen ? null : followUpId)} />
      </span>
    </div>
  );
}
