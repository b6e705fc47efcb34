import type { InteractionView } from "@patchbay/protocol";
import { type DeskStore, useDesk } from "../../state/store.js";

type Reach = Pick<DeskStore, "link" | "health">;

/** Whether the server cannot do anything now: a call goes on without it, and what asks something of it cannot. */
export const isAway = ({ link, health }: Reach): boolean => link.status !== "live" || health !== "running";

export const useAway = (): boolean => useDesk(isAway);

/** Whether Mute works at this desk alone: the own microphone is here. The server hears of it when it is back. */
export const mutesHere = ({ call }: Pick<InteractionView, "call">): boolean =>
  call?.own?.device === "browser";
