import type { InteractionView } from "@patchbay/protocol";
import {
  IconAlertTriangle,
  IconClipboardCheck,
  IconClock,
  IconClockExclamation,
  IconLogout,
  IconPlayerPause,
} from "@tabler/icons-react";
import { memo } from "react";
import { Avatar } from "../../parts/Avatar.js";
import { ChannelMark } from "../../parts/ChannelMark.js";
import { PanelHelp } from "../../parts/help/PanelHelp.js";
import { useRequestTarget } from "../../parts/request-target.js";
import { useNow } from "../../parts/time.js";
import { usePhone } from "../../phone/phone-store.js";
import { select } from "../../state/actions.js";
import { useUntaken } from "../../state/news.js";
import { changePreferences, usePreferences } from "../../state/preferences.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { CallCardControls, ConsultationRow, callCard, useCallPartner, useCardNames } from "../call/index.js";
import { cardView, footOf, inOrder, pillOf } from "./card-view.js";
import { LeftList } from "./LeftList.js";
import { NotDelivered } from "./NotDelivered.js";
import "./active-list.css";

/** Why the list is empty, and what would fill it. */
const EMPTY = {
  ready: "list.emptyReady",
  not_ready: "list.emptyAway",
  // The state above says it already.
  supervising: null,
} as const;

/** One card per interaction in hand. Selecting is the agent's doing alone; arrivals change nothing that is selected. */
export function ActiveList() {
  const t = useWords();
  const interactions = useDesk((state) => state.data?.interactions);
  const presence = useDesk((state) => state.data?.self?.presence.kind);
  const why = EMPTY[presence ?? "supervising"];
  const order = usePreferences(({ preferences }) => preferences.listOrder);
  const ordered = inOrder(interactions?.values() ?? [], order);
  return (
    <div className="list-scroll">
      <div className="list-head">
        <b id="active-head">{t("list.active")}</b>
        {ordered.length > 1 && (
          <button
            type="button"
            className="list-order"
            title={t("list.sortHint")}
            onClick={() => changePreferences({ listOrder: order === "waiting" ? "arrival" : "waiting" })}
          >
            {t(`list.sorted.${order}`)}
          </button>
        )}
        <PanelHelp panel="list" />
      </div>
      {ordered.length === 0 ? (
        <p className="list-empty">
          <b>{t("list.empty")}</b>
          {why !== null && t(why)}
        </p>
      ) : (
        <ul aria-label={t("list.activeLabel")} onKeyDown={moveFocus}>
          {ordered.map((view) => (
            <li key={view.interactionId}>
              <Card view={view} />
            </li>
          ))}
        </ul>
      )}
      <NotDelivered />
      <LeftList />
    </div>
  );
}

