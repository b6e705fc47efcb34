import type { RosterView } from "@patchbay/protocol";
import { IconMessageCircle, IconPhone, IconPlayerPause } from "@tabler/icons-react";
import { clockText, useNow } from "../../parts/time.js";
import { useWords } from "../../words/words.js";
import type { AgentCall } from "./live-rows.js";

/** What an agent has in hand: the call, and how many chats of how many. */
export function Handling({ person, call }: { readonly person: RosterView; readonly call: AgentCall | null }) {
  const t = useWords();
  const now = useNow();
  const { load, capacity, onCall, roles } = person;
  const chats = t("supervise.chats", { load, capacity });
  if (call === null && !onCall && load === 0)
    return (
      <span className="mute" title={roles.includes("agent") ? chats : undefined}>
        {t("supervise.nothing")}
      </span>
    );
  const CallIcon = call?.heldSince == null ? IconPhone : IconPlayerPause;
  return (
    <span className="row live-handling">
      {(call !== null || onCall) && (
        <span className="row tight clip">
          <CallIcon size={16} stroke={1.7} aria-hidden="true" />
          <span className="clip" title={call?.with}>
            {call === null ? t("supervise.inCall") : call.with}
          </span>
          {call !== null && (
            <span className={`num ${call.heldSince === null ? "soft" : "t-m m-notready"}`}>
              {call.heldSince === null
                ? clockText(now - call.call.startedAt)
                : t("supervise.held", { time: clockText(now - call.heldSince) })}
            </span>
          )}
        </span>
      )}
      {load > 0 && (
        <span className="row tight">
          <IconMessageCircle size={16} stroke={1.7} aria-hidden="true" />
          {chats}
        </span>
      )}
    </span>
  );
}
