import { keys } from "./words.js";

/** @param pressed keys that were sent in this call; `null`: keys write the number. */
export function Keypad({
  press,
  pressed,
}: {
  readonly press: (key: string) => void;
  readonly pressed: string | null;
}) {
  return (
    <section aria-label="Keypad">
      {pressed !== null && (
        <p className="small soft phone-pressed" aria-live="polite">
          Keys sent: <span className="num strong">{pressed === "" ? "none" : pressed}</span>
        </p>
      )}
      <div className="phone-keys">
        {keys.map(({ key, letters }) => (
          <button key={key} type="button" className="btn phone-key" onClick={() => press(key)}>
            <span className="phone-digit num">{key}</span>
            <span className="phone-letters" aria-hidden="true">
              {letters}
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}