/** Arrow keys walk the cards; Enter (a button's own key) opens one. */
function moveFocus(event: React.KeyboardEvent<HTMLUListElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const cards = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button.card")];
  const at = cards.indexOf(document.activeElement as HTMLButtonElement);
  const next = cards[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

/** Drawn anew when its own interaction changes, not with every other of fifty. */
const Card = memo(function Card({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  // A chat's clocks tick by themselves (`Pill`, `Foot`): fifty cards need not be drawn anew each second.
  const now = useNow(view.channel === "voice");
  const settings = useDesk((state) => state.data?.settings);
  const selected = useDesk(
    (state) => state.selection?.kind === "interaction" && state.selection.id === view.interactionId,
  );
  const failed = useDesk((state) =>
    state.outgoing.some((line) => line.interactionId === view.interactionId && line.state === "failed"),
  );
  const hasDraft = useDesk((state) => !selected && (state.drafts.get(view.interactionId)?.text ?? "") !== "");
  const untaken = useUntaken((state) => state.untaken.get(view.interactionId) ?? null);
  const requestTo = useRequestTarget(view.request);
  const muting = usePhone((state) => state.muting.get(view.interactionId));
  const partner = useCallPartner(view);
  const names = useCardNames(view);
  if (!settings) return null;
  const call = callCard(view, muting ?? view.call?.own?.muted ?? false, now, names);
  const card = cardView(view, now, settings, failed, {
    untaken,
    requestTo,
    call: call && { name: partner.name, phase: call.phase },
  });
  const button = (
    <button
      type="button"
      className="card"
      aria-selected={undefined}
      aria-current={selected ? "true" : undefined}
      data-interaction={view.interactionId}
      title={`${card.name}, ${card.line}`}
      onClick={() => select({ kind: "interaction", id: view.interactionId })}
    >
      <span className="card-mark">
        <Avatar name={card.name} id={partner.id} size={32} photo={partner.photo} className="card-face" />
        <ChannelMark channel={view.channel} mark={view.mark} />
        {call !== null ? (
          <span className={`phase-badge ${call.tone}`} aria-hidden="true">
            <call.Icon size={10} stroke={2.4} />
          </span>
        ) : (
          (view.phase === "wrap_up" || view.stage === "disconnected" || failed) && (
            <span
              className={`phase-badge ${failed ? "m-breached" : view.phase === "wrap_up" ? "m-acw" : "m-notready"}`}
              aria-hidden="true"
            >
              {failed ? (
                <IconAlertTriangle size={10} stroke={2.4} />
              ) : view.phase === "wrap_up" ? (
                <IconClipboardCheck size={10} stroke={2.4} />
              ) : (
                <IconLogout size={10} stroke={2.4} />
              )}
            </span>
          )
        )}
      </span>
      <span className="grow card-lines">
        <span className="card-line">
          <span className="who clip grow">{card.name}</span>
          {card.unread > 0 && (
            <span className="count">
              {card.unread}
              <span className="vh"> {t("list.unread", { count: card.unread }).replace(/^\d+ /, "")}</span>
            </span>
          )}
          {call?.held != null && (
            <span className={`wait ${call.held.long ? "m-due" : "m-notready"}`}>
              <IconPlayerPause className="i" size={12} stroke={2} aria-hidden="true" />
              <span aria-hidden="true">{call.held.text}</span>
              <span className="vh">{call.held.label}</span>
            </span>
          )}
          {card.pill !== null && <Pill view={view} />}
        </span>
        <span className="card-line">
          <span className={`what clip grow${card.problem ? " t-m m-breached" : ""}`}>{card.line}</span>
          <Foot view={view} hasDraft={hasDraft} />
        </span>
      </span>
    </button>
  );
  if (call === null) return button;
  // A call out of sight is still one that the agent speaks in, or that waits for the agent.
  return (
    <>
      {button}
      <ConsultationRow view={view} />
      {view.call?.own != null && !selected && <CallCardControls view={view} />}
    </>
  );
});

/** Whose turn it is and since when, or how much wrap-up is left. */
function Pill({ view }: { readonly view: InteractionView }) {
  const now = useNow();
  const settings = useDesk((state) => state.data?.settings);
  const pill = settings === undefined ? null : pillOf(view, now, settings);
  if (pill === null) return null;
  const Icon =
    pill.tone === "acw" ? IconClipboardCheck : pill.tone === "fine" ? IconClock : IconClockExclamation;
  return (
    <span className={`wait m-${pill.tone}${pill.full ? " full" : ""}`}>
      <Icon className="i" size={12} stroke={2} aria-hidden="true" />
      <span aria-hidden="true">{pill.text}</span>
      <span className="vh">{pill.label}</span>
    </span>
  );
}

/** How long it has lasted, or what is open. */
function Foot({ view, hasDraft }: { readonly view: InteractionView; readonly hasDraft: boolean }) {
  const mandatory = useDesk(
    (state) => state.data?.services.get(view.serviceId)?.dispositionMandatory === true,
  );
  return <span className="time num">{footOf(view, useNow(), hasDraft, mandatory)}</span>;
}
