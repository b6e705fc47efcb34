import { useEffect, useState } from "react";
import { isUp, type PhoneModel, type PhoneView } from "./phone-model.js";
import { lengthOf, stateOf } from "./words.js";

/** What the call is, and what can be done with it. */
export function CallPanel({ view, model }: { readonly view: PhoneView; readonly model: PhoneModel }) {
  const { call, muted } = view;
  const rings = call?.direction === "in" && call.state === "ringing";
  return (
    <section className="phone-call" aria-label="Call" data-state={call?.state ?? "idle"}>
      <p className="phone-state" role="status">
        {stateOf(call)}
      </p>
      {rings && call.dialled !== "" && <p className="small soft">They dialled {call.dialled}</p>}
      {call?.state === "talking" && call.talkingSince !== null && <Length since={call.talkingSince} />}
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
    </section>
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
