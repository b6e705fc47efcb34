import { useEffect, useState } from "react";
import { isRinging, isUp, type PhoneModel, type PhoneView } from "./phone-model.js";
import { adviceOf, lengthOf, stateOf } from "./words.js";

/** What the call is, and what can be done with it. */
export function CallPanel({ view, model }: { readonly view: PhoneView; readonly model: PhoneModel }) {
  const { call, muted } = view;
  const rings = isRinging(call);
  const advice = adviceOf(call, view.numbers);
  return (
    <section className="phone-call" aria-label="Call" data-state={rings ? "rings" : (call?.state ?? "idle")}>
      {rings && <Bell />}
      <p className="phone-state" role="status">
        {stateOf(call)}
      </p>
      {rings && call !== null && call.dialled !== "" && (
        <p className="small soft">They dialled {call.dialled}</p>
      )}
      {call?.state === "talking" && call.talkingSince !== null && <Length since={call.talkingSince} />}
      {advice !== null && <p className="small">{advice}</p>}
      {call?.state === "over" && call.words !== null && <p className="small soft num">{call.words}</p>}
      {call !== null && call.heardKeys !== "" && (
        <p className="small">
          Keys from the other side: <span className="num strong">{call.heardKeys}</span>
        </p>
      )}
      {isUp(call) && (
        <div className="phone-actions">
          {rings && (
            <button type="button" className="btn lg go" onClick={() => void model.answer()}>
              Answer
            </button>
          )}
          {call?.state === "talking" && (
            <button
              type="button"
              className={muted ? "btn lg on" : "btn lg"}
              aria-pressed={muted}
              onClick={() => model.mute(!muted)}
            >
              Mute
            </button>
          )}
          {view.blocked && (
            <button type="button" className="btn lg" onClick={() => model.play()}>
              Hear the call
            </button>
          )}
          <button type="button" className="btn lg stop" onClick={() => model.hangUp()}>
            {rings ? "Decline" : "Hang up"}
          </button>
        </div>
      )}
      {/* Below the buttons: a press lets the ring be heard and takes these words away, and no button may move under it. */}
      {view.ringsSilently && (
        <p className="small soft">
          Your browser holds the ring back. Press any key, or click anywhere, to hear it.
        </p>
      )}
    </section>
  );
}

/** A bell that moves as long as it rings. */
function Bell() {
  return (
    <svg className="phone-bell" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M10 5a2 2 0 1 1 4 0a7 7 0 0 1 4 6v3a4 4 0 0 0 2 3H4a4 4 0 0 0 2-3v-3a7 7 0 0 1 4-6" />
      <path d="M9 17v1a3 3 0 0 0 6 0v-1" />
    </svg>
  );
}

function Length({ since }: { readonly since: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="num soft" role="timer">
      {lengthOf(now - since)}
    </p>
  );
}
