import { type ReactNode, useEffect, useState } from "react";

/** A page that is not looked at paints nothing: then it is this long, ms. */
const UNSEEN_MS = 100;

/**
 * What takes long to draw comes in a later frame than what was asked for by a press: the press is answered at once, by the card
 * that is chosen, the name and the field for the answer, and the press after it need not wait either.
 *
 * @param frame after how many frames; parts that come one after the other have different ones.
 */
export function AfterPaint({
  frame = 1,
  children,
  meanwhile = null,
}: {
  readonly frame?: number;
  readonly children: ReactNode;
  /** In its place until then. */
  readonly meanwhile?: ReactNode;
}) {
  const [isTime, setIsTime] = useState(false);
  useEffect(() => {
    let request = 0;
    let left = frame;
    const time = (): void => setIsTime(true);
    // The turn after a frame's callbacks is the first after its paint.
    const painted = (): void => {
      left -= 1;
      if (left > 0) request = requestAnimationFrame(painted);
      else afterTurn = setTimeout(time, 0);
    };
    let afterTurn: ReturnType<typeof setTimeout> | undefined;
    request = requestAnimationFrame(painted);
    const unseen = setTimeout(time, UNSEEN_MS);
    return () => {
      cancelAnimationFrame(request);
      clearTimeout(afterTurn);
      clearTimeout(unseen);
    };
  }, [frame]);
  return isTime ? children : meanwhile;
}
