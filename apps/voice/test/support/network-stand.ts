import {
  networkDoorsDefaults,
  SIP_REALM,
  type TrunkState,
  trunkDefaults,
  type VoiceNetwork,
  type WireAccount,
  type WireTrunk,
} from "@patchbay/protocol";
import { type CallFailure, DigestClient, secretHash, sipUri, systemRandom } from "@patchbay/sip";
import { afterAll, afterEach, beforeAll } from "vitest";
import { agent, customer, outbound } from "./calls.js";
import { FakeServer } from "./fake-server.js";
import { address, SILENT_SDP, SipStation, uri } from "./sip-station.js";
import { until } from "./until.js";
import { VoiceUnderTest } from "./voice-process.js";

export const trunk = (trunkId: string, port: number, over: Partial<WireTrunk> = {}): WireTrunk => ({
  ...trunkDefaults,
  trunkId,
  name: trunkId,
  host: "127.0.0.1",
  port,
  password: null,
  ...over,
});

const account = (user: string, password: string): WireAccount => ({
  user,
  md5: secretHash("MD5", user, SIP_REALM, password),
  sha256: secretHash("SHA-256", user, SIP_REALM, password),
});
/** A desk phone. */
export const sofia = account("1001", "sofias-long-secret");

export const answer = (at: SipStation): void => {
  at.onCall = (call) => void call.answer(SILENT_SDP);
};

export const secretOf = (user: string, password: string): DigestClient =>
  new DigestClient({ user, password }, systemRandom);

/**
 * A voice process with a pretended server, and stations of our own stack that are its carriers and desk phones. Call it once
 * in a file: it has the file's hooks.
 */
export function networkStand() {
  let voice: VoiceUnderTest;
  let server: FakeServer;
  const stations: SipStation[] = [];
  let revision = 0;
  let calls = 0;

  beforeAll(async () => {
    voice = await VoiceUnderTest.start();
    await attachAnew();
  });
  afterAll(async () => {
    server?.cut();
    await voice?.stop();
  });

  /** Another server takes the place of the one that is there. */
  async function attachAnew(): Promise<void> {
    server = await FakeServer.connect(voice.socketPath);
    await server.said("welcome");
  }
  async function station(): Promise<SipStation> {
    const opened = await SipStation.open();
    stations.push(opened);
    return opened;
  }
  /** Two carriers and a telephone. */
  async function threeStations(): Promise<{ first: SipStation; second: SipStation; phone: SipStation }> {
    return { first: await station(), second: await station(), phone: await station() };
  }
  afterEach(() => {
    for (const each of stations.splice(0)) each.close();
  });

  function configure(network: Partial<VoiceNetwork>): void {
    revision += 1;
    const none: VoiceNetwork = { trunks: [], accounts: [], doors: networkDoorsDefaults };
    server.say({ t: "configure", revision, network: { ...none, ...network } });
  }

  /** What was said before is heeded before a request is answered. */
  const isConfigured = () => server.request({ name: "network.bans" });

  /** The last word about a trunk. */
  const stateOf = (trunkId: string): TrunkState | undefined =>
    server.reports
      .flatMap((report) => (report.type === "trunks" && report.revision === revision ? [report] : []))
      .at(-1)
      ?.trunks.find((state) => state.trunkId === trunkId);
  const becomes = (trunkId: string, state: TrunkState["state"], within = 8_000) =>
    until(
      () => (stateOf(trunkId)?.state === state ? stateOf(trunkId) : undefined),
      within,
      `${trunkId} ${state}`,
    );

  /** The picture of an agent who calls a number. */
  function dial(to: string, from = "8000"): { id: string; c: string } {
    calls += 1;
    const id = `net-${calls}`;
    const [a, c] = [`${id}.l2`, `${id}.l1`];
    server.show(id, 1, outbound([agent(a)]));
    server.show(id, 2, outbound([agent(a), customer(c, { want: "dial", dial: { to, from } })]));
    return { id, c };
  }

  /** Calls as somebody; gives how it ended, or that it was answered. */
  async function callAs(
    at: SipStation,
    to: string,
    { from = "sip:+15035550142@elsewhere", auth }: { from?: string; auth?: DigestClient } = {},
  ): Promise<{ outcome: () => string; cancel: () => void }> {
    let outcome = "";
    const call = at.agent.invite({
      target: uri(`sip:${to}@127.0.0.1:${voice.sipPort}`),
      from: address(`<${from}>`),
      sdp: SILENT_SDP,
      handlers: {
        answered: () => {
          outcome = "answered";
        },
        failed: ({ code, status }: CallFailure) => {
          outcome = `${code} ${status ?? ""}`.trim();
        },
      },
      ...(auth === undefined ? {} : { auth }),
    });
    return { outcome: () => outcome, cancel: () => call.cancel() };
  }

  /** Registers a phone; gives the states it goes through. */
  function register(at: SipStation, user: string, password: string) {
    const states: string[] = [];
    const registration = at.agent.register({
      registrar: uri(`sip:127.0.0.1:${voice.sipPort}`),
      address: sipUri({ user, host: "127.0.0.1" }),
      credentials: { user, password },
      onState: ({ state, code, expiresS }) => states.push([state, code ?? expiresS ?? ""].join(" ").trim()),
    });
    return { registration, states };
  }
  const registeredContacts = (user: string) =>
    server.reports
      .flatMap((report) => (report.type === "registrations" ? report.accounts : []))
      .filter((each) => each.user === user)
      .at(-1)?.contacts.length;

  return {
    get voice() {
      return voice;
    },
    get server() {
      return server;
    },
    attachAnew,
    station,
    threeStations,
    configure,
    isConfigured,
    stateOf,
    becomes,
    dial,
    callAs,
    register,
    registeredContacts,
  };
}
