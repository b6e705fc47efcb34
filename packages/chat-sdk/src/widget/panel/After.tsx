/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AfterChat, Survey } from "../../client/index.js";
import { usePanel } from "./context.js";
import { Icon } from "./icons.js";

/** What is asked and offered when the chat is over. */
export function After({ after }: { readonly after: AfterChat | null }): JSX.Element {
  const { chat, t } = usePanel();
  const [link, setLink] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const make = async (): Promise<void> => {
    try {
      setLink((await chat.transcriptLink()).url);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  return (
    <section class="after" aria-label={t("ended")}>
      {after?.survey != null && <Rating survey={after.survey} />}
      {after?.transcript === true &&
        (link === null ? (
          <button type="button" class="second" onClick={() => void make()}>
            {t("transcript")}
          </button>
        ) : (
          <a class="second" href={link} target="_blank" rel="noopener noreferrer">
            {t("transcript")}
          </a>
        ))}
      {failed && (
        <p class="mistake" role="alert">
          {t("transcriptFailed")}
        </p>
      )}
      <button type="button" class="second" onClick={() => void chat.dismiss()}>
        {t("startNew")}
      </button>
    </section>
  );
}

function Rating({ survey }: { readonly survey: Survey }): JSX.Element | null {
  const { chat, t } = usePanel();
  const [stars, setStars] = useState(survey.stars ?? 0);
  const [text, setText] = useState(survey.text);
  const [failed, setFailed] = useState(false);
  const [sent, setSent] = useState(false);
  // The button that had the focus is gone with the form.
  if (survey.stars !== null) {
    return (
      <p class="rated" role="status" tabIndex={-1} ref={(thanks) => void (sent && thanks?.focus())}>
        {t("rated")}
      </p>
    );
  }
  if (!survey.open) return null;
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (stars === 0) return;
    setSent(true);
    try {
      await chat.answerSurvey(stars, text.trim());
    } catch {
      setFailed(true);
    }
  };
  const all = Array.from({ length: survey.starsMax }, (_, at) => at + 1);
  return (
    <form class="rating" onSubmit={(event) => void send(event)}>
      <fieldset>
        <legend>{survey.question}</legend>
        <span class="stars">
          {all.map((count) => (
            <label key={count} class={count <= stars ? "on" : ""}>
              <input
                type="radio"
                name="stars"
                class="hidden"
                value={count}
                checked={stars === count}
                aria-label={t("stars", { count, max: survey.starsMax })}
                onChange={() => setStars(count)}
              />
              <Icon name="star" filled={count <= stars} />
            </label>
          ))}
        </span>
      </fieldset>
      {survey.comment && stars > 0 && (
        <textarea
          aria-label={t("comment")}
          placeholder={t("comment")}
          rows={2}
          maxLength={2_000}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      )}
      {stars > 0 && (
        <button type="submit" class="main small">
          {t("rate")}
        </button>
      )}
      {failed && (
        <p class="mistake" role="alert">
          {t("rateFailed")}
        </p>
      )}
    </form>
  );
}
