import type { CallPartyView, InteractionView } from "@patchbay/protocol";
import {
  IconEar,
  IconMicrophone,
  IconMicrophoneOff,
  IconMusic,
  IconPhoneCall,
  IconPlayerPause,
  IconPlayerPlay,
  IconRecordMail,
  IconUsersGroup,
  IconWifiOff,
  IconX,
} from "@tabler/icons-react";
import { useId, useState } from "react";
import { Avatar } from "../../parts/Avatar.js";
import { clockText, useNow } from "../../parts/time.js";
import { useWaiting } from "../../parts/use-waiting.js";
import type { Quality } from "../../phone/quality.js";
import { useDesk, withSeat } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { mayCancel } from "../conversation/header/way-out.js";
import { waitWords } from "../directory/service-words.js";
import { AskOnce } from "./AskOnce.js";
import { useAway } from "./away.js";
import { cancelRequest, holdParty, muteParty, removeParty } from "./call-actions.js";
import { type PartyTools, partyTools } from "./call-controls.js";
import { Levels, LineQuality, TALKS_FROM } from "./LineQuality.js";
import { type AskedParty, type PartyState, partyState, sinceOfParty } from "./talk-groups.js";
import { useAskedAt, useAskedName, usePartyName } from "./use-call.js";

const AT_MAILBOX = { icon: IconRecordMail, tone: "m-busy" };
const STATES: Partial<Record<PartyState, { readonly icon: typeof IconMusic; readonly tone: string }>> = {
  dialing: { icon: IconPhoneCall, tone: "m-busy" },
  ringing: { icon: IconPhoneCall, tone: "m-busy" },
  muted: { icon: IconMicrophoneOff, tone: "m-due" },
  waiting: { icon: IconMusic, tone: "m-notready" },
  parked: { icon: IconPlayerPause, tone: "m-notready" },
  held: { icon: IconPlayerPause, tone: "m-notready" },
  lost: { icon: IconWifiOff, tone: "m-breached" },
  listen: { icon: IconEar, tone: "m-supervising" },
  whisper: { icon: IconEar, tone: "m-supervising" },
  barge: { icon: IconMicrophone, tone: "m-supervising" },
};

/** One who is in the call: who it is, how it is and for how long, how well it is heard, and what the host may do to it. */
export function PartyTile({
  view,
  party,
  group,
  quality,
  muted,
  equipment,
}: {
  readonly view: InteractionView;
  readonly party: CallPartyView;
  /** All with whom the party stands. */
  readonly group: readonly CallPartyView[];
  readonly quality: Quality | null;
  /** Of the own tile: as it is set here. */
  readonly muted: boolean;
  /** Of the own tile: through what the agent talks. */
  readonly equipment: string | null;
}) {
  const t = useWords();
  const now = useNow();
  const name = usePartyName()(party);
  const shown = { ...party, muted };
  const state = partyState(shown, group);
  const look = party.own && state === "waiting" && view.call?.inMailbox === true ? AT_MAILBOX : STATES[state];
  const talks = (state === "talking" || state === "barge") && (quality?.level ?? 0) >= TALKS_FROM;
  const call = view.call;
  const tools = call === null ? null : partyTools(call, party);
  const time = clockText(now - sinceOfParty(party, view.joinedAt));
  const several = call !== null && call.parties.length > 2;
  return (
    <li className={`party${talks ? " talks" : ""}`} data-party={party.role} data-state={state}>
      <PartyFace party={party} view={view} />
      <span className="grow">
        <span className="row tight">
          <span className="strong clip">{name}</span>
          {party.host && several && <span className="chip call-host">{t("call.party.host")}</span>}
        </span>
        <span className="small soft row tight">
          {look !== undefined && (
            <span className={`row tight t-m ${look.tone} call-party-state`}>
              <look.icon size={14} stroke={1.8} aria-hidden="true" />
              <span className="clip">
                {t(stateWords(state, party, view), { name: besideName(party, view) })}
              </span>
            </span>
          )}
          {look === undefined && <span className="clip">{roleText(party, state, equipment, t)}</span>}
          {(!party.own || state !== "talking") && <span className="num">{time}</span>}
        </span>
      </span>
      <span className="foot">
        <LineQuality quality={quality} />
        {tools !== null && (tools.mute || tools.park || tools.remove) ? (
          <Tools view={view} party={party} name={name} tools={tools} />
        ) : (
          <Levels level={talks ? (quality?.level ?? 0) : 0} />
        )}
      </span>
    </li>
  );
}

type Words = ReturnType<typeof useWords>;

function roleText(party: CallPartyView, state: PartyState, equipment: string | null, t: Words): string {
  if (state === "connecting") return t("call.party.state.connecting");
  if (party.own) return equipment ?? t("call.party.state.talking");
  switch (party.role) {
    case "customer":
      return t("call.party.customer");
    case "external":
      return party.name === "" ? t("call.party.outside") : (party.number?.display ?? t("call.party.outside"));
    case "agent":
      return t("call.party.colleague");
    case "supervisor":
      return t("call.party.supervisor");
  }
}

function stateWords(state: PartyState, party: CallPartyView, { call }: InteractionView): string {
  const ownId = call?.parties.find(({ own }) => own)?.agentId;
  if (party.own && state === "waiting")
    return call?.inMailbox === true ? "call.party.state.inMailbox" : "call.party.state.waitingYou";
  return state === "whisper" && party.monitoring?.beside === ownId
    ? "call.party.state.whisperYou"
    : `call.party.state.${state}`;
}

