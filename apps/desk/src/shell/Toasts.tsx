import { errorCatalogue, isErrorCode, isRunnable } from "@patchbay/protocol";
import { IconAlertTriangle, IconCircleCheck, IconX } from "@tabler/icons-react";
import { useLayoutEffect, useRef } from "react";
import { runErrorAction } from "../parts/errors/run-action.js";
import { WhatIsThis } from "../parts/errors/WhatIsThis.js";
import { clockText, useNow } from "../parts/time.js";
import { dropToast, holdToast, releaseToast } from "../state/actions.js";
import { type DeskError, type Toast, useDesk } from "../state/store.js";
import { useWords } from "../words/words.js";
import "./notices.css";

const ABOVE_PX = 12;

/** What is finished and can be taken back, or could not be done. Bottom left of the work; it goes by itself, unless it is read. */
export function Toasts() {
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
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast: { id, tone, text, undo, until, error } }: { readonly toast: Toast }) {
  const t = useWords();
  const Icon = tone === "error" ? IconAlertTriangle : IconCircleCheck;
  return (
    <div
      className="toast"
      {...(error !== null && {
        onPointerEnter: () => holdToast(id),
        onPointerLeave: () => releaseToast(id),
        onFocus: () => holdToast(id),
        onBlur: () => releaseToast(id),
      })}
    >
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <span>
        {text}
        {error !== null && <More error={error} />}
      </span>
      {undo === null ? (
        <button
          type="button"
          className="btn quiet icon sm"
          aria-label={t("toast.close")}
          onClick={() => dropToast(id)}
        >
          <IconX size={14} stroke={1.8} aria-hidden="true" />
        </button>
      ) : (
        <button
          type="button"
          className="btn sm"
          onClick={() => {
            dropToast(id);
            undo();
          }}
        >
          {t("toast.undo")}{" "}
          <span className="num" aria-hidden="true">
            {clockText(until - Date.now() + 999)}
          </span>
        </button>
      )}
    </div>
  );
}

/** What to do about it, where the desk can do it, and where there is more to read. */
function More({ error: { code, correlationId } }: { readonly error: DeskError }) {
  const t = useWords();
  const action = isErrorCode(code) ? errorCatalogue[code].action : "send_logs";
  return (
    <span className="toast-more">
      {isRunnable(action) && (
        <button type="button" className="btn sm" onClick={() => runErrorAction(action)}>
          {t(`errorHelp.action.${action}`)}
        </button>
      )}
      <WhatIsThis code={isErrorCode(code) ? code : "unknown_error"} correlationId={correlationId} />
    </span>
  );
}
