import { IconAlertTriangle, IconCircleCheck, IconX } from "@tabler/icons-react";
import { useLayoutEffect, useRef } from "react";
import { clockText, useNow } from "../parts/time.js";
import { dropToast } from "../state/actions.js";
import { useDesk } from "../state/store.js";
import { useWords } from "../words/words.js";
import "./notices.css";

const ABOVE_PX = 12;

/** What is finished and can be taken back, or could not be done. Bottom left of the work; it goes by itself. */
export function Toasts() {
  const t = useWords();
  useNow();
  const toasts = useDesk((state) => state.toasts);
  const place = useRef<HTMLDivElement>(null);
  // What is being typed stays in sight, however high the composer has grown.
  useLayoutEffect(() => {
    if (place.current === null || toasts.length === 0) return;
    const tops = [...document.querySelectorAll(".conv-composer, .conv-ending .toast")].map(
      (element) => element.getBoundingClientRect().top,
    );
    place.current.style.bottom =
      tops.length === 0 ? "" : `${window.innerHeight - Math.min(...tops) + ABOVE_PX}px`;
  });
  return (
    <div className="toasts" role="status" ref={place}>
      {toasts.map((toast) => {
        const Icon = toast.tone === "error" ? IconAlertTriangle : IconCircleCheck;
        const { undo } = toast;
        return (
          <div className="toast" key={toast.id}>
            <Icon size={18} stroke={1.6} aria-hidden="true" />
            <span>{toast.text}</span>
            {undo === null ? (
              <button
                type="button"
                className="btn quiet icon sm"
                aria-label={t("toast.close")}
                onClick={() => dropToast(toast.id)}
              >
                <IconX size={14} stroke={1.8} aria-hidden="true" />
              </button>
            ) : (
              <button
                type="button"
                className="btn sm"
                onClick={() => {
                  dropToast(toast.id);
                  undo();
                }}
              >
                {t("toast.undo")}{" "}
                <span className="num" aria-hidden="true">
                  {clockText(toast.until - Date.now() + 999)}
                </span>
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}
