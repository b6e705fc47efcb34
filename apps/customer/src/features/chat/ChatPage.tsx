import { unsentCount } from "@patchbay/chat-sdk/parts";
import { IconDots, IconPhone } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useApp, useSession } from "../../app-context.js";
import { presentAgents } from "../../conversation/index.js";
import { Button, Notice, OfflineIcon, Screen, Steps, Tap } from "../../design/index.js";
import { keepPushOn } from "../../shell/push.js";
import { t } from "../../words/index.js";
import { CallBar } from "./CallBar.js";
import { CallSheet } from "./CallSheet.js";
import css from "./Chat.module.css";
import { Composer } from "./Composer.js";
import { rowsOf, stepOf } from "./chat-view.js";
import { Ended } from "./Ended.js";
import { Face } from "./Face.js";
import { MoreSheet } from "./MoreSheet.js";
import { Timeline } from "./Timeline.js";
import { InactivityWarning, Waiting } from "./Waiting.js";

export function ChatPage() {
  const { go, api } = useApp();
  const report = useSession((state) => state.report);
  const conversation = useSession((state) => state.conversation);
  const outbox = useSession((state) => state.outbox);
  const [more, setMore] = useState(false);
  const [calling, setCalling] = useState(false);
  const talks = useSession(
    (state) => state.appCall.stage !== "idle" || (state.conversation?.call ?? null) !== null,
  );
  const rows = useMemo(() => rowsOf(report, conversation, outbox), [report, conversation, outbox]);
  const agents = conversation === null ? [] : presentAgents(conversation);
  const agent = agents.at(-1);
  const ended = conversation?.ended ?? null;
  const chatId = conversation?.chatId;
  useEffect(() => {
    // Without notifications the chat is the same, so a failure here is not the customer's business.
    if (chatId !== undefined) keepPushOn(api, chatId).catch(() => undefined);
  }, [api, chatId]);

  const down = useSession((state) => state.link === "down");
  // Nobody looks for an adviser while the report is still on this phone, or while none is logged in.
  const searching = conversation === null ? !down : conversation.agentsAvailable !== 0;
  const waiting = t(searching ? "chat.waitingTitle" : "chat.title");
  const title =
    ended !== null ? t("chat.title") : agent === undefined ? waiting : agent.party.name || t("chat.someone");
  return (
    <Screen
      title={title}
      onBack={() => go("home")}
      bar={
        <>
          {agent !== undefined && ended === null && (
            <Face name={title} partyId={agent.partyId} size="medium" />
          )}
          <ChatHeading title={title} agent={agent !== undefined && ended === null} />
          {ended === null && conversation !== null && !talks && (
            <Tap name={t("call.open")} aria-haspopup="dialog" onClick={() => setCalling(true)}>
              <IconPhone size={24} stroke={1.6} aria-hidden />
            </Tap>
          )}
          {ended === null && (
            <Tap name={t("chat.more")} aria-haspopup="dialog" onClick={() => setMore(true)}>
              <IconDots size={24} stroke={1.6} aria-hidden />
            </Tap>
          )}
        </>
      }
      below={<Steps now={stepOf(conversation, outbox)} />}
      plain
      foot={ended === null ? <Composer agentName={agent === undefined ? null : title} /> : undefined}
    >
      {ended === null && (
        <CallBar name={agent === undefined ? null : title} onAskAgain={() => setCalling(true)} />
      )}
      <OfflineNotice />
      <Timeline rows={rows}>
        {ended === null && agent === undefined && <Waiting />}
        {ended !== null && <Ended />}
      </Timeline>
      {ended === null && <PositionTrouble />}
      {ended === null && <InactivityWarning />}
      {ended === null && (
        <CallSheet open={calling} agent={agent !== undefined} onClose={() => setCalling(false)} />
      )}
      {ended === null && <MoreSheet open={more} onClose={() => setMore(false)} />}
    </Screen>
  );
}

/** Takes the focus once, when the page opens; the name in it may change without moving anybody. */
function ChatHeading({ title, agent }: { readonly title: string; readonly agent: boolean }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => ref.current?.focus({ preventScroll: true }), []);
  return (
    <div className={css.who}>
      <h1 ref={ref} tabIndex={-1} className={css.name}>
        {title}
      </h1>
      {agent && (
        <p className={css.role}>
          <span className={css.here} aria-hidden />
          {t("chat.adviser")}
        </p>
      )}
    </div>
  );
}

/** Stands over the composer: wherever the position was asked for, the answer is in sight. */
function PositionTrouble() {
  const { session } = useApp();
  const trouble = useSession((state) => state.positionTrouble);
  return (
    <div role="status" className={css.banner}>
      {trouble !== null && (
        <Notice look="due">
          <p>{t(`chat.position_${trouble}`)}</p>
          <div className={css.pair}>
            <Button look="outline" onClick={() => void session.positions.update()}>
              {t("chat.tryAgain")}
            </Button>
            <Button look="quiet" onClick={() => session.positions.acceptTrouble()}>
              {t("app.close")}
            </Button>
          </div>
        </Notice>
      )}
    </div>
  );
}

function OfflineNotice() {
  const down = useSession((state) => state.link === "down" && state.conversation?.ended == null);
  const count = useSession((state) => unsentCount(state.outbox));
  return (
    <div role="status" className={css.banner}>
      {down && (
        <Notice look="due" icon={<OfflineIcon />}>
          {count === 0 ? t("chat.offline") : t("chat.offlineUnsent", { count })}
        </Notice>
      )}
    </div>
  );
}
