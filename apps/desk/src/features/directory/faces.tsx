import type { RosterView } from "@patchbay/protocol";
import { IconPhone, IconUsersGroup } from "@tabler/icons-react";
import { Avatar } from "../../parts/Avatar.js";
import { useNow } from "../../parts/time.js";
import { useDesk, withSeat } from "../../state/store.js";
import { presenceOf } from "./presence-words.js";

/** A colleague's picture with the state as a dot at it; the words beside say the same. */
export function ColleagueFace({ agent }: { readonly agent: RosterView }) {
  const now = useNow();
  const reasons = useDesk((state) => state.data?.reasons) ?? [];
  return (
    <span className="picker-face">
      <Avatar
        name={agent.name}
        id={agent.agentId}
        size={32}
        photo={agent.photoUrl === null ? null : withSeat(agent.photoUrl)}
      />
      <span className={`at ${presenceOf(agent, reasons, now).tone}`} aria-hidden="true" />
    </span>
  );
}

/** How a colleague is, and for how long. */
export function PresenceLine({ agent }: { readonly agent: RosterView }) {
  const now = useNow();
  const reasons = useDesk((state) => state.data?.reasons) ?? [];
  const { tone, text, time } = presenceOf(agent, reasons, now);
  return (
    <span className={`small clip t-m ${tone}`}>
      {text} <span className="num">{time}</span>
    </span>
  );
}

export function Mark({ of }: { readonly of: "service" | "number" }) {
  const Icon = of === "service" ? IconUsersGroup : IconPhone;
  return (
    <span className="picker-mark" aria-hidden="true">
      <Icon size={18} stroke={1.6} />
    </span>
  );
}
