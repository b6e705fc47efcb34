import { Modal } from "@mantine/core";
import { PHOTO_EDGE } from "@patchbay/protocol";
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from "react";
import { useWords } from "../../../words/words.js";
import { type Crop, type Size, scaleOf, squareOf, wholeCrop, within, ZOOM_MAX } from "./crop.js";

/** Of the frame, in px. */
const FRAME = 288;
/** How far an arrow key moves the picture, in px. */
const STEP = 8;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** Which square of a picture becomes the photo. What leaves the browser is that square alone. */
export function CropDialog({
  picture,
  onDone,
  onClose,
}: {
  readonly picture: HTMLImageElement;
  readonly onDone: (square: Blob) => void;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const id = useId();
  const size: Size = { width: picture.naturalWidth, height: picture.naturalHeight };
  const [crop, setCrop] = useState<Crop>(wholeCrop);
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const from = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const change = (next: Partial<Crop>): void =>
    setCrop((now) => within({ width: size.width, height: size.height }, { ...now, ...next }, FRAME));
  const move = (x: number, y: number): void =>
    setCrop((now) => within(size, { ...now, x: now.x + x, y: now.y + y }, FRAME));

  useEffect(() => {
    if (canvas.current !== null) draw(canvas.current, picture, crop);
  }, [picture, crop]);

  const onKey = (event: KeyboardEvent): void => {
    const by = ARROWS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    move(...by);
  };
  const onMove = (event: PointerEvent): void => {
    if (from.current === null) return;
    move(event.clientX - from.current.x, event.clientY - from.current.y);
    from.current = { x: event.clientX, y: event.clientY };
  };
  const done = (): void => {
    const square = document.createElement("canvas");
    square.width = PHOTO_EDGE;
    square.height = PHOTO_EDGE;
    const { left, top, side } = squareOf(size, crop, FRAME);
    square.getContext("2d")?.drawImage(picture, left, top, side, side, 0, 0, PHOTO_EDGE, PHOTO_EDGE);
    square.toBlob((blob) => blob !== null && onDone(blob), "image/png");
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={t("account.photo.cropTitle")}
      closeButtonProps={{ "aria-label": t("setup.close") }}
      size="sm"
      centered
    >
      <div className="setup-question">
        <div
          className="account-crop"
          role="application"
          aria-label={t("account.photo.cropLabel")}
          aria-describedby={`${id}-hint`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the picture
          tabIndex={0}
          data-autofocus
          onKeyDown={onKey}
        >
          <canvas
            ref={canvas}
            width={FRAME * 2}
            height={FRAME * 2}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              from.current = { x: event.clientX, y: event.clientY };
            }}
            onPointerMove={onMove}
            onPointerUp={() => {
              from.current = null;
            }}
            onPointerCancel={() => {
              from.current = null;
            }}
          />
        </div>
        <label className="account-zoom" htmlFor={`${id}-zoom`}>
          {t("account.photo.zoom")}
          <input
            id={`${id}-zoom`}
            type="range"
            min={1}
            max={ZOOM_MAX}
            step={0.05}
            value={crop.zoom}
            onChange={(event) => change({ zoom: Number(event.target.value) })}
          />
        </label>
        <p className="hint" id={`${id}-hint`}>
          {t("account.photo.cropHint")}
        </p>
        <div className="acts">
          <button type="button" className="btn" onClick={onClose}>
            {t("setup.cancel")}
          </button>
          <button type="button" className="btn primary" onClick={done}>
            {t("account.photo.take")}
          </button>
        </div>
      </div>
    </Modal>
  );
}

/** The picture as the frame shows it, at twice its px for screens with fine dots. */
function draw(canvas: HTMLCanvasElement, picture: HTMLImageElement, crop: Crop): void {
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  const size = { width: picture.naturalWidth, height: picture.naturalHeight };
  const scale = scaleOf(size, crop, FRAME) * 2;
  const middle = FRAME;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(
    picture,
    middle + crop.x * 2 - (size.width * scale) / 2,
    middle + crop.y * 2 - (size.height * scale) / 2,
    size.width * scale,
    size.height * scale,
  );
}
