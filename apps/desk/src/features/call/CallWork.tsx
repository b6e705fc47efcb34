import type { InteractionView } from "@patchbay/protocol";
import { IconArchive, IconClock, IconMessageCircle, IconPlayerPause } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Avatar } from "../../parts/Avatar.js";
import { ChannelMark } from "../../parts/ChannelMark.js";
import { ContextToggle } from "../../parts/ContextToggle.js";
import { clockText, useNow } from "../../parts/time.js";
import { select } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { CallControls } from "./CallControls.js";
import { CallLog } from "./CallLog.js";
import { CallNotice } from "./CallNotice.js";
import { CallParties } from "./CallParties.js";
import { callState, refusals } from "./call-state.js";
import { Keypad } from "./Keypad.js";
import "./call.css";

/** Data that the desk shows in other places, or that nobody wants to read. */
const NOT_ENTERED = new Set(["phoneNumber", "phone_number", "from", "policy"]);

/** The work area of a call: who is in it, what can be done with it, what the caller entered and what happened. */
export function CallWork({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const now = useNow();
  const [keypad, setKeypad] = useState(false);
  const { contact, call, serviceName, caseNumber, interactionId, enqueuedAt, joinedAt } = view;
  const state = callState(view);
  const mayType = refusals(view).keys === null;
  useEffect(() => {
    if (!mayType) setKeypad(false);
  }, [mayType]);
  useEffect(() => {
    const toggle = (): void => setKeypad((open) => !open && mayType);
    window.addEventListener("patchbay:keypad", toggle);
    return () => window.removeEventListener("patchbay:keypad", toggle);
  }, [mayType]);
  useEffect(() => {
    // It presses the button, so that the key does what the button says.
    const end = (): void => document.querySelector<HTMLElement>('.call-work [data-call="end"]')?.click();
    window.addEventListener("patchbay:end", end);
    return () => window.removeEventListener("patchbay:end", end);
  }, []);
  const number = call?.number?.display ?? t("call.withheld");
  const direction = call?.direction ?? "inbound";
  return (
    <main className="work conv-work call-work" id="work" tabIndex={-1} data-interaction={interactionId}>
      <header className="work-head conv-head">
        <Avatar name={contact.name} id={contact.contactId} size={40} />
        <div className="grow">
          <h1 className="clip">{contact.name}</h1>
          <div className="row tight small soft">
            <ChannelMark channel="voice" mark={view.mark} small />
            <span className="clip num">
              {[t(`call.direction.${direction}`), serviceName, number]
                .concat(
                  direction === "inbound"
                    ? [t("call.waited", { time: clockText(joinedAt - enqueuedAt) })]
                    : [],
                )
                .join(" · ")}
            </span>
          </div>
        </div>
        <div className="acts">
          <Beside view={view} />
          <ContextToggle />
        </div>
      </header>
      <section className="strip conv-strip" aria-label={t("call.facts")}>
        <span className={`row strong call-state-word`} data-state={state} role="status">
          {t(`call.state.${state}`)}
        </span>
        {state !== "wrap_up" && state !== "ended" && (
          <span className="row">
            <IconClock size={14} stroke={1.8} aria-hidden="true" />
            <span className="num">{t("call.timer", { time: clockText(now - joinedAt) })}</span>
          </span>
        )}
        {call?.heldSince != null && (
          <span className="row t-m m-due strong num">
            <IconPlayerPause size={14} stroke={1.8} aria-hidden="true" />
            {t("call.holdTimer", { time: clockText(now - call.heldSince) })}
          </span>
        )}
        {/* Colleagues among themselves open no case. */}
        {caseNumber > 0 && (
          <span className="row">
            <IconArchive size={14} stroke={1.8} aria-hidden="true" />
            {t("call.case")} <b className="num">#{caseNumber}</b>
          </span>
        )}
      </section>
      {state !== "wrap_up" && (
        <section className="stage" aria-label={t("call.stage")}>
          <CallParties view={view} />
          <CallNotice view={view} />
          <CallControls view={view} keypad={keypad} onKeypad={() => setKeypad(!keypad)} />
          {keypad && <Keypad view={view} onClose={() => setKeypad(false)} />}
        </section>
      )}
      <Entered data={view.data} />
      <CallLog view={view} />
    </main>
  );
}

/** The chat beside which the call goes on. */
function Beside({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const beside = view.call?.beside ?? null;
  const isHere = useDesk((state) => beside !== null && state.data?.interactions.has(beside) === true);
  if (beside === null || !isHere) return null;
  return (
    <button type="button" className="btn" onClick={() => select({ kind: "interaction", id: beside })}>
      <IconMessageCircle size={18} stroke={1.6} aria-hidden="true" />
      {t("call.openChat")}
    </button>
  );
}

function Entered({ data }: { readonly data: InteractionView["data"] }) {
  const t = useWords();
  const rows = data.filter(({ name, value }) => value !== "" && !NOT_ENTERED.has(name));
  if (rows.length === 0) return null;
  return (
    <section className="call-entered" aria-label={t("call.entered")}>
      <h2>{t("call.entered")}</h2>
      <dl>
        {rows.map(({ name, value }) => (
          <div key={name}>
            <dt>{name.replaceAll("_", " ")}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
