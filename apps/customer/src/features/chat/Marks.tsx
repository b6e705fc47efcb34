import { IconAlertCircle, IconCheck, IconChecks, IconClock } from "@tabler/icons-react";
import { useApp, useSession } from "../../app-context.js";
import { hour, t } from "../../words/index.js";
import css from "./Chat.module.css";
import { idsOf, type LineRow } from "./chat-view.js";

/** How far an own line is: always a word beside the sign. */
export function Marks({ row }: { readonly row: LineRow }) {
  const { session } = useApp();
  const ended = useSession((state) => state.conversation?.ended != null);
  if (row.state === null) return null;
  if (row.state === "failed") {
    return (
      <p className={`${css.meta} ${css.failed}`}>
        <IconAlertCircle size={16} stroke={1.8} aria-hidden />
        {t("chat.state.failed")}
        {!ended && row.kind !== "pictures" && (
          <>
            <button type="button" className={css.link} onClick={() => void retryAll(row)}>
              {t("chat.retry")}
            </button>
            <button
              type="button"
              className={css.link}
              onClick={() => void Promise.all(idsOf(row).map((id) => session.withdraw(id)))}
            >
              {t("chat.remove")}
            </button>
          </>
        )}
      </p>
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
      : t(`chat.state.${row.state}`);
  return (
    <p className={row.state === "read" ? `${css.meta} ${css.read}` : css.meta}>
      <Sign size={15} stroke={1.8} aria-hidden />
      {word}
    </p>
  );

  async function retryAll(line: LineRow): Promise<void> {
    for (const id of idsOf(line)) await session.retry(id);
  }
}
