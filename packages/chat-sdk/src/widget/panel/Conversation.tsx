/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ChatEntry, ChatState } from "../../client/index.js";
import { After } from "./After.js";
import { Composer } from "./Composer.js";
import { usePanel } from "./context.js";
import { Entry } from "./Entries.js";

/** Below this distance from its end, px, the list follows what arrives. */
const NEAR_END_PX = 60;

export function Conversation({
  state,
  shown,
}: {
  readonly state: ChatState;
  /** The panel is open, so what is in it is seen. */
  readonly shown: boolean;
}): JSX.Element {
  const { chat, t } = usePanel();
  const list = useRef<HTMLDivElement>(null);
  const [behind, setBehind] = useState(false);
  const { phase, typing } = state;
  // Where the chat began needs no line; where it was handed to is news.
  const began = state.entries.findIndex(({ kind }) => kind === "service");
  const entries = began < 0 ? state.entries : state.entries.filter((_, at) => at !== began);

  const newest = entries.at(-1)?.id;
  useLayoutEffect(() => {
    const box = list.current;
    const mine = entries.at(-1);
    if (box === null) return;
    const near = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX + 200;
    if (near || (mine !== undefined && "agent" in mine && mine.agent === null))
      box.scrollTop = box.scrollHeight;
    else setBehind(true);
    // Only what is new moves the list.
  }, [newest]);
  useEffect(() => {
    const box = list.current;
    if (shown && box !== null) box.scrollTop = box.scrollHeight;
  }, [shown]);
  useEffect(() => {
    const see = (): void => {
      if (!shown || document.visibilityState !== "visible") return;
      chat.seen(entries.flatMap((entry) => ("state" in entry && entry.state === null ? [entry.id] : [])));
    };
    see();
    document.addEventListener("visibilitychange", see);
    return () => document.removeEventListener("visibilitychange", see);
  }, [chat, state.entries, shown]);

  const toEnd = (): void => {
    const box = list.current;
    if (box !== null) box.scrollTop = box.scrollHeight;
    setBehind(false);
  };
  return (
    <>
      <Strip state={state} />
      <NotifyQuestion phase={phase} />
      <div
        class="entries"
        ref={list}
        role="log"
        aria-live="polite"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: box }) => {
          if (box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX) setBehind(false);
        }}
      >
        {entries.map((entry, at) => (
          <Entry
            key={entry.id}
            entry={entry}
            first={!sameSpeaker(entries[at - 1], entry)}
            last={!sameSpeaker(entry, entries[at + 1])}
          />
        ))}
        {typing.map(({ id, name }) => (
          <div key={id} class="typing">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {t("typing", { name })}
          </div>
        ))}
      </div>
      {behind && (
        <button type="button" class="behind" onClick={toEnd}>
          {t("newMessages")}
        </button>
      )}
      {phase === "ended" ? <After after={state.after} /> : <Composer />}
    </>
  );
}

const speaker = (entry: ChatEntry | undefined): string | null =>
  entry === undefined || !("state" in entry) ? null : (entry.agent?.id ?? "");

const sameSpeaker = (one: ChatEntry | undefined, other: ChatEntry | undefined): boolean =>
  speaker(one) !== null && speaker(one) === speaker(other);

/** Before the browser's own question: what it is for. */
function NotifyQuestion({ phase }: { readonly phase: ChatState["phase"] }): JSX.Element | null {
  const { notifying, t } = usePanel();
  if (notifying?.ask !== true || phase === "ended") return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form
    <div class="ask" role="group" aria-label={t("notifyAsk")}>
      <p>{t("notifyAsk")}</p>
      <button type="button" class="main small" onClick={() => notifying.answer(true)}>
        {t("notifyYes")}
      </button>
      <button type="button" class="second small" onClick={() => notifying.answer(false)}>
        {t("notifyNo")}
      </button>
    </div>
  );
}

/** What the customer has to know at this moment; one thing at a time, the most pressing first. */
function Strip({ state }: { readonly state: ChatState }): JSX.Element | null {
  const { t } = usePanel();
  const { phase, link, wait, endsAt, durable } = state;
  if (phase === "ended") return null;
  if (link === "down")
    return (
      <p class="strip warn" role="status">
        {t("offline")}
      </p>
    );
  if (endsAt !== null)
    return (
      <p class="strip warn" role="status">
        {t("endsSoon", { time: minutes(t, Math.max(0, endsAt - Date.now()) / 1_000) })}
      </p>
    );
  if (phase === "waiting") {
    const about = wait?.seconds ?? null;
    const first =
      wait?.agentsAvailable === 0
        ? t("nobody")
        : about === null
          ? t("waiting")
          : t("waitAbout", { time: minutes(t, about) });
    const place = wait?.position ?? null;
    return (
      <p class="strip" role="status">
        {first} {place !== null && place > 1 ? t("position", { position: place }) : ""}
      </p>
    );
  }
  if (!durable) return <p class="strip">{t("notDurable")}</p>;
  return null;
}

function minutes(t: ReturnType<typeof usePanel>["t"], seconds: number): string {
  const count = Math.ceil(seconds / 60);
  return count <= 1 ? t("minute") : t("minutes", { count });
}
