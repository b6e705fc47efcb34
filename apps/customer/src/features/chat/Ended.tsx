import { useApp, useSession } from "../../app-context.js";
import { Button } from "../../design/index.js";
import { hour, t } from "../../words/index.js";
import { useNearby } from "../map/index.js";
import { AfterChat } from "./AfterChat.js";
import css from "./Chat.module.css";

/** The chat is over: how, what the insurer has now, and what did not get there. */
export function Ended() {
  const { session, go } = useApp();
  const conversation = useSession((state) => state.conversation);
  const report = useSession((state) => state.report);
  const place = report?.report.place ?? null;
  const nearby = useNearby(place);
  const unsent = useSession((state) => state.outbox.filter((item) => item.body.kind !== "location").length);
  if (conversation === null || conversation.ended === null) return null;
  const { by, at } = conversation.ended;
  const time = hour(at);
  const why = {
    inactivity: t("chat.endedInactive"),
    customer: t("chat.endedByYou", { time }),
    center: t("chat.endedByThem", { time }),
  }[by];
  const names = Object.values(conversation.parties)
    .filter((party) => party.kind === "agent")
    .map((party) => party.name || t("chat.someone"));
  const sent = conversation.entries.filter((entry) => "mine" in entry && entry.mine);
  const messages = sent.filter((entry) => entry.kind === "message").length;
  const photos = sent.filter((entry) => entry.kind === "file" && entry.picture).length;
  const files = sent.filter((entry) => entry.kind === "file").length - photos;
  const again = async () => {
    await session.dismiss();
    go("report");
  };
  return (
    <section className={css.ended} aria-label={t("chat.endedTitle")}>
      <div role="status">
        <h2 className={css.endedTitle}>{t("chat.endedTitle")}</h2>
        <p className={css.endedWhy}>{why}</p>
      </div>
      <h3 className={css.summaryTitle}>{t("chat.summary")}</h3>
      <dl className={css.summary}>
        <dt>{t("chat.summaryAdviser")}</dt>
        <dd>
          {names.length === 0
            ? t("chat.summaryNobody")
            : new Intl.ListFormat("en").format([...new Set(names)])}
        </dd>
        <dt>{t("chat.summarySent")}</dt>
        <dd>
          {new Intl.ListFormat("en", { style: "narrow" }).format([
            t("chat.summaryMessages", { count: messages }),
            t("chat.summaryPhotos", { count: photos }),
            ...(files > 0 ? [t("chat.summaryFiles", { count: files })] : []),
          ])}
        </dd>
        {place !== null && (
          <>
            <dt>{t("chat.summaryPlace")}</dt>
            <dd>
              {report?.report.address ||
                nearby ||
                `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`}
            </dd>
          </>
        )}
      </dl>
      {unsent > 0 && <p className={css.unsent}>{t("chat.summaryUnsent", { count: unsent })}</p>}
      {conversation.chatId !== "" && <AfterChat chatId={conversation.chatId} key={conversation.chatId} />}
      <Button wide large onClick={() => void again()}>
        {t("chat.again")}
      </Button>
      <Button wide look="quiet" onClick={() => go("home")}>
        {t("chat.home")}
      </Button>
    </section>
  );
}
