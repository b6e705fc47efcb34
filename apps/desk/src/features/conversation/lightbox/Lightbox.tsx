import type { MessageView } from "@patchbay/protocol";
import {
  IconChevronLeft,
  IconChevronRight,
  IconExternalLink,
  IconX,
  IconZoomIn,
  IconZoomOut,
} from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { withSeat } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import type { Faces } from "../timeline/MessageRows.js";
import { timeText } from "../timeline/wording.js";
import "./lightbox.css";

const ZOOMS = [1, 1.5, 2, 3, 4] as const;

/** One picture as large as the screen allows, with the chat's other pictures a key away. */
export function Lightbox({
  pictures,
  startAt,
  faces,
  onClose,
}: {
  readonly pictures: readonly MessageView[];
  readonly startAt: string;
  readonly faces: Faces;
  readonly onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [shown, setShown] = useState(startAt);
  const [zoom, setZoom] = useState(0);
  const [failed, setFailed] = useState(false);
  const index = Math.max(
    0,
    pictures.findIndex(({ messageId }) => messageId === shown),
  );
  const message = pictures[index];

  useEffect(() => {
    // A modal dialog of the browser: keeps the focus inside, gives it back, and closes with Escape.
    dialog.current?.showModal();
  }, []);

  const go = (step: number): void => {
    const next = pictures[index + step];
    if (next === undefined) return;
    setShown(next.messageId);
    setZoom(0);
    setFailed(false);
  };
  const zoomBy = (step: number): void =>
    setZoom((now) => Math.min(ZOOMS.length - 1, Math.max(0, now + step)));
  const key = (event: KeyboardEvent): void => {
    const act: Record<string, () => void> = {
      ArrowLeft: () => go(-1),
      ArrowRight: () => go(1),
      "+": () => zoomBy(1),
      "=": () => zoomBy(1),
      "-": () => zoomBy(-1),
    };
    // Zoomed in, the arrow keys move over the picture.
    if (zoom > 0 && event.key.startsWith("Arrow") && (event.target as Element).closest(".lightbox-stage"))
      return;
    const doIt = event.ctrlKey || event.metaKey || event.altKey ? undefined : act[event.key];
    if (doIt === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    doIt();
  };

  if (message?.body.kind !== "file") return null;
  const { file } = message.body;
  const who = message.from.who === "customer" ? faces.customerName : message.from.name;
  const count = { index: index + 1, count: pictures.length };
  return (
    <dialog
      ref={dialog}
      className="lightbox"
      aria-label={word("conversation.lightbox.label", { ...count, name: file.name })}
      onClose={onClose}
      onKeyDown={key}
    >
      <header className="lightbox-head">
        <span className="grow clip">
          <b>{file.name}</b>{" "}
          <span className="num">
            {who}, {timeText(message.at)} · {word("conversation.lightbox.count", count)}
          </span>
        </span>
        <Tool
          label={word("conversation.lightbox.zoomOut")}
          keys="-"
          disabled={zoom === 0}
          onClick={() => zoomBy(-1)}
          icon={IconZoomOut}
        />
        <span className="num lightbox-zoom">{Math.round((ZOOMS[zoom] ?? 1) * 100)} %</span>
        <Tool
          label={word("conversation.lightbox.zoomIn")}
          keys="+"
          disabled={zoom === ZOOMS.length - 1}
          onClick={() => zoomBy(1)}
          icon={IconZoomIn}
        />
        <a className="btn" href={withSeat(file.url)} target="_blank" rel="noreferrer">
          <IconExternalLink size={16} stroke={1.7} aria-hidden="true" />
          {word("conversation.lightbox.original")}
        </a>
        <Tool
          label={word("conversation.lightbox.close")}
          keys="Esc"
          onClick={() => dialog.current?.close()}
          icon={IconX}
        />
      </header>
      <div className="lightbox-body">
        <Tool
          label={word("conversation.lightbox.previous")}
          keys="←"
          disabled={index === 0}
          onClick={() => go(-1)}
          icon={IconChevronLeft}
        />
        <div className={`lightbox-stage${zoom > 0 ? " zoomed" : ""}`} tabIndex={zoom > 0 ? 0 : -1}>
          {failed ? (
            <p role="alert">{word("conversation.lightbox.failed")}</p>
          ) : (
            <img
              key={file.fileId}
              src={withSeat(file.url)}
              alt={word("conversation.lightbox.alt", { name: file.name, who, time: timeText(message.at) })}
              style={
                zoom > 0
                  ? { width: `${(ZOOMS[zoom] ?? 1) * 100}%`, maxWidth: "none", maxHeight: "none" }
                  : undefined
              }
              onError={() => setFailed(true)}
            />
          )}
        </div>
        <Tool
          label={word("conversation.lightbox.next")}
          keys="→"
          disabled={index === pictures.length - 1}
          onClick={() => go(1)}
          icon={IconChevronRight}
        />
      </div>
    </dialog>
  );
}

function Tool({
  label,
  keys,
  icon: Icon,
  disabled = false,
  onClick,
}: {
  readonly label: string;
  readonly keys: string;
  readonly icon: typeof IconX;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      className="btn icon"
      aria-label={label}
      title={`${label} (${keys})`}
      // Not `disabled`: the focus would fall out of the dialog at the last picture.
      aria-disabled={disabled}
      onClick={() => {
        if (!disabled) onClick();
      }}
    >
      <Icon size={18} stroke={1.6} aria-hidden="true" />
    </button>
  );
}
