import type { InteractionView } from "@patchbay/protocol";
import { type Icon, IconArrowForwardUp, IconArrowMerge } from "@tabler/icons-react";
import { useMemo } from "react";
import { clockText, useNow } from "../../parts/time.js";
import { useMay } from "../../state/may.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { useAway } from "./away.js";
import { joinCalls } from "./call-actions.js";
import { joinWhy } from "./call-controls.js";
import { callsInHand } from "./call-state.js";
import { useArmed } from "./use-armed.js";
import { useCallPartner } from "./use-call.js";

/** This agent's other calls: each may become one with this one, with the agent in it or without. */
export function JoinCalls({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const interactions = useDesk(({ data }) => data?.interactions);
  const others = useMemo(
    () =>
      callsInHand(interactions?.values() ?? []).filter(
        ({ interactionId, phase }) => interactionId !== view.interactionId && phase !== "monitoring",
      ),
    [interactions, view.interactionId],
  );
  if (others.length === 0 || view.call?.own == null) return null;
  return (
    <ul className="call-joins" aria-label={t("call.join.list")}>
      {others.map((other, index) => (
        <Other key={other.interactionId} view={view} other={other} first={index === 0} />
      ))}
    </ul>
  );
}

function Other({
  view,
  other,
  first,
}: {
  readonly view: InteractionView;
  readonly other: InteractionView;
  readonly first: boolean;
}) {
  const t = useWords();
  const now = useNow();
  const { name } = useCallPartner(other);
  const away = useAway();
  const why = away ? "call.why.away" : joinWhy(view, other);
  const held = other.call?.heldSince ?? null;
  const transfers = useMay("transfer");
  const [one, another] = [view.interactionId, other.interactionId];
  // Whoever leaves two people to each other is out: the press is for these two calls and no later ones.
  const press = useArmed(`${one} ${another}`);
  const since = held === null ? "" : t("call.holdTimer", { time: clockText(now - held) });
  return (
    <li className="row tight">
      <span className="grow clip small">
        {t("call.join.also", { name })} <span className="soft num">{since}</span>
      </span>
      <JoinButton
        // Found by the key that merges.
        control={first ? "join" : null}
        icon={IconArrowMerge}
        word={t("call.join.merge")}
        more={t("call.join.mergeMore", { name })}
        why={why}
        act={() => void joinCalls(one, another, true)}
      />
      {transfers && (
        <JoinButton
          control={first ? "connect" : null}
          icon={IconArrowForwardUp}
          word={t("call.join.connect")}
          more={t("call.join.connectMore", { name })}
          why={why}
          act={(clicks) => press(clicks, () => void joinCalls(one, another, false))}
        />
      )}
    </li>
  );
}

function JoinButton({
  control,
  icon: Mark,
  word,
  more,
  why,
  act,
}: {
  readonly control: string | null;
  readonly icon: Icon;
  readonly word: string;
  readonly more: string;
  readonly why: string | null;
  readonly act: (clicks: number) => void;
}) {
  const t = useWords();
  const reason = why === null ? more : t(why);
  return (
    <button
      type="button"
      className="btn sm"
      data-call={control ?? undefined}
      aria-disabled={why !== null}
      aria-description={reason}
      title={reason}
      onClick={(event) => {
        if (why === null) act(event.detail);
      }}
    >
      <Mark size={16} stroke={1.7} aria-hidden="true" />
      {word}
    </button>
  );
}
