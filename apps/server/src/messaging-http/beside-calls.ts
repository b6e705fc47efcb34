import type { CenterState, Event, Interaction, LegId, LegState } from "@patchbay/core";
import type { CallProgress } from "@patchbay/protocol";

interface Followed {
  readonly chatId: string;
  readonly legId: LegId;
  readonly progress: CallProgress;
}

/** Calls that go on beside chats, by telephone or in the app itself, as the chats' apps are told of them. */
export class BesideCalls {
  private readonly calls = new Map<string, Followed>();

  /** Everything anew, from what is true. */
  begin({ interactions }: Pick<CenterState, "interactions">): void {
    this.calls.clear();
    for (const interaction of interactions.values()) {
      const followed = followedOf(interaction);
      if (followed !== undefined) this.calls.set(interaction.id, followed);
    }
  }

  /** What an event changes, and in whose chat; `undefined`: nothing that an app is told of. */
  fold(event: Event): Followed | undefined {
    switch (event.type) {
      case "CallPlaced":
      case "AppCallArrived":
      case "AppCallPlaced": {
        if (event.beside === null) return undefined;
        const via = event.type === "CallPlaced" ? "phone" : "app";
        const by = event.type === "AppCallArrived" ? "customer" : "agent";
        const { interactionId: callId, beside: chatId, legId } = event;
        return this.moved({ chatId, legId, progress: { callId, via, by, state: "calling" } });
      }
      case "LegChanged": {
        const followed = this.calls.get(event.interactionId);
        return followed?.legId === event.legId ? this.to(followed, stateOf(event.state)) : undefined;
      }
      case "InteractionEnded": {
        const followed = this.calls.get(event.interactionId);
        if (followed === undefined) return undefined;
        const over = this.to(followed, followed.progress.state === "connected" ? "ended" : "not_reached");
        this.calls.delete(event.interactionId);
        return over;
      }
      default:
        return undefined;
    }
  }

  /** The call that is up beside a chat; the last one when there are several. */
  of(chatId: string): CallProgress | null {
    return [...this.calls.values()].findLast((followed) => followed.chatId === chatId)?.progress ?? null;
  }

  private to(followed: Followed, state: CallProgress["state"]): Followed | undefined {
    if (followed.progress.state === state) return undefined;
    return this.moved({ ...followed, progress: { ...followed.progress, state } });
  }

  private moved(followed: Followed): Followed {
    this.calls.set(followed.progress.callId, followed);
    return followed;
  }
}

function followedOf({ id, stage, call }: Interaction): Followed | undefined {
  const leg = call?.legs.find(({ role }) => role === "customer");
  if (stage !== "open" || call?.beside == null || leg === undefined) return undefined;
  const via = leg.device === "app" ? "app" : "phone";
  const by = call.direction === "inbound" ? "customer" : "agent";
  return {
    chatId: call.beside,
    legId: leg.id,
    progress: { callId: id, via, by, state: stateOf(leg.state) },
  };
}

/** A connection that is lost may come back: until it does not, it is up. */
function stateOf(state: LegState): CallProgress["state"] {
  switch (state) {
    case "arriving":
    case "dialing":
      return "calling";
    case "ringing":
      return "ringing";
    case "connected":
    case "lost":
      return "connected";
  }
}
