import { useEffect, useRef } from "react";
import { withSeat } from "../../state/store.js";
import { frameIs, type PopFrame, usePops } from "./pop-store.js";
import "./screen-pop.css";

/** Longer than this no page of work takes; then it is told, and goes on loading. */
const LATE_MS = 10_000;

/**
 * All pages that are open, at one place of the document: a frame that is moved in it loads anew. The one in front lies over
 * the place that the context column keeps for it.
 */
export function PopHost() {
  const frames = usePops((state) => state.frames);
  const place = usePops((state) => state.place);
  // A stable order, whichever was looked at last: React moves no frame then.
  const stable = [...frames].sort((a, b) => (a.key < b.key ? -1 : 1));
  return stable.map((frame) => (
    <Frame
      key={`${frame.key} ${frame.url}`}
      frame={frame}
      rect={place?.key === frame.key ? place.rect : null}
    />
  ));
}

function Frame({ frame, rect }: { readonly frame: PopFrame; readonly rect: DOMRect | null }) {
  const own = useRef<HTMLIFrameElement>(null);
  const { key, url, label, state } = frame;
  useEffect(() => {
    if (state !== "loading") return;
    const timer = window.setTimeout(() => frameIs(key, "late"), LATE_MS);
    return () => window.clearTimeout(timer);
  }, [key, state]);
  useEffect(() => {
    const heard = (event: MessageEvent): void => {
      const isOurs = event.origin === location.origin && event.source === own.current?.contentWindow;
      if (isOurs && (event.data as { readonly patchbayPop?: unknown } | null)?.patchbayPop === "blocked")
        frameIs(key, "blocked");
    };
    window.addEventListener("message", heard);
    return () => window.removeEventListener("message", heard);
  }, [key]);
  const isShown = rect !== null && state !== "blocked";
  return (
    <iframe
      ref={own}
      className="pop-frame"
      title={label}
      src={`${withSeat("/api/screen-pop")}#${encodeURIComponent(url)}`}
      onLoad={() => frameIs(key, "loaded")}
      style={
        isShown
          ? { left: rect.left, top: rect.top, width: rect.width, height: rect.height }
          : { visibility: "hidden", left: 0, top: 0, width: 1, height: 1 }
      }
      aria-hidden={!isShown}
      tabIndex={isShown ? 0 : -1}
    />
  );
}
