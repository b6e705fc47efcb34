import type { AgentId, Event } from "@patchbay/core";
import type { DeskSnapshot, ServerFrame } from "@patchbay/protocol";
import { deskUserView } from "../views/agent-views.js";
import type { ViewSources } from "../views/interaction-view.js";
import type { DeskSession } from "./desk-session.js";
import type { LiveFrames } from "./live-frames.js";
import { EVENTS_TO_RESUME_MAX } from "./resuming.js";
import { isOfConfiguration, type SharedViews } from "./shared-views.js";

export interface Opening {
  readonly session: DeskSession;
  readonly sources: ViewSources;
  readonly shared: SharedViews;
  readonly live: LiveFrames;
  readonly after: number | null;
  readonly eventsSince: (after: number) => readonly Event[] | undefined;
  readonly serverTime: number;
  readonly settings: DeskSnapshot["settings"];
}

/** What a connection begins with: what it missed when we still know that, else everything. */
export function firstFrame(opening: Opening): ServerFrame {
  return resumed(opening) ?? { frame: "snapshot", snapshot: snapshotOf(opening) };
}

function resumed({ session, sources, shared, live, after, eventsSince }: Opening): ServerFrame | undefined {
  const { seq } = sources.state;
  if (after === null || after > seq) return undefined;
  const events = eventsSince(after);
  if (events === undefined || events.length > EVENTS_TO_RESUME_MAX) return undefined;
  if (events.some((event) => startsOver(event, session.identity.agentId))) return undefined;
  const liveChanges = live.changesFor(session, after);
  if (liveChanges === undefined) return undefined;
  const changes = [
    ...session.own.since(sources, after, events),
    ...shared.changedSince(after),
    ...liveChanges,
  ];
  return { frame: "changes", after, seq, changes };
}

/** Events after which a desk's views are better built from the ground. */
function startsOver(event: Event, agentId: AgentId): boolean {
  if (isOfConfiguration(event) || event.type === "CenterResumed") return true;
  const ofSession =
    event.type === "AgentLoggedIn" || event.type === "AgentLoggedOut" || event.type === "AgentSessionMoved";
  return ofSession && event.agentId === agentId;
}

function snapshotOf({ session, sources, shared, live, serverTime, settings }: Opening): DeskSnapshot {
  const { state, words } = sources;
  const { agentId } = session.identity;
  const user = state.configuration.users.get(agentId);
  return {
    seq: state.seq,
    serverTime,
    company: words.company,
    user:
      user === undefined
        ? {
            agentId,
            username: agentId,
            firstName: "",
            lastName: "",
            roles: [],
            privileges: [],
            supervises: [],
            photoUrl: null,
            extension: null,
          }
        : deskUserView(user, words, state.configuration),
    ...session.own.snapshot(sources),
    ...shared.snapshot(),
    ...live.snapshotFor(session),
    settings,
  };
}
