import { randomInt } from "node:crypto";
import { AudioLeg, steadyNow } from "@patchbay/media";
import type { WebRtcTransport } from "@patchbay/media/webrtc";
import type { WorkerStart } from "./messages.js";

/**
 * Codecs of desks by our wish. G.711 first: carriers speak it, so nothing is transcoded, and it costs a fraction of
 * Opus.
 */
const PREFERENCE = ["PCMU", "PCMA", "opus"] as const;
/** The answer carries our candidates: it waits until none has come for so long, and never longer than the second. */
const QUIET_MS = 40;
const GATHER_MS_MAX = 800;

/** A desk's phone: one connection of one page. */
export class PhoneMedia {
  private constructor(
    readonly phoneId: string,
    readonly agentId: string,
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
    try {
      const candidates: string[] = [];
      let heardAt = steadyNow();
      transport.onCandidate(({ candidate }) => {
        candidates.push(candidate);
        heardAt = steadyNow();
      });
      const { sdp, choice } = await transport.answer(asked.offer, PREFERENCE);
      const begun = steadyNow();
      while (
        steadyNow() - begun < GATHER_MS_MAX &&
        (candidates.length === 0 || steadyNow() - heardAt < QUIET_MS)
      )
        await new Promise((resolve) => setTimeout(resolve, 10));
      const leg = new AudioLeg({ id: asked.legId, transport, ssrc, ...choice });
      const phone = new PhoneMedia(asked.phoneId, asked.agentId, leg, transport);
      return { phone, sdp: withCandidates(sdp, candidates, settings.publicIp) };
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
 * Candidates go into the audio section. Behind a router that maps ports one to one, each host candidate is also offered
 * at the public address.
 */
function withCandidates(sdp: string, candidates: readonly string[], publicIp: string | null): string {
  const lines = candidates.map((candidate) => `a=${candidate.replace(/^a=/, "")}`);
  const mapped =
    publicIp === null ? [] : candidates.flatMap((candidate) => atPublicAddress(candidate, publicIp));
  const all = [...lines, ...mapped.map((candidate) => `a=${candidate}`), "a=end-of-candidates"];
  return `${sdp.trimEnd()}\r\n${all.join("\r\n")}\r\n`;
}

function atPublicAddress(candidate: string, publicIp: string): string[] {
  const parts = candidate.replace(/^a=/, "").split(" ");
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
