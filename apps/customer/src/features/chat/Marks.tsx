import type { Refusal } from "@patchbay/chat-sdk/parts";
import { IconAlertCircle, IconCheck, IconChecks, IconClock } from "@tabler/icons-react";
import { useApp, useSession } from "../../app-context.js";
import { hour, t } from "../../words/index.js";
import css from "./Chat.module.css";
import { failuresOf, type LineRow } from "./chat-view.js";

/** How far an own line is: always a word beside the sign. */
export function Marks({ row }: { readonly row: LineRow }) {
  const { session } = useApp();
  const ended = useSession((state) => state.conversation?.ended != null);
  const down = useSession((state) => state.link === "down");
  if (row.state === null) return null;
  if (row.state === "failed") {
    const { ids, refusal } = failuresOf(row);
    return (
      <div className={`${css.meta} ${css.failed}`}>
        <p>
          <IconAlertCircle size={16} stroke={1.8} aria-hidden />
          {failureWords(row, ids.length, refusal)}
        </p>
        {!ended && (
          <p>
            <button
              type="button"
              className={css.link}
              onClick={() => void each(ids, (id) => session.retry(id))}
            >
              {t("chat.retry")}
            </button>
            <button
              type="button"
              className={css.link}
              onClick={() => void each(ids, (id) => session.withdraw(id))}
            >
              {t("chat.remove")}
            </button>
          </p>
        )}
      </div>
    );
  }
  const pictures = row.kind === "pictures" ? row.pictures : [];
  const sent = pictures.filter((picture) => !["waiting", "sending", "failed"].includes(picture.state)).length;
  if (pictures.length > 1 && sent < pictures.length) {
    return <p className={css.meta}>{t("chat.photosSent", { sent, total: pictures.length })}</p>;
  }
  if (!row.last) return null;
  const Sign =
    row.state === "read" || row.state === "delivered"
      ? IconChecks
      : row.state === "sent"
        ? IconCheck
        : IconClock;
  const word =
    row.state === "read" && row.readAt !== null
      ? t("chat.state.readAt", { time: hour(row.readAt) })
      : row.state === "waiting" && down
        ? t("chat.state.waitingNetwork")
        : t(`chat.state.${row.state}`);
  return (
    <p className={row.state === "read" ? `${css.meta} ${css.read}` : css.meta}>
      <Sign size={15} stroke={1.8} aria-hidden />
      {word}
    </p>
  );
}

/** "Not sent" alone would leave the customer guessing; a refused file says why. */
function failureWords(row: LineRow, failed: number, refusal: Refusal | null): string {
  const several = row.kind === "pictures" && row.pictures.length > 1;
  const what = several
    ? t("chat.photosFailed", { failed, total: row.pictures.length })
    : t("chat.state.failed");
  return refusal === null ? what : `${what}. ${t(`chat.refusal.${refusal}`)}`;
}

/** One after the other: their order is the order in which they are sent. */
async function each(ids: readonly string[], act: (id: string) => Promise<void>): Promise<void> {
  for (const id of ids) await act(id);
}
