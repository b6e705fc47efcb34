import { useEffect, useState, useSyncExternalStore } from "react";
import { CallPanel } from "./CallPanel.js";
import { Keypad } from "./Keypad.js";
import { Levels } from "./Levels.js";
import { isRinging, isUp, type PhoneModel } from "./phone-model.js";
import { TalkChoice } from "./TalkChoice.js";
import { linkWords, refusalWords } from "./words.js";

/** A telephone in the hand: a number, keys, one call. */
export function App({ model }: { readonly model: PhoneModel }) {
  const view = useSyncExternalStore(model.subscribe, model.view);
  const [number, setNumber] = useState("");
  const { call } = view;
  const inCall = isUp(call);
  const rings = isRinging(call);
  const usable = view.link === "open";
  const trouble = linkWords(view.link) ?? refusalWords(view.refused);
  useTitle(rings ? `Incoming call from ${call?.with || "a withheld number"}` : "Test phone");

  const press = (key: string): void => {
    if (inCall) model.press(key);
    else setNumber((before) => (before + key).slice(0, 40));
  };
  useTypedKeys(press);

  return (
    <main className="phone">
      <header className="phone-head">
        <h1>Test phone</h1>
        <p className="soft">A caller for Larkfield's demo center</p>
      </header>
      {trouble !== null && (
        <p className="phone-trouble" role="alert">
          {trouble}
          {view.link === "elsewhere" && (
            <button type="button" className="btn" onClick={() => model.takeOver()}>
              Use it here
            </button>
          )}
        </p>
      )}
      <CallPanel view={view} model={model} />
      {!inCall && (
        <form
          className="phone-dial"
          onSubmit={(event) => {
            event.preventDefault();
            if (usable) void model.dial(number);
          }}
        >
          <label className="label" htmlFor="number">
            Number
          </label>
          <div className="row">
            <input
              id="number"
              className="phone-number grow"
              type="tel"
              autoComplete="off"
              value={number}
              maxLength={40}
              onChange={(event) => setNumber(event.target.value)}
            />
            <button type="submit" className="btn lg go" aria-disabled={!usable || number.trim() === ""}>
              Call
            </button>
          </div>
          <ul className="phone-quick">
            {view.numbers.map(({ number: known, name }) => (
              <li key={known}>
                <button
                  type="button"
                  className="btn lg"
                  aria-disabled={!usable}
                  onClick={() => {
                    setNumber(known);
                    if (usable) void model.dial(known);
                  }}
                >
                  <span className="strong num">{known}</span> {name}
                </button>
              </li>
            ))}
          </ul>
        </form>
      )}
      <Keypad press={press} pressed={inCall ? (call?.pressed ?? "") : null} />
      <Levels levels={view.levels} active={call?.state === "talking"} />
      <TalkChoice view={view} model={model} />
      <div className="phone-own">
        <label className="label" htmlFor="own">
          My number
        </label>
        <input
          id="own"
          className="phone-field"
          type="tel"
          autoComplete="off"
          maxLength={40}
          value={view.own}
          onChange={(event) => model.setOwn(event.target.value)}
        />
        <p className="small soft">Shown to whom you call, and rings when it is called. Empty: withheld.</p>
      </div>
    </main>
  );
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** Digits of the keyboard are keys of the phone, except where they are text. */
function useTypedKeys(press: (key: string) => void): void {
  useEffect(() => {
    const typed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
      if (/^[0-9*#]$/.test(event.key)) press(event.key);
    };
    addEventListener("keydown", typed);
    return () => removeEventListener("keydown", typed);
  });
}
