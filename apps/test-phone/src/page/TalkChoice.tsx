import type { PhoneModel, PhoneView } from "./phone-model.js";
import { microphoneWords, toneWords } from "./words.js";

/** What the other side hears. */
export function TalkChoice({ view, model }: { readonly view: PhoneView; readonly model: PhoneModel }) {
  const { talk, microphone } = view;
  const choices = [
    { talk: "microphone", words: "Talk with the microphone", disabled: microphone === "insecure" },
    { talk: "tone", words: "Talk with a test tone", disabled: false },
  ] as const;
  return (
    <fieldset className="phone-talk">
      <legend className="label">The other side hears</legend>
      {choices.map((choice) => (
        <label key={choice.talk} className="row">
          <input
            type="radio"
            name="talk"
            checked={talk === choice.talk}
            disabled={choice.disabled}
            onChange={() => void model.chooseTalk(choice.talk)}
          />
          {choice.words}
        </label>
      ))}
      <p className="small soft" aria-live="polite">
        {talk === "tone" && microphone === "none" ? toneWords : microphoneWords(microphone)}
      </p>
    </fieldset>
  );
}
