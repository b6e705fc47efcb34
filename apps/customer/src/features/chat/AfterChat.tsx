import { IconFileText, IconStar, IconStarFilled } from "@tabler/icons-react";
import { type FormEvent, useEffect, useId, useState } from "react";
import { useApp } from "../../app-context.js";
import { Area, Button } from "../../design/index.js";
import { type AfterChat as After, nothingAfter, type Survey } from "../../wire/index.js";
import { t } from "../../words/index.js";
import css from "./AfterChat.module.css";

/** What is asked and offered below an ended chat. A server that offers nothing is answered by nothing. */
export function AfterChat({ chatId }: { readonly chatId: string }) {
  const { api } = useApp();
  const [after, setAfter] = useState<After>(nothingAfter);
  useEffect(() => {
    let wanted = true;
    api.afterChat(chatId).then(
      (told) => wanted && setAfter(told),
      // Without it the chat is over all the same.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [api, chatId]);
  const { survey, transcript } = after;
  return (
    <>
      {survey !== null && (
        <SurveyPart
          chatId={chatId}
          survey={survey}
          onAnswered={(stars, text) => setAfter({ ...after, survey: { ...survey, stars, text } })}
        />
      )}
      {transcript && <TranscriptPart chatId={chatId} />}
    </>
  );
}

const TEXT_MAX = 2_000;

function SurveyPart({
  chatId,
  survey,
  onAnswered,
}: {
  readonly chatId: string;
  readonly survey: Survey;
  readonly onAnswered: (stars: number, text: string) => void;
}) {
  const { api } = useApp();
  const [editing, setEditing] = useState(survey.stars === null);
  const [stars, setStars] = useState(survey.stars);
  const [text, setText] = useState(survey.text);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const [missing, setMissing] = useState(false);
  const name = useId();
  if (!survey.open && survey.stars === null) return null;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(stars === null);
    if (busy || stars === null) return;
    setBusy(true);
    setFailed(false);
    try {
      await api.answerSurvey(chatId, stars, text.trim());
      onAnswered(stars, text.trim());
      setEditing(false);
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={css.part} aria-label={t("after.survey")}>
      <div role="status">
        {!editing && (
          <>
            <p className={css.thanks}>{t("after.thanks")}</p>
            <p className={css.soft}>{t("after.gave", { count: survey.stars ?? 0, max: survey.starsMax })}</p>
          </>
        )}
      </div>
      {!editing && survey.open && (
        <Button look="outline" onClick={() => setEditing(true)}>
          {t("after.change")}
        </Button>
      )}
      {editing && (
        <form onSubmit={(event) => void send(event)} className={css.form}>
          <fieldset className={css.stars} aria-describedby={missing ? `${name}-missing` : undefined}>
            <legend lang={survey.language} className={css.question}>
              {survey.question}
            </legend>
            <div className={css.row}>
              {Array.from({ length: survey.starsMax }, (_, at) => at + 1).map((count) => (
                <label key={count} className={css.star} title={t("after.stars", { count })}>
                  <input
                    type="radio"
                    name={name}
                    value={count}
                    checked={stars === count}
                    aria-label={t("after.stars", { count })}
                    onChange={() => {
                      setStars(count);
                      setMissing(false);
                    }}
                  />
                  {stars !== null && count <= stars ? (
                    <IconStarFilled size={32} aria-hidden />
                  ) : (
                    <IconStar size={32} stroke={1.6} aria-hidden />
                  )}
                </label>
              ))}
            </div>
          </fieldset>
          {missing && (
            <p id={`${name}-missing`} role="alert" className={css.problem}>
              {t("after.missing")}
            </p>
          )}
          {survey.comment && (
            <Area
              label={t("after.words")}
              help={t("after.wordsHelp")}
              rows={3}
              maxLength={TEXT_MAX}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
          {failed && (
            <p role="alert" className={css.problem}>
              {t("after.failed")}
            </p>
          )}
          <Button type="submit" wide aria-disabled={busy}>
            {t(busy ? "after.sending" : "after.send")}
          </Button>
        </form>
      )}
    </section>
  );
}

/** A link that can be opened, kept and passed on; the page behind it is printed by the browser. */
function TranscriptPart({ chatId }: { readonly chatId: string }) {
  const { api } = useApp();
  const [link, setLink] = useState<{ readonly url: string; readonly until: number } | null>(null);
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const get = async () => {
    if (state === "busy") return;
    setState("busy");
    try {
      setLink(await api.transcriptLink(chatId));
      setState("idle");
    } catch {
      setState("failed");
    }
  };
  const until =
    link === null
      ? ""
      : new Intl.DateTimeFormat("en", { day: "numeric", month: "long", year: "numeric" }).format(link.until);
  return (
    <section className={css.part} aria-label={t("after.transcript")}>
      {link === null ? (
        <Button look="outline" wide aria-disabled={state === "busy"} onClick={() => void get()}>
          <IconFileText size={20} stroke={1.6} aria-hidden />
          {t("after.getTranscript")}
        </Button>
      ) : (
        <a className={css.link} href={link.url} target="_blank" rel="noreferrer">
          {t("after.openTranscript")}
        </a>
      )}
      <div role="status" className={css.soft}>
        {link !== null && t("after.transcriptUntil", { day: until })}
        {state === "failed" && <span className={css.problem}>{t("after.transcriptFailed")}</span>}
      </div>
    </section>
  );
}
