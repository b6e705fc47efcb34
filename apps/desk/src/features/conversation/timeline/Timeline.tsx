import type { InteractionView } from "@patchbay/protocol";
import { IconArrowDown } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { later } from "../../../parts/later.js";
import { serverNow, useDesk, useMessages } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import { FindBar } from "../find/FindBar.js";
import { useFind } from "../find/use-find.js";
import { AskingLine } from "./AskingLine.js";
import { HappeningLine } from "./HappeningLine.js";
import { sentenceOf } from "./happenings.js";
import { isPicture, type Row, rowsOf } from "./lines.js";
import { MessageRow, WhisperRow } from "./MessageRows.js";
import { NewMessages } from "./NewMessages.js";
import { OutgoingRow } from "./OutgoingRow.js";
import { useAttention } from "./use-attention.js";
import { useEarlier } from "./use-earlier.js";
import { useKeptPlace } from "./use-kept-place.js";
import { useLooking } from "./use-looking.js";
import { useTimelineContext } from "./use-timeline-context.js";
import { dayText } from "./wording.js";
import "./timeline.css";

const Lightbox = later(async () => (await import("../lightbox/Lightbox.js")).Lightbox);

/** Nearer to the end than this counts as being there. */
const END_PX = 32;
/** Where each chat was left: its place, and what its rows measured. Lives as long as the page. */
const places = new Map<string, { readonly offset: number; readonly atEnd: boolean }>();

/** One conversation from its first line to what is on its way. Nothing in it scrolls by itself. */
export function Timeline({ interaction }: { readonly interaction: InteractionView }) {
  const { interactionId } = interaction;
  const live = useMessages(interactionId);
  const { messages, happenings, canLoad, loading, load } = useEarlier(interactionId, live);
  const allOutgoing = useDesk((state) => state.outgoing);
  const outgoing = useMemo(
    () => allOutgoing.filter((line) => line.interactionId === interactionId),
    [allOutgoing, interactionId],
  );
  const { context, faces } = useTimelineContext(interaction);
  const [picture, setPicture] = useState<string | null>(null);
  const [atEnd, setAtEnd] = useState(() => places.get(interactionId)?.atEnd ?? true);
  const attention = useAttention();
  const { lookedUpTo, below } = useLooking(interactionId, messages, attention && atEnd);

  const rows = useMemo(
    () =>
      rowsOf({
        messages,
        happenings,
        outgoing,
        me: context.me,
        isShown: (happening) => sentenceOf(happening, context) !== null,
        lookedUpTo,
      }),
    [messages, happenings, outgoing, context, lookedUpTo],
  );

  const scroller = useRef<HTMLDivElement>(null);
  const atEndNow = useRef(atEnd);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateOf(rows[index]),
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: 8,
    paddingStart: 8,
    paddingEnd: 12,
    // At the end it stays at the end; anywhere else what is in view stays in view, also when older lines come above.
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: END_PX,
  });

  const keepPlace = useKeptPlace(rows, virtual, scroller);
  const finding = useFind(rows, virtual, scroller);

  // The chat opens where the agent left it, at first at its newest line.
  useLayoutEffect(() => {
    const place = places.get(interactionId);
    if (place === undefined || place.atEnd) virtual.scrollToEnd();
    else virtual.scrollToOffset(place.offset);
    return () => {
      places.set(interactionId, { offset: virtual.scrollOffset ?? 0, atEnd: atEndNow.current });
    };
  }, [interactionId, virtual]);

  // A composer that grows takes room from above the newest line, not from it.
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      if (atEndNow.current) virtual.scrollToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [virtual]);

  /** Where the view stood when it was last at the end: only whoever goes up from there leaves the end. */
  const endTop = useRef(0);
  const looked = useRef(0);
  const look = useCallback((): void => {
    const element = scroller.current;
    if (element === null) return;
    const end = element.scrollHeight - element.scrollTop - element.clientHeight <= END_PX;
    // Lines that came, or turned out higher than estimated, push the end away without anybody having scrolled.
    if (!end && atEndNow.current && element.scrollTop >= endTop.current - END_PX) {
      virtual.scrollToEnd();
      return;
    }
    if (end) endTop.current = element.scrollTop;
    atEndNow.current = end;
    setAtEnd(end);
  }, [virtual]);
  // A frame later, when heights that were just measured and the position made of them fit together again.
  const scrolled = useCallback((): void => {
    cancelAnimationFrame(looked.current);
    looked.current = requestAnimationFrame(look);
  }, [look]);
  useEffect(() => () => cancelAnimationFrame(looked.current), []);
  const height = virtual.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new height is what this waits for
  useEffect(scrolled, [height, scrolled]);

  const pictures = useMemo(() => messages.filter(isPicture), [messages]);
  return (
    <>
      {finding !== null && (
        <FindBar
          finding={finding}
          customer={interaction.contact.name}
          earlier={{ isMissing: canLoad, loading, load: () => load(keepPlace) }}
        />
      )}
      <div className="conv-timeline">
        <div
          className="conv-scroll"
          ref={scroller}
          onScroll={scrolled}
          role="log"
          aria-live="off"
          aria-label={labelOf(interaction.contact.name)}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
        >
          <div className="conv-lines" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              return row === undefined ? null : (
                <div
                  key={item.key}
                  className="conv-line"
                  data-index={item.index}
                  data-key={row.key}
                  ref={virtual.measureElement}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {item.index === 0 && canLoad && (
                    <button
                      type="button"
                      className="btn sm conv-earlier"
                      onClick={() => {
                        // The button goes when they are there; from the lines, Home goes on to the first one.
                        scroller.current?.focus();
                        load(keepPlace);
                      }}
                      aria-disabled={loading}
                    >
                      {word(loading ? "conversation.line.earlierLoading" : "conversation.line.earlier")}
                    </button>
                  )}
                  <RowContent row={row} context={context} faces={faces} onOpenPicture={setPicture} />
                </div>
              );
            })}
          </div>
        </div>
        {!atEnd && (
          <button
            type="button"
            className={`btn conv-to-end${below > 0 ? " primary" : " icon"}`}
            title={word("conversation.line.toNewest")}
            aria-label={below > 0 ? undefined : word("conversation.line.toNewest")}
            onClick={() => virtual.scrollToEnd()}
          >
            <IconArrowDown size={16} stroke={1.7} aria-hidden="true" />
            {below > 0 && word("conversation.line.newBelow", { count: below })}
          </button>
        )}
        <NewMessages messages={live} customerName={interaction.contact.name} />
        {picture !== null && (
          <Lightbox pictures={pictures} startAt={picture} faces={faces} onClose={() => setPicture(null)} />
        )}
      </div>
    </>
  );
}

