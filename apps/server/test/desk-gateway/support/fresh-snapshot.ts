import { isDeepStrictEqual } from "node:util";
import { asId, watchOf } from "@patchbay/core";
import type { DeskSnapshot } from "@patchbay/protocol";
import { UPLOAD_BYTES_MAX } from "../../../src/center/blobs.js";
import type { CenterHandle, Ephemeral } from "../../../src/center/edge.js";
import { noVoice } from "../../../src/center/voice-door.js";
import { LiveContent } from "../../../src/desk-gateway/content/live-content.js";
import { type LiveSnapshot, LiveViews } from "../../../src/desk-gateway/hub/live-views.js";
import { OwnViews } from "../../../src/desk-gateway/hub/own-views.js";
import { SharedViews } from "../../../src/desk-gateway/hub/shared-views.js";
import { DEFAULT_DESK_SETTINGS, type DeskIdentity } from "../../../src/desk-gateway/index.js";
import { deskUserView } from "../../../src/desk-gateway/views/agent-views.js";
import type { ViewSources } from "../../../src/desk-gateway/views/interaction-view.js";
import { supervises } from "../../../src/desk-gateway/views/supervises.js";

/** Calls, chats and queues, for those who supervise. */
async function freshLive(
  { center }: CenterHandle,
  content: LiveContent,
  sources: () => ViewSources,
  { agentId }: DeskIdentity,
): Promise<LiveSnapshot> {
  if (!supervises(center.state, agentId))
    return { liveCalls: [], liveChats: [], queues: [], assistance: [], alerts: [] };
  const views = new LiveViews(center, sources);
  for (let { missing } = views.refresh(); missing.length > 0; ) {
    await content.need(missing);
    views.mark(missing);
    ({ missing } = views.refresh());
  }
  const whole = views.snapshot();
  const { configuration, interactions } = center.state;
  const { agents, agent, service, interaction } = watchOf(configuration.users.get(agentId), configuration);
  if (agents === "all") return whole;
  const sees = ({ interactionId }: { readonly interactionId: string }): boolean => {
    const found = interactions.get(asId(interactionId));
    return found !== undefined && interaction(found);
  };
  return {
    liveCalls: whole.liveCalls.filter(sees),
    liveChats: whole.liveChats.filter(sees),
    queues: whole.queues.filter(({ serviceId }) => service(asId(serviceId))),
    assistance: whole.assistance.filter((one) => agent(asId(one.agent.agentId))),
    alerts: whole.alerts.filter(({ kind, subject: { id } }) =>
      kind === "state_time" || kind === "not_answering" ? agent(asId(id)) : service(asId(id)),
    ),
  };
}

/** What a desk would be told if it came now, built from the tables by nobody who remembers anything. */
export async function freshSnapshot(
  handle: CenterHandle,
  ephemeral: Ephemeral,
  identity: DeskIdentity,
  voice = noVoice.view(),
): Promise<DeskSnapshot> {
  const { center } = handle;
  const content = new LiveContent(handle.records);
  const own = new OwnViews(identity);
  const sources = () => ({
    state: center.state,
    words: handle.words(),
    content,
    presenceOf: (interactionId: string) => ephemeral.presenceOf(interactionId),
    talksInApp: (interactionId: string) => ephemeral.showsOf(interactionId)?.call === true,
  });
  for (let missing = own.missing(sources()); missing.length > 0; ) {
    await content.need(missing);
    const still = own.missing(sources());
    if (isDeepStrictEqual(still, missing)) throw new Error(`no content for ${missing.join()}`);
    missing = still;
  }
  own.changes(sources(), { events: [], touched: null }, () => undefined);
  const shared = new SharedViews(
    center,
    () => handle.words(),
    () => voice,
  );
  shared.refresh();
  const user = center.state.configuration.users.get(identity.agentId);
  if (user === undefined) throw new Error(`no user ${identity.agentId}`);
  return {
    seq: center.state.seq,
    serverTime: handle.clock.now(),
    company: handle.words().company,
    user: deskUserView(user, handle.words(), handle.center.state.configuration),
    ...own.snapshot(sources()),
    ...shared.snapshot(),
    ...(await freshLive(handle, content, sources, identity)),
    settings: { ...DEFAULT_DESK_SETTINGS, uploadBytesMax: UPLOAD_BYTES_MAX },
  };
}
