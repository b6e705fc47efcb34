import { useEffect } from "react";
import { clockText } from "../../parts/time.js";
import { select } from "../../state/actions.js";
import { serverNow, useDesk } from "../../state/store.js";
import { word } from "../../words/words.js";
import { type Alert, Alerts } from "./alerts.js";
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
      if (state.data !== before.data) look();
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