const besideName = ({ monitoring }: CallPartyView, { parties }: InteractionView): string =>
  parties.find(({ agentId }) => agentId === monitoring?.beside)?.name ?? "";

function PartyFace({ party, view }: { readonly party: CallPartyView; readonly view: InteractionView }) {
  const photo = useDesk(({ data }) =>
    party.agentId === null ? null : (data?.roster.get(party.agentId)?.photoUrl ?? null),
  );
  const id = party.agentId ?? (party.role === "customer" ? view.contact.contactId : party.legId);
  const name = party.name || "#";
  return <Avatar name={name} id={id} size={40} photo={photo === null ? null : withSeat(photo)} />;
}

function Tools({
  view: { interactionId },
  party: { legId, muted, heldSince },
  name,
  tools,
}: {
  readonly view: InteractionView;
  readonly party: CallPartyView;
  readonly name: string;
  readonly tools: PartyTools;
}) {
  const t = useWords();
  const [sure, setSure] = useState(false);
  const parked = heldSince !== null;
  if (sure)
    return (
      <AskOnce
        question={t("call.party.removeSure", { name })}
        yes={t("call.party.removeYes")}
        no={t("call.party.keep")}
        className="call-sure tile"
        onYes={() => void removeParty(interactionId, legId)}
        onNo={() => setSure(false)}
      />
    );
  return (
    <span className="row call-tools">
      {tools.mute && (
        <Tool
          icon={muted ? IconMicrophoneOff : IconMicrophone}
          name={t(muted ? "call.party.unmute" : "call.party.mute", { name })}
          on={muted}
          act={() => void muteParty(interactionId, legId, !muted)}
        />
      )}
      {tools.park && (
        <Tool
          icon={parked ? IconPlayerPlay : IconPlayerPause}
          name={t(parked ? "call.party.unpark" : "call.party.park", { name })}
          on={parked}
          act={() => void holdParty(interactionId, legId, !parked)}
        />
      )}
      {tools.remove && (
        <Tool icon={IconX} name={t("call.party.remove", { name })} act={() => setSure(true)} />
      )}
    </span>
  );
}

function Tool({
  icon: Icon,
  name,
  on = false,
  act,
}: {
  readonly icon: typeof IconX;
  readonly name: string;
  readonly on?: boolean;
  readonly act: () => void;
}) {
  const t = useWords();
  const id = useId();
  const away = useAway();
  return (
    <button
      type="button"
      className={`btn icon sm quiet${on ? " on" : ""}`}
      aria-label={name}
      aria-disabled={away}
      aria-describedby={away ? id : undefined}
      title={away ? t("call.why.away") : name}
      onClick={() => {
        if (!away) act();
      }}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
      {away && (
        <span id={id} hidden>
          {t("call.why.away")}
        </span>
      )}
    </button>
  );
}

/** Somebody who is asked and has not answered: a colleague whose desk rings, or a line of a service. */
export function AskedTile({ view, asked }: { readonly view: InteractionView; readonly asked: AskedParty }) {
  const t = useWords();
  const now = useNow();
  const name = useAskedName(asked);
  const askedAt = useAskedAt(view.interactionId);
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const service = useDesk(({ data }) => data?.services.get(asked.serviceId));
  const photo = useDesk(({ data }) => data?.roster.get(asked.agentId ?? "")?.photoUrl ?? null);
  const [cancelling, run] = useWaiting();
  const away = useAway();
  const toService = asked.agentId === null;
  const state = asked.offered ? "asked" : toService ? "inLine" : "willRing";
  // Ending the consultation, or the call, takes these two back.
  const cancels = (asked.kind === "transfer" || asked.kind === "invite") && mayCancel(view, me);
  return (
    <li className="party call-asked" data-state={state}>
      {toService ? (
        <span className="call-asked-mark" aria-hidden="true">
          <IconUsersGroup size={20} stroke={1.6} />
        </span>
      ) : (
        <Avatar
          name={name}
          id={asked.agentId ?? ""}
          size={40}
          photo={photo === null ? null : withSeat(photo)}
        />
      )}
      <span className="grow">
        <span className="strong clip call-line">{name}</span>
        <span className="small row tight t-m m-busy">
          <IconPhoneCall size={14} stroke={1.8} aria-hidden="true" />
          <span className="clip">{t(`call.party.state.${state}`)}</span>
          {askedAt !== null && <span className="num">{clockText(now - askedAt)}</span>}
        </span>
      </span>
      <span className="foot">
        <span className="clip call-foot-words" role="status">
          {toService && service !== undefined
            ? waitWords(service)
            : t(`call.asking.${asked.kind}${toService ? "Service" : ""}`, { name })}
        </span>
        {cancels && (
          <button
            type="button"
            className="btn sm"
            aria-disabled={cancelling || away}
            title={away ? t("call.why.away") : undefined}
            onClick={() => {
              if (!away) run(() => cancelRequest(view.interactionId));
            }}
          >
            {t(cancelling ? "call.asking.cancelling" : "call.asking.cancel")}
          </button>
        )}
      </span>
    </li>
  );
}
