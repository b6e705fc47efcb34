/** A picture in the round frame: how large it is shown, and where its middle lies from that of the frame. */
export interface Crop {
  /** 1: the shorter side fills the frame. */
  readonly zoom: number;
  /** In px of the frame. */
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

export const ZOOM_MAX = 4;
export const wholeCrop: Crop = { zoom: 1, x: 0, y: 0 };

/** Px of the frame for one px of the picture. */
export const scaleOf = ({ width, height }: Size, { zoom }: Crop, frame: number): number =>
  (frame / Math.min(width, height)) * zoom;

/** The same crop, moved and enlarged as far as the picture still covers the whole frame. */
export function within(size: Size, crop: Crop, frame: number): Crop {
  const zoom = Math.min(ZOOM_MAX, Math.max(1, crop.zoom));
  const scale = scaleOf(size, { ...crop, zoom }, frame);
  const clamp = (value: number, side: number): number => {
    const spare = Math.max(0, (side * scale - frame) / 2);
    return Math.min(spare, Math.max(-spare, value));
  };
  return { zoom, x: clamp(crop.x, size.width), y: clamp(crop.y, size.height) };
}

/** The square of the picture that the frame shows, in px of the picture. */
export function squareOf(size: Size, crop: Crop, frame: number): { left: number; top: number; side: number } {
  const scale = scaleOf(size, crop, frame);
  const side = frame / scale;
  return {
    left: size.width / 2 - crop.x / scale - side / 2,
    top: size.height / 2 - crop.y / scale - side / 2,
    side,
  };
}
