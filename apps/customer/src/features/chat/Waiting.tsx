import { IconBell, IconHourglass } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useApp, useSession } from "../../app-context.js";
import { Button, Notice } from "../../design/index.js";
import { pushOffer, turnPushOn } from "../../shell/push.js";
import { duration, t } from "../../words/index.js";
import css from "./Chat.module.css";

/** Nobody has joined yet: what is going on, in true words. */
export function Waiting() {
  const started = useSession((state) => state.conversation !== null);
  const refusedStart = useSession(
    (state) => state.outbox.find((item) => item.body.kind === "start" && item.state === "failed")?.id,
  );
  const waitSeconds = useSession((state) => state.conversation?.waitSeconds ?? null);
  const agents = useSession((state) => state.conversation?.agentsAvailable ?? null);
  const down = useSession((state) => state.link === "down");
  if (refusedStart !== undefined) return <Refused startId={refusedStart} />;
  if (!started) {
    return <div className={css.waiting}>{down && <Notice role="status">{t("chat.notSentYet")}</Notice>}</div>;
  }
  return (
    <section className={css.waiting} aria-label={t("chat.waitingTitle")}>
      <p className={css.queue} role="status">
        <IconHourglass size={20} stroke={1.6} aria-hidden />
        <span>{queueWords(agents, waitSeconds)}</span>
      </p>
      <p className={css.keepOpen}>{t("chat.keepOpen")}</p>
      <PushOffer />
    </section>
  );
}

/** Nobody logged in is said; a wait is only said when the center knows one. */
function queueWords(agents: number | null, waitSeconds: number | null): ReactNode {
  if (agents === 0) return t("chat.nobody");
  if (waitSeconds === null || waitSeconds <= 0) return <strong>{t("chat.soon")}</strong>;
  return <strong>{t("chat.wait", { wait: duration(waitSeconds) })}</strong>;
}

function Refused({ startId }: { readonly startId: string }) {
  const { session, go } = useApp();
  return (
    <div className={css.waiting}>
      <Notice look="alarm" role="alert">
        <p>
          <strong>{t("chat.refused")}</strong>
          {t("chat.refusedHelp")}
        </p>
      </Notice>
      <Button wide onClick={() => void session.retry(startId)}>
        {t("chat.tryAgain")}
      </Button>
      <Button
        wide
        look="quiet"
        onClick={() => {
          void session.dismiss();
          go("home");
        }}
      >
        {t("chat.discard")}
      </Button>
    </div>
  );
}

/** Offered once, in words, before the browser asks. */
function PushOffer() {
  const { api } = useApp();
  const chatId = useSession((state) => state.conversation?.chatId);
  const [key, setKey] = useState<string | undefined>();
  useEffect(() => {
    void pushOffer(api).then(setKey);
  }, [api]);
  if (key === undefined || chatId === undefined) return null;
  return (
    <Notice icon={<IconBell size={20} stroke={1.6} aria-hidden />}>
      <p>
        <strong>{t("push.title")}</strong>
        {t("push.text")}
      </p>
      <div className={css.pair}>
        <Button
          look="outline"
          onClick={() => {
            setKey(undefined);
            void turnPushOn(api, chatId, key).catch(() => setKey(key));
          }}
        >
          {t("push.on")}
        </Button>
        <Button look="quiet" onClick={() => setKey(undefined)}>
          {t("push.later")}
        </Button>
      </div>
    </Notice>
  );
}

/** The center is about to close a quiet chat. One tap says something, as a message the adviser sees. */
export function InactivityWarning() {
  const { session } = useApp();
  const warning = useSession((state) => state.conversation?.warning ?? null);
  return (
    <div role="alert" className={css.banner}>
      {warning !== null && (
        <Notice look="due" icon={<IconHourglass size={20} stroke={1.6} aria-hidden />}>
          <p>
            <strong>{t("chat.inactive")}</strong>
            {warning}
          </p>
          <Button look="outline" onClick={() => void session.say(t("chat.stillHereMessage"))}>
            {t("chat.stillHere")}
          </Button>
        </Notice>
      )}
    </div>
  );
}