/** Its place, for the frame in which the chat was chosen. */
export function NoLinesYet({ customer }: { readonly customer: string }) {
  return (
    <div className="conv-timeline">
      <div className="conv-scroll" role="log" aria-busy="true" aria-label={labelOf(customer)} />
    </div>
  );
}

const labelOf = (customer: string): string => word("conversation.label", { name: customer });

/** Rows keep their identity from one frame to the next: scrolling draws only those that come into view. */
const RowContent = memo(function RowContent({
  row,
  context,
  faces,
  onOpenPicture,
}: {
  readonly row: Row;
  readonly onOpenPicture: (messageId: string) => void;
} & ReturnType<typeof useTimelineContext>) {
  switch (row.kind) {
    case "day":
      return <div className="day">{dayText(row.at, serverNow())}</div>;
    case "new":
      return <div className="day conv-new">{word("conversation.line.newSince")}</div>;
    case "happening":
      return <HappeningLine happening={row.happening} context={context} />;
    case "whisper":
      return <WhisperRow row={row} faces={faces} onOpenPicture={onOpenPicture} />;
    case "asking":
      return (
        <AskingLine
          message={row.message}
          body={row.body}
          speaker={row.speaker}
          customerName={faces.customerName}
        />
      );
    case "outgoing":
      return <OutgoingRow row={row} />;
    case "message":
    case "pictures":
      return <MessageRow row={row} faces={faces} onOpenPicture={onOpenPicture} />;
  }
});

/** Near enough for a scroll bar that does not jump; the true height is measured when a row comes into view. */
function estimateOf(row: Row | undefined): number {
  switch (row?.kind) {
    case "message": {
      const text = row.message.body.kind === "text" ? row.message.body.text.length : 60;
      return 16 + 20 * Math.ceil(text / 62) + (row.first ? 10 : 3) + (row.last ? 18 : 0);
    }
    case "pictures":
      return (row.messages.length === 1 ? 261 : Math.ceil(row.messages.length / 2) * 133) + 28;
    case "outgoing":
      return 64;
    case "whisper":
      return 46;
    default:
      return 28;
  }
}
