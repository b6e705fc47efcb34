import type { AssistanceView } from "@patchbay/protocol";
import { useEffect } from "react";
import { clockText } from "../../parts/time.js";
import { select } from "../../state/actions.js";
import { serverNow, useDesk } from "../../state/store.js";
import { word } from "../../words/words.js";
import { type Alert, Alerts, freshHelp } from "./alerts.js";
import { isLookedAt, notify, soundOf } from "./tell.js";

/** Waits grow without anything happening. */
const LOOK_MS = 5_000;

/** Tells of chats that the agent is not looking at: who wrote, who whispers, who waits for long. */
export function useAlerts(): void {
  useEffect(() => {
    const alerts = new Alerts();
    const look = (): void => {
      const { data, selection, room, leader } = useDesk.getState();
      if (data === null) return;
      const front = isLookedAt() && room === "conversations" ? (selection?.id ?? null) : null;
      const found = alerts.look({
        interactions: data.interactions.values(),
        messagesOf: (id) => data.messages.get(id) ?? [],
        me: data.user.agentId,
        inFront: front,
        now: serverNow(),
        waits: [data.settings.waitAmberMs, data.settings.waitRedMs],
      });
      if (leader) tellAll(found);
    };
    const stop = useDesk.subscribe((state, before) => {
      if (state.data === before.data) return;
      look();
      // What stood there when the page was loaded is shown, and is no news.
      if (state.data !== null && before.data !== null && state.leader)
        tellOfHelp(freshHelp(before.data.assistance, state.data.assistance, state.data.user.agentId));
    });
    const timer = window.setInterval(look, LOOK_MS);
    look();
    return () => {
      stop();
      window.clearInterval(timer);
    };
  }, []);
}

/** One sound for all that came in the same moment: several customers are no louder than one. */
function tellAll(found: readonly Alert[]): void {
  for (const kind of new Set(found.map((alert) => alert.kind))) soundOf(kind);
  for (const { kind, interactionId, name, text, waitedMs } of found)
    notify({
      kind,
      title: word(`attention.notices.${kind}`, { name, time: clockText(waitedMs) }),
      body: kind === "waiting" ? "" : text || word("attention.notices.file"),
      tag: `${kind} ${interactionId}`,
      onOpen: () => {
        useDesk.setState({ room: "conversations" });
        select({ kind: "interaction", id: interactionId });
      },
    });
}

/** One sound for all who ask in the same moment. */
function tellOfHelp(fresh: readonly AssistanceView[]): void {
  if (fresh.length > 0) soundOf("assistance");
  for (const { interactionId, agent, contactName, text } of fresh)
    notify({
      kind: "assistance",
      title: word("attention.notices.assistance", { name: agent.name }),
      body: text || contactName,
      tag: `assistance ${interactionId}`,
    });
}
