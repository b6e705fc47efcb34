/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ChatEntry, EntryState, FileEntry, FormEntry } from "../../client/index.js";
import type { Words } from "../words/en.js";
import { clock, usePanel } from "./context.js";
import { Icon } from "./icons.js";

const STATES: Readonly<Record<EntryState, keyof Words>> = {
  waiting: "waitingState",
  sending: "sendingState",
  sent: "sentState",
  delivered: "deliveredState",
  read: "readState",
  failed: "failedState",
};

/** One line of the conversation. @param last of several by the same person: it carries time and state */
export function Entry({
  entry,
  first,
  last,
}: {
  readonly entry: ChatEntry;
  readonly first: boolean;
  readonly last: boolean;
}): JSX.Element | null {
  const { chat, language, t } = usePanel();
  if (!("state" in entry)) {
    const name = entry.agent?.name ?? entry.text ?? "";
    const say = {
      joined: "joined",
      left: "left",
      ended: "ended",
      timed_out: "timedOut",
      service: "service",
    } as const;
    return <div class="note">{t(say[entry.kind], { name })}</div>;
  }
  const mine = entry.agent === null;
  const failed = entry.state === "failed";
  return (
    <div class={mine ? "line mine" : "line"} data-id={entry.id}>
      {!mine && first && <span class="who">{entry.agent?.name}</span>}
      <div class={failed ? "bubble failed" : "bubble"}>
        {mine && <span class="hidden">{t("you")}: </span>}
        <Said entry={entry} />
      </div>
      {(last || failed) && (
        <span class="under">
          <time dateTime={new Date(entry.at).toISOString()}>{clock(entry.at, language)}</time>
          {entry.state !== null && <span class={failed ? "bad" : ""}> · {t(STATES[entry.state])}</span>}
          {failed && (
            <>
              {/* What the server does not take it will not take again. */}
              {!(entry.kind === "file" && entry.refusal !== null) && (
                <button type="button" class="link" onClick={() => void chat.retry(entry.id)}>
                  {t("retry")}
                </button>
              )}
              <button type="button" class="link" onClick={() => void chat.withdraw(entry.id)}>
                {t("remove")}
              </button>
            </>
          )}
        </span>
      )}
    </div>
  );
}

function Said({ entry }: { readonly entry: Extract<ChatEntry, { state: unknown }> }): JSX.Element {
  const { t } = usePanel();
  switch (entry.kind) {
    case "message":
      return <span class="text">{linked(entry.text)}</span>;
    case "file":
      return <File entry={entry} />;
    case "location":
      return (
        <span class="file">
          <Icon name="place" />
          {entry.address ?? `${t("location")} ${entry.latitude.toFixed(5)}, ${entry.longitude.toFixed(5)}`}
        </span>
      );
    case "form":
      return <Form entry={entry} />;
    case "form_answer":
      return (
        <dl class="answers">
          {Object.entries(entry.fields).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
  }
}

function File({ entry }: { readonly entry: FileEntry }): JSX.Element {
  const { chat, t } = usePanel();
  const { name, url, thumbnailUrl, progress, refusal, image } = entry;
  if (url !== null && thumbnailUrl !== null) {
    const ratio = image === null ? undefined : `${image.width} / ${image.height}`;
    return (
      <a class="picture" href={url} target="_blank" rel="noopener noreferrer">
        <img src={thumbnailUrl} alt={t("picture", { name })} style={{ aspectRatio: ratio }} />
      </a>
    );
  }
  return (
    <span class="file">
      <Icon name="file" />
      {url === null ? (
        name
      ) : (
        <a href={url} target="_blank" rel="noopener noreferrer" download={name}>
          {name}
        </a>
      )}
      {progress !== null && entry.state !== "failed" && (
        <progress value={progress} max={1} aria-label={`${t("sendingState")}: ${name}`} />
      )}
      {url === null && entry.state !== "failed" && entry.state !== "sent" && (
        <button type="button" class="link" onClick={() => void chat.withdraw(entry.id)}>
          {t("cancel")}
        </button>
      )}
      {refusal !== null && <span class="bad">{t(refusal === "size" ? "tooBig" : "badKind")}</span>}
    </span>
  );
}

/** What an agent asks: a page of the web knows no forms by their names, so the answer is in the customer's own words. */
function Form({ entry }: { readonly entry: FormEntry }): JSX.Element {
  const { chat, t } = usePanel();
  const [text, setText] = useState("");
  const { formName, formRequestId, answer } = entry;
  if (formName === "") return <span class="text">{t("formNext")}</span>;
  const id = `form-${entry.id}`;
  const send = (event: Event): void => {
    event.preventDefault();
    if (text.trim() !== "") void chat.answerForm(formRequestId, { [formName]: text.trim() });
  };
  const over = { answered: "formAnswered", declined: "formDeclined", withdrawn: "formWithdrawn" } as const;
  return (
    <form class="asked" onSubmit={send}>
      <label for={id}>{t("formAsked", { name: formName })}</label>
      {answer === "open" ? (
        <>
          <textarea
            id={id}
            rows={2}
            maxLength={4_000}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <span class="row">
            <button type="submit" class="main small" aria-disabled={text.trim() === ""}>
              {t("formSend")}
            </button>
            <button type="button" class="link" onClick={() => void chat.declineForm(formRequestId)}>
              {t("formDecline")}
            </button>
          </span>
        </>
      ) : (
        <span class="soft">{t(over[answer])}</span>
      )}
    </form>
  );
}

/** Addresses of the web as links; everything else stays text. */
function linked(text: string): (JSX.Element | string)[] {
  const parts = text.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/g);
  return parts.map((part, at) =>
    at % 2 === 1 ? (
      <a key={at} href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
