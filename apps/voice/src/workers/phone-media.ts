import { randomInt } from "node:crypto";
import { AudioLeg, type CodecName, steadyNow } from "@patchbay/media";
import type { WebRtcTransport } from "@patchbay/media/webrtc";
import type { WorkerStart } from "./messages.js";

/** What every browser speaks, by what it costs us: Opus costs several times as much as G.711. */
const BROWSER_CODECS = ["PCMU", "PCMA", "opus"] as const;
/** A description carries our candidates: it waits until none has come for so long, and never longer than the second. */
const QUIET_MS = 40;
const GATHER_MS_MAX = 800;

/** An app is on a mobile network more often than not: Opus bears it better and needs less of it. */
const APP_PREFERENCE = ["opus", "PCMU", "PCMA"] as const;

/** A desk's phone or a customer's app: one connection of one page. */
export class PhoneMedia {
  private constructor(
    readonly phoneId: string,
    /** `null`: a customer's app. */
    readonly agentId: string | null,
    readonly leg: AudioLeg,
    private readonly transport: WebRtcTransport,
  ) {}

  /**
   * Answers the browser's offer.
   *
   * @param legId under which it is in its room.
   * @throws OfferUnusableError, or the stack's error for an offer that cannot be read.
   */
  static async connect(
    asked: {
      readonly phoneId: string;
      readonly agentId: string;
      readonly legId: string;
      readonly offer: string;
    },
    settings: WorkerStart,
  ): Promise<{ phone: PhoneMedia; sdp: string }> {
    const { transport, ssrc } = await openTransport(settings);
    try {
      const found = gather(transport);
      const { sdp, choice } = await transport.answer(asked.offer, deskPreference(settings));
      await found.settled();
      const leg = new AudioLeg({ id: asked.legId, transport, ssrc, ...choice });
      const phone = new PhoneMedia(asked.phoneId, asked.agentId, leg, transport);
      return { phone, sdp: withCandidates(sdp, found.candidates, settings.publicIp) };
    } catch (cause) {
      transport.close();
      throw cause;
    }
  }

  /**
   * Offers audio to a customer's app. The ways to us are told by `onCandidate`, as apps expect it, from the app's answer
   * on (see WebRtcTransport).
   *
   * @param legId under which it will be in its room.
   */
  static async offer(
    asked: { readonly phoneId: string; readonly legId: string },
    settings: WorkerStart,
    onCandidate: (candidate: string, mid: string) => void,
  ): Promise<OfferedPhone> {
    const { transport, ssrc } = await openTransport(settings);
    try {
      transport.onCandidate(({ candidate, mid }) => {
        for (const way of waysTo(withoutName(candidate), settings.publicIp)) onCandidate(way, mid);
      });
      const sdp = await transport.offer(APP_PREFERENCE);
      return {
        sdp,
        accept: (answer) => {
          const choice = transport.accept(answer);
          const leg = new AudioLeg({ id: asked.legId, transport, ssrc, ...choice });
          return new PhoneMedia(asked.phoneId, null, leg, transport);
        },
        addCandidate: (candidate, mid) => void transport.addCandidate({ candidate, mid }),
        close: () => transport.close(),
      };
    } catch (cause) {
      transport.close();
      throw cause;
    }
  }

  get state(): "connecting" | "connected" | "lost" | "closed" {
    const health = this.leg.health(steadyNow());
    if (this.transport.state === "closed" || health.state === "closed") return "closed";
    if (this.transport.state === "failed" || health.state === "silent") return "lost";
    return health.received > 0 ? "connected" : "connecting";
  }

  addCandidate(candidate: string, mid: string): void {
    this.transport.addCandidate({ candidate, mid });
  }

  close(): void {
    this.leg.close(steadyNow());
  }
}

/**
 * Codecs of desks by our wish: first what is spoken towards the network, in its order. Nothing is transcoded then, and
 * what comes in wide is heard so.
 */
export function deskPreference({ sipCodecs }: Pick<WorkerStart, "sipCodecs">): CodecName[] {
  return [...sipCodecs, ...BROWSER_CODECS.filter((name) => !sipCodecs.includes(name))];
}

/** An offer that an app has not answered yet. */
export interface OfferedPhone {
  readonly sdp: string;
  /** @throws OfferUnusableError, or the stack's error for an answer that cannot be read. */
  accept(answer: string): PhoneMedia;
  /** Those that come before the answer wait for it. */
  addCandidate(candidate: string, mid: string): void;
  close(): void;
}

async function openTransport(settings: WorkerStart): Promise<{ transport: WebRtcTransport; ssrc: number }> {
  // Native: loaded in worker processes only, and when the first browser calls.
  const { WebRtcTransport } = await import("@patchbay/media/webrtc");
  const ssrc = randomInt(1, 0xffff_ffff);
  const { first, last } = settings.rtpPorts;
  const transport = new WebRtcTransport({
    iceServers: settings.iceServers,
    ...(settings.host === "0.0.0.0" || settings.host === "::" ? {} : { bindAddress: settings.host }),
    ports: { first, last },
    ssrc,
  });
  return { transport, ssrc };
}

function gather(transport: WebRtcTransport): { readonly candidates: string[]; settled(): Promise<void> } {
  const candidates: string[] = [];
  let heardAt = steadyNow();
  transport.onCandidate(({ candidate }) => {
    candidates.push(withoutName(candidate));
    heardAt = steadyNow();
  });
  return {
    candidates,
    settled: async () => {
      const begun = steadyNow();
      while (
        steadyNow() - begun < GATHER_MS_MAX &&
        (candidates.length === 0 || steadyNow() - heardAt < QUIET_MS)
      )
        await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

/**
 * Candidates go into the audio section; no others will follow. Behind a router that maps ports one to one, each host
 * candidate is also offered at the public address.
 */
function withCandidates(sdp: string, candidates: readonly string[], publicIp: string | null): string {
  const ways = candidates.flatMap((candidate) => waysTo(candidate, publicIp));
  const lines = [...ways.map((way) => `a=${way}`), "a=end-of-candidates"];
  return `${sdp.trimEnd()}\r\n${lines.map((line) => `${line}\r\n`).join("")}`;
}

/** As browsers tell them to each other; the stack writes them as lines of a description. */
const withoutName = (candidate: string): string => candidate.replace(/^a=/, "");

const waysTo = (candidate: string, publicIp: string | null): string[] =>
  publicIp === null ? [candidate] : [candidate, ...atPublicAddress(candidate, publicIp)];

function atPublicAddress(candidate: string, publicIp: string): string[] {
  const parts = candidate.split(" ");
  const isHost = parts[6] === "typ" && parts[7] === "host" && parts[2]?.toLowerCase() === "udp";
  const sameFamily = parts[4]?.includes(":") === publicIp.includes(":");
  if (!isHost || !sameFamily || parts[4] === publicIp) return [];
  const [foundation = "", component = "1"] = parts;
  return [
    [`${foundation}9`, component, "udp", "1600000000", publicIp, parts[5] ?? "9", ...parts.slice(6)].join(
      " ",
    ),
  ];
}
