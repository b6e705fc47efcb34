import { IconArrowDown } from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useSession } from "../../app-context.js";
import { Button } from "../../design/index.js";
import { duration, hour, t } from "../../words/index.js";
import { CallRow } from "./CallRow.js";
import css from "./Chat.module.css";
import { idsOf, isNoteRow, type LineRow, type PartyRow, type Row } from "./chat-view.js";
import { Face } from "./Face.js";
import { LocationCard } from "./LocationCard.js";
import { stretchesOf } from "./links.js";
import { Marks } from "./Marks.js";
import { DocumentLine, Pictures } from "./Pictures.js";
import { useSeen } from "./use-seen.js";

/** Closer to the end than this counts as reading along, px. */
const NEAR_END_PX = 80;

export function Timeline({
  rows,
  children,
}: {
  readonly rows: readonly Row[];
  readonly children: ReactNode;
}) {
  const log = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const extent = useRef("");
  const [behind, setBehind] = useState(false);
  const observe = useSeen(log);
  const lastKey = rows.at(-1)?.key;
  const last = rows.at(-1);
  const lastIsOwn = last !== undefined && !isNoteRow(last) && last.mine;
  const lastPlace = rows.findLast((row) => row.kind === "location" && row.mine);

  const toEnd = useCallback(() => log.current?.scrollTo({ top: log.current.scrollHeight }), []);
  useLayoutEffect(() => {
    // The customer's own new line is followed always; another's only when the end was in sight.
    if (lastKey === undefined) return;
    if (following.current || lastIsOwn) toEnd();
    else setBehind(true);
  }, [lastKey, lastIsOwn, toEnd]);
  useEffect(() => {
    const element = log.current;
    if (element === null) return;
    // Pictures that load, cards that appear, the keyboard: the end stays in sight for who was there.
    const observer = new ResizeObserver(() => {
      if (following.current) toEnd();
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [toEnd]);

  return (
    <div className={css.middle}>
      <div
        ref={log}
        className={css.log}
        role="log"
        aria-label={t("chat.log")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
        tabIndex={0}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          const near = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
          // A list that grew or a keyboard that opened moves the position too: that is not the customer's doing.
          const grown = `${scrollHeight} ${clientHeight}`;
          if (near || grown === extent.current) following.current = near;
          extent.current = grown;
          if (near) setBehind(false);
        }}
      >
        <div className={css.rows}>
          {rows.map((row) => (
            <div
              key={row.key}
              ref={observe(row)}
              data-ids={"mine" in row && !row.mine ? idsOf(row).join(" ") : ""}
              className={css.row}
            >
              <RowView row={row} latestPlace={row === lastPlace} />
            </div>
          ))}
          <Typing />
          {children}
        </div>
      </div>
      {behind && (
        <Button className={css.newBelow} onClick={toEnd}>
          {t("chat.newBelow")}
          <IconArrowDown size={18} stroke={1.8} aria-hidden />
        </Button>
      )}
    </div>
  );
}

function RowView({ row, latestPlace }: { readonly row: Row; readonly latestPlace: boolean }) {
  if (isNoteRow(row))
    return row.kind === "call_request" || row.kind === "called" ? (
      <CallRow row={row} />
    ) : (
      <PartyLine row={row} />
    );
  if (row.kind === "location" && row.mine && !row.first && !latestPlace) {
    // A later position stands further down; of this one only the fact remains.
    return <p className={css.note}>{t("chat.positionMoved", { time: hour(row.at) })}</p>;
  }
  const content = <LineContent row={row} latestPlace={latestPlace} />;
  if (row.mine) {
    return (
      <>
        <span className="only-heard">{t("chat.you")}</span>
        {content}
        <Marks row={row} />
      </>
    );
  }
  return <Theirs row={row}>{content}</Theirs>;
}

function LineContent({ row, latestPlace }: { readonly row: LineRow; readonly latestPlace: boolean }) {
  switch (row.kind) {
    case "text":
      return row.mine ? <p className={css.mine}>{row.text}</p> : <Words text={row.text} />;
    case "pictures":
      return <Pictures row={row} />;
    case "document":
      return <DocumentLine row={row} />;
    case "location":
      return <LocationCard row={row} latest={latestPlace} />;
  }
}

function Theirs({ row, children }: { readonly row: LineRow; readonly children: ReactNode }) {
  const party = useSession((state) =>
    row.partyId === null ? undefined : state.conversation?.parties[row.partyId],
  );
  const name = party?.name || t("chat.someone");
  return (
    <>
      <div className={css.withFace}>
        {row.last && row.partyId !== null ? (
          <Face name={name} partyId={row.partyId} size="small" />
        ) : (
          <span className={css.noFace} />
        )}
        <span className="only-heard">{name}</span>
        {children}
      </div>
      {row.last && <p className={css.metaLeft}>{hour(row.at)}</p>}
    </>
  );
}

function PartyLine({ row }: { readonly row: PartyRow }) {
  const party = useSession((state) => state.conversation?.parties[row.partyId]);
  const first = useSession(
    (state) => state.conversation?.entries.find((entry) => entry.kind === "joined")?.key === row.key,
  );
  const sentAt = useSession((state) => state.report?.sentAt);
  const name = party?.name || t("chat.someone");
  const waited = first && sentAt !== undefined ? Math.round((row.at - sentAt) / 1000) : 0;
  if (row.kind === "left") return <p className={css.note}>{t("chat.left", { name })}</p>;
  const time = hour(row.at);
  return (
    <p className={css.note}>
      {waited > 0
        ? t("chat.joinedAfter", { name, time, wait: duration(waited) })
        : t("chat.joined", { name, time })}
    </p>
  );
}

function Typing() {
  const partyId = useSession((state) => state.conversation?.typing.at(-1));
  const party = useSession((state) =>
    partyId === undefined ? undefined : state.conversation?.parties[partyId],
  );
  if (partyId === undefined) return null;
  const name = party?.name || t("chat.someone");
  return (
    <div className={css.withFace}>
      <Face name={name} partyId={partyId} size="small" />
      <p className={`${css.theirs} ${css.typing}`}>
        <span className="only-heard">{t("chat.typing", { name })}</span>
        <i aria-hidden />
        <i aria-hidden />
        <i aria-hidden />
      </p>
    </div>
  );
}

/** What the center writes may hold an address, such as that of the transcript. */
function Words({ text }: { readonly text: string }) {
  let at = 0;
  return (
    <p className={css.theirs}>
      {stretchesOf(text).map((stretch) => {
        const key = at;
        at += stretch.text.length;
        return stretch.url === null ? (
          stretch.text
        ) : (
          <a key={key} href={stretch.url} target="_blank" rel="noopener noreferrer">
            {stretch.text}
          </a>
        );
      })}
    </p>
  );
}
