import type { WireCallPicture } from "@patchbay/protocol";
import type { FakeServer } from "./fake-server.js";
import { SipPhone } from "./sip-phone.js";
import { pause } from "./until.js";

type Picture = NonNullable<WireCallPicture["picture"]>;
export type LegPicture = Picture["legs"][number];
export type PlayPicture = Picture["plays"][number];

export const customer = (legId: string, more: Partial<LegPicture> = {}): LegPicture => ({
  legId,
  role: "customer",
  agentId: null,
  want: "answer",
  muted: false,
  circle: "main",
  beside: null,
  device: null,
  ...more,
});
export const agent = (legId: string, more: Partial<LegPicture> = {}): LegPicture => ({
  legId,
  role: "agent",
  agentId: "u1",
  want: "attach",
  muted: false,
  circle: "main",
  beside: null,
  device: null,
  ...more,
});
export const music = (legId: string, id = "music-1"): PlayPicture => ({
  id,
  to: [legId],
  kind: "music",
  music: "music",
});
/** A tone of 1,000 Hz, as often as said, each about a second. */
export const tone = (
  legId: string,
  more: Partial<Extract<PlayPicture, { kind: "prompts" }>> = {},
  times = 5,
): PlayPicture => ({
  id: "tone-1",
  to: [legId],
  kind: "prompts",
  prompts: Array.from({ length: times }, () => "tone-1000"),
  keys: null,
  ...more,
});

export const inbound = (legs: Picture["legs"], plays: Picture["plays"] = []): Picture => ({
  direction: "inbound",
  legs,
  plays,
  recordings: [],
});
export const outbound = (legs: Picture["legs"], plays: Picture["plays"] = []): Picture => ({
  direction: "outbound",
  legs,
  plays,
  recordings: [],
});

export interface TestCall {
  readonly phone: SipPhone;
  readonly interactionId: string;
  readonly legId: string;
  /** Draws the next picture. */
  show(picture: WireCallPicture["picture"], server?: FakeServer): void;
}

/** A phone calls; the call stands with the plays of its first picture. */
export async function callIn(
  server: FakeServer,
  sipPort: number,
  plays: (legId: string) => Picture["plays"] = () => [],
  given?: SipPhone,
): Promise<TestCall> {
  const phone = given ?? (await SipPhone.open(sipPort));
  const before = server.events.length;
  phone.call("8000");
  const arrived = (): string | undefined =>
    server.events
      .slice(before)
      .flatMap((event) => (event.type === "call.arrived" ? [event.interactionId] : []))[0];
  for (let tries = 0; tries < 500 && arrived() === undefined; tries++) await pause(10);
  const interactionId = arrived();
  if (interactionId === undefined) throw new Error("no call has arrived");
  const legId = `${interactionId}.l1`;
  let revision = 0;
  const show = (picture: WireCallPicture["picture"], by = server): void => {
    revision += 1;
    by.show(interactionId, revision, picture);
  };
  show(inbound([customer(legId)], plays(legId)));
  await phone.answered();
  phone.acknowledge();
  await server.event("leg.connected", (event) => event.legId === legId);
  return { phone, interactionId, legId, show };
}
