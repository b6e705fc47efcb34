import type { InteractionView } from "@patchbay/protocol";
import {
  IconAlertTriangle,
  IconArchive,
  IconArrowForwardUp,
  IconCheck,
  IconClock,
  IconClockExclamation,
  IconEye,
  IconHourglass,
  IconUserPlus,
  IconUsers,
} from "@tabler/icons-react";
import { useRequestTarget } from "../../../parts/request-target.js";
import { clockText, useNow } from "../../../parts/time.js";
import { useWaiting } from "../../../parts/use-waiting.js";
import { ask, toastError } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import { turnOf } from "./turn.js";
import { mayCancel, othersIn } from "./way-out.js";

/** The chat's facts that change by themselves: time, whose turn, the customer's presence, what is pending. */
export function Strip({ interaction, me }: { readonly interaction: InteractionView; readonly me: string }) {
  const now = useNow();
  const { startedAt, caseNumber, inactivityEndsAt, parties, monitors, phase } = interaction;
  const others = othersIn(parties, me);
  return (
    <section className="strip conv-strip" aria-label={word("conversation.header.facts")}>
      <span className="row">
        <IconClock size={14} stroke={1.8} aria-hidden="true" />
        <span className="num">{word("conversation.header.chat", { time: clockText(now - startedAt) })}</span>
      </span>
      {(phase === "connected" || phase === "monitoring") && <TurnFact interaction={interaction} now={now} />}
      <span className="row">
        <IconArchive size={14} stroke={1.8} aria-hidden="true" />
        {word("conversation.header.case")} <b className="num">#{caseNumber}</b>
      </span>
      {phase !== "wrap_up" && <Presence interaction={interaction} />}
      {inactivityEndsAt !== null && phase === "connected" && (
        <span className="row t-m m-due strong num">
          <IconHourglass size={14} stroke={1.8} aria-hidden="true" />
          {word("conversation.header.inactive", { time: clockText(inactivityEndsAt - now) })}
        </span>
      )}
      {others.length > 0 && (
        <span className="row">
          <IconUsers size={14} stroke={1.8} aria-hidden="true" />
          {word(phase === "monitoring" ? "beside.with" : "conversation.header.parties", {
            names: others.map(({ name }) => name).join(", "),
          })}
        </span>
      )}
      {phase === "monitoring" && (
        <span className="row t-m m-supervising">
          <IconEye size={14} stroke={1.8} aria-hidden="true" />
          {word("beside.unseen")}
        </span>
      )}
      {monitors.length > 0 && (
        <span className="row t-m m-supervising strong" title={word("beside.agent.hint")}>
          <IconEye size={14} stroke={1.8} aria-hidden="true" />
          {word("beside.agent.reads", { names: monitors.map(({ name }) => name).join(", ") })}
        </span>
      )}
      <Pending interaction={interaction} me={me} now={now} />
    </section>
  );
}

function TurnFact({ interaction, now }: { readonly interaction: InteractionView; readonly now: number }) {
  const amber = useDesk((state) => state.data?.settings.waitAmberMs ?? 30_000);
  const red = useDesk((state) => state.data?.settings.waitRedMs ?? 60_000);
  const turn = turnOf(interaction.unansweredSince, now, { waitAmberMs: amber, waitRedMs: red });
  if (turn === null) {
    return (
      <span className="row">
        <IconCheck size={14} stroke={1.8} aria-hidden="true" />
        {word("conversation.header.answered")}
      </span>
    );
  }
  const Icon =
    turn.tone === "breached" ? IconAlertTriangle : turn.tone === "due" ? IconClockExclamation : IconClock;
  return (
    <span
      className={`row num${turn.tone === "quiet" ? "" : ` t-m m-${turn.tone}`} strong`}
      data-turn={turn.tone}
    >
      <Icon size={14} stroke={1.8} aria-hidden="true" />
      {word(interaction.phase === "monitoring" ? "beside.theirTurn" : "conversation.header.turn", {
        time: clockText(turn.ms),
      })}
    </span>
  );
}

function Presence({ interaction: { customerPresence, mark } }: { readonly interaction: InteractionView }) {
  // Without a connection nobody knows where the customer is: better nothing than something old.
  const connected = useDesk((state) => state.link.status === "live");
  if (!connected) return null;
  const meaning = { here: "m-ready", away: "m-notready", gone: "m-offline" }[customerPresence];
  const group = mark === "mobile" ? "presence" : "presenceWeb";
  return (
    <span className="row">
      <span className={`dot ${meaning}`} aria-hidden="true" />
      {word(`conversation.header.${group}.${customerPresence}`)}
    </span>
  );
}

function Pending({
  interaction,
  me,
  now,
}: {
  readonly interaction: InteractionView;
  readonly me: string;
  readonly now: number;
}) {
  const { request, interactionId } = interaction;
  const to = useRequestTarget(request);
  const by = useDesk(({ data }) => data?.roster.get(request?.supervisorId ?? "")?.name ?? "");
  const [cancelling, run] = useWaiting();
  const happenings = useDesk((state) => state.data?.happenings.get(interactionId));
  if (request === null || (request.kind !== "transfer" && request.kind !== "invite")) return null;
  // `since` of a request is the customer's first wait; how long it has been asked for stands in its happening.
  const since = happenings?.findLast(({ what }) => what === "AgentRequested")?.at ?? request.since;
  const pending = request.supervisorId === undefined ? request.kind : "supervised";
  const Icon = request.kind === "transfer" ? IconArrowForwardUp : IconUserPlus;
  const cancel = async (): Promise<void> => {
    const answer = await ask("cancelRequest", { interactionId });
    if (!answer.ok) toastError(answer.error);
  };
  return (
    <span className="row conv-pending">
      <Icon size={14} stroke={1.8} aria-hidden="true" />
      <span className="num">
        {word(`conversation.header.pending.${pending}.${request.offered ? "offered" : "waiting"}`, {
          to,
          by,
          time: clockText(now - since),
        })}
      </span>
      {mayCancel(interaction, me) && (
        <button
          type="button"
          className="btn sm"
          aria-label={word(`conversation.header.cancelRequest.${request.kind}`)}
          aria-disabled={cancelling}
          onClick={() => run(cancel)}
        >
          {word(cancelling ? "conversation.header.cancelling" : "conversation.header.cancel")}
        </button>
      )}
    </span>
  );
}
