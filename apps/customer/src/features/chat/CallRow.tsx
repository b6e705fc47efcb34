import { IconPhone } from "@tabler/icons-react";
import { useApp } from "../../app-context.js";
import { hour, numberText, t, talked } from "../../words/index.js";
import css from "./Chat.module.css";
import type { AskedCallRow, CalledRow } from "./chat-view.js";

/** What was asked for and what came of it, as a line between the messages. */
export function CallRow({ row }: { readonly row: AskedCallRow | CalledRow }) {
  return (
    <p className={`${css.note} ${css.noteCall}`}>
      <IconPhone size={14} stroke={1.8} aria-hidden />
      {row.kind === "called" ? calledText(row) : <Asked row={row} />}
    </p>
  );
}

function calledText({ via, seconds, at }: CalledRow): string {
  if (seconds === null) return t("call.rowNotReached", { time: hour(at) });
  return t(via === "app" ? "call.rowInApp" : "call.rowByPhone", { length: talked(seconds) });
}

function Asked({ row: { id, number: bare, at, unsent } }: { readonly row: AskedCallRow }) {
  const { session } = useApp();
  const number = numberText(bare);
  if (unsent === null) return <span>{t("call.rowAsked", { number, time: hour(at) })}</span>;
  if (unsent !== "failed") return <span>{t("call.rowUnsent", { number })}</span>;
  return (
    <span>
      {t("call.rowFailed", { number })}{" "}
      <button type="button" className={css.link} onClick={() => void session.retry(id)}>
        {t("chat.tryAgain")}
      </button>
    </span>
  );
}
