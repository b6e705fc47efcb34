import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPhone,
  IconPhoneCall,
  IconPhoneIncoming,
  IconPhoneOff,
  IconWifi,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useApp, useSession } from "../../app-context.js";
import { openCallRequest } from "../../conversation/index.js";
import { Button, Notice } from "../../design/index.js";
import { numberText, t, talked } from "../../words/index.js";
import css from "./Call.module.css";
import chat from "./Chat.module.css";

/** Under the header, as long as there is something to say about a call: how it stands, and what can be done. */
export function CallBar({
  name,
  onAskAgain,
}: {
  /** The adviser's; `null` while nobody is in the chat. */
  readonly name: string | null;
  readonly onAskAgain: () => void;
}) {
  const stage = useSession((state) => state.appCall.stage);
  const trouble = useSession((state) => state.appCall.trouble);
  const call = useSession((state) => state.conversation?.call ?? null);
  const nothing = useSession((state) => state.conversation?.callTrouble ?? null);
  const asked = useSession((state) =>
    state.conversation === null ? undefined : openCallRequest(state.conversation),
  );
  const adviser = name ?? t("chat.someone");
  if (stage !== "idle") return <InApp name={adviser} />;
  if (call?.via === "phone") return <ByPhone name={adviser} />;
  return (
    <div role="status" className={chat.banner}>
      {trouble !== null ? (
        <Trouble title={t(`call.trouble.${trouble}`, { name: adviser })} />
      ) : nothing !== null ? (
        <Trouble
          title={t(nothing === "dismissed" ? "call.dismissed" : "call.notReached", { name: adviser })}
          help={t(nothing === "dismissed" ? "call.dismissedHelp" : "call.notReachedHelp")}
          onAskAgain={nothing === "dismissed" ? null : onAskAgain}
        />
      ) : asked !== undefined ? (
        <Asked number={asked.number} name={name} />
      ) : null}
    </div>
  );
}

function Trouble({
  title,
  help,
  onAskAgain = null,
}: {
  readonly title: string;
  readonly help?: string;
  readonly onAskAgain?: (() => void) | null;
}) {
  const { session } = useApp();
  return (
    <Notice look="due" icon={<IconPhoneOff size={20} stroke={1.6} aria-hidden />}>
      <p>
        {help === undefined ? title : <strong>{title}</strong>}
        {help}
      </p>
      <div className={chat.pair}>
        {onAskAgain !== null && (
          <Button look="outline" onClick={onAskAgain}>
            {t("call.askAgain")}
          </Button>
        )}
        <Button
          look={onAskAgain === null ? "outline" : "quiet"}
          onClick={() => void session.calls.acceptTrouble()}
        >
          {t("app.close")}
        </Button>
      </div>
    </Notice>
  );
}

function Asked({ number, name }: { readonly number: string; readonly name: string | null }) {
  const { session } = useApp();
  return (
    <Notice icon={<IconPhoneCall size={20} stroke={1.6} aria-hidden />}>
      <p>
        <strong>{t("call.asked", { number: numberText(number) })}</strong>
        {name === null ? t("call.askedNobody") : t("call.askedHelp", { name })}
      </p>
      <div className={chat.pair}>
        <Button look="outline" onClick={() => void session.calls.takeBack()}>
          {t("call.takeBack")}
        </Button>
      </div>
    </Notice>
  );
}

/** The other phone rings or is in the customer's hand: there is nothing to press here. */
function ByPhone({ name }: { readonly name: string }) {
  const connected = useSession((state) => state.conversation?.call?.state === "connected");
  const since = useSession((state) => state.conversation?.call?.since ?? null);
  return (
    <Bar
      icon={<IconPhone size={22} stroke={1.7} aria-hidden />}
      title={t(connected ? "call.phoneTalking" : "call.phoneCalling", { name })}
      more={connected ? <Since at={since} /> : t("call.phoneCallingHelp")}
      live={connected}
    />
  );
}

function InApp({ name }: { readonly name: string }) {
  const { session } = useApp();
  const { stage, muted } = useSession((state) => state.appCall);
  const since = useSession((state) => state.conversation?.call?.since ?? null);
  const { inApp } = session.calls;
  const hangUp = () => void inApp.hangUp().catch(() => undefined);
  if (stage === "ringing") {
    return (
      <Bar
        icon={<IconPhoneIncoming size={22} stroke={1.7} aria-hidden />}
        title={t("call.ringing", { name })}
        live
        alert
      >
        <Round look="end" name={t("call.decline")} onClick={hangUp}>
          <IconPhoneOff size={22} stroke={1.8} aria-hidden />
        </Round>
        <Round look="answer" name={t("call.answer")} onClick={() => void inApp.answer()} first>
          <IconPhone size={22} stroke={1.8} aria-hidden />
        </Round>
      </Bar>
    );
  }
  const talking = stage === "talking";
  const title =
    stage === "asking"
      ? t("call.asking", { name })
      : talking
        ? t("call.talking", { name })
        : t(stage === "connecting" ? "call.connecting" : "call.comingBack");
  const Icon = stage === "coming_back" ? IconWifi : IconPhoneCall;
  return (
    <Bar
      icon={<Icon size={22} stroke={1.7} aria-hidden />}
      title={title}
      more={talking ? muted ? t("call.muted") : <Since at={since} /> : undefined}
      live={talking}
    >
      {talking && (
        <Round
          look={muted ? "on" : "plain"}
          name={t(muted ? "call.unmute" : "call.mute")}
          onClick={() => inApp.mute(!muted)}
        >
          {muted ? (
            <IconMicrophoneOff size={22} stroke={1.7} aria-hidden />
          ) : (
            <IconMicrophone size={22} stroke={1.7} aria-hidden />
          )}
        </Round>
      )}
      <Round look="end" name={t(stage === "asking" ? "call.cancel" : "call.end")} onClick={hangUp}>
        <IconPhoneOff size={22} stroke={1.8} aria-hidden />
      </Round>
    </Bar>
  );
}

function Bar({
  icon,
  title,
  more,
  live,
  alert = false,
  children,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly more?: ReactNode;
  readonly live: boolean;
  readonly alert?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <section className={`${css.bar} ${live ? css.live : ""}`} aria-label={t("call.title")}>
      <span className={css.sign}>{icon}</span>
      <div className={css.words} role={alert ? "alert" : "status"}>
        <strong>{title}</strong>
        {more !== undefined && <span className={css.more}>{more}</span>}
      </div>
      {children}
    </section>
  );
}

function Round({
  look,
  name,
  first = false,
  onClick,
  children,
}: {
  readonly look: "plain" | "on" | "answer" | "end";
  readonly name: string;
  /** Takes the focus: what rings is answered by Enter. */
  readonly first?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={`${css.round} ${css[look]}`}
      aria-label={name}
      title={name}
      // biome-ignore lint/a11y/noAutofocus: somebody calls, and the bar has just come up for it.
      autoFocus={first}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

/** Counts on; not read out each second. */
function Since({ at }: { readonly at: number | null }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="timer" className={css.since}>
      {at === null ? "" : talked((now - at) / 1_000)}
    </span>
  );
}
