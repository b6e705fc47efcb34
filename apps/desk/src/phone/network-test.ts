import { type ConnectionOptions, PhoneConnection } from "./connection.js";

/** What the way between this browser and the server is like. */
export interface NetworkFound {
  readonly state: "done";
  /** There and back, ms; `null`: the browser does not tell. */
  readonly roundTripMs: number | null;
  /** Of the packets that should have come back, 0 to 1. */
  readonly loss: number;
  /** How unevenly they came, ms. */
  readonly jitterMs: number;
  /** By a TURN server: the direct way is shut. */
  readonly relayed: boolean;
  readonly grade: "good" | "fair" | "poor";
}
export type NetworkTest =
  | { readonly state: "running" }
  | NetworkFound
  /** `microphone`: without one there is nothing to send. */
  | { readonly state: "failed"; readonly why: "microphone" | "server" | "blocked" };

const MEASURE_MS = 5_000;

type Stats = readonly Readonly<Record<string, unknown>>[];
const number = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);

/**
 * Judges what a browser has counted of a connection whose sound comes back. ITU-T G.114: with 150 ms one way nobody minds, with
 * 400 ms people talk over each other; loss and jitter that our jitter buffer conceals are fair up to 3 % and 50 ms.
 *
 * @returns `null` when nothing came back
 */
export function networkOf(stats: Stats): NetworkFound | null {
  const inbound = stats.find(({ type, kind }) => type === "inbound-rtp" && kind === "audio");
  const received = number(inbound?.["packetsReceived"]);
  if (inbound === undefined || received === 0) return null;
  const pairs = stats.filter(({ type }) => type === "candidate-pair");
  const pair =
    pairs.find(({ nominated, state }) => nominated === true && state === "succeeded") ??
    pairs.find(({ state }) => state === "succeeded");
  const time = pair?.["currentRoundTripTime"];
  const roundTripMs = typeof time === "number" ? Math.round(time * 1_000) : null;
  const local = stats.find(({ id }) => id === pair?.["localCandidateId"]);
  const lost = Math.max(0, number(inbound["packetsLost"]));
  const loss = lost / (lost + received);
  const jitterMs = Math.round(number(inbound["jitter"]) * 1_000);
  const trip = roundTripMs ?? 0;
  const grade =
    loss > 0.03 || jitterMs > 50 || trip > 400
      ? "poor"
      : loss > 0.01 || jitterMs > 30 || trip > 200
        ? "fair"
        : "good";
  return { state: "done", roundTripMs, loss, jitterMs, relayed: local?.["candidateType"] === "relay", grade };
}

/** Sends the microphone's sound to the server, which sends it back, and hears none of it. */
export function testNetwork(
  options: Pick<ConnectionOptions, "iceServers" | "microphone" | "speaker" | "volume" | "wire">,
): Promise<NetworkTest> {
  return new Promise((resolve) => {
    const measured = async (): Promise<void> => {
      const found = networkOf(await connection.stats());
      connection.close(true);
      resolve(found ?? { state: "failed", why: "blocked" });
    };
    const connection = new PhoneConnection({
      ...options,
      interactionId: null,
      muted: false,
      audible: false,
      onConnected: () => window.setTimeout(() => void measured(), MEASURE_MS),
      onFault: ({ at }) => resolve({ state: "failed", why: at === "ice" ? "blocked" : at }),
      onWaitingForTouch: () => undefined,
    });
    void connection.open();
  });
}
