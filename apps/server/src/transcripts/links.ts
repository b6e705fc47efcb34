import { createHmac, timingSafeEqual } from "node:crypto";

const DAY_MS = 24 * 3_600_000;

/** What a link's token says, once it has been found true. */
export interface TranscriptToken {
  readonly interactionId: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * Links to transcripts. A token says which chat and until when, and is sealed for one center: nobody can make one, make it
 * last longer, or use it elsewhere, and nothing has to be stored for it (decision 0217).
 */
export class TranscriptLinks {
  constructor(private readonly key: Uint8Array) {}

  make(
    centerId: string,
    interactionId: string,
    days: number,
    now: number,
  ): TranscriptToken & { path: string } {
    const until = now + days * DAY_MS;
    const said = `${interactionId}.${until.toString(36)}`;
    return { interactionId, until, path: `/transcript/${said}.${this.#seal(centerId, said)}` };
  }

  /** `undefined`: not one of this center's, or over. */
  read(centerId: string, token: string, now: number): TranscriptToken | undefined {
    const parts = /^([\w-]{1,100})\.([0-9a-z]{1,12})\.([\w-]{43})$/.exec(token);
    if (parts === null) return undefined;
    const [, interactionId = "", until36 = "", seal = ""] = parts;
    const expected = Buffer.from(this.#seal(centerId, `${interactionId}.${until36}`));
    const given = Buffer.from(seal);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const until = Number.parseInt(until36, 36);
    return until > now ? { interactionId, until } : undefined;
  }

  #seal(centerId: string, said: string): string {
    return createHmac("sha256", this.key).update(`transcript\n${centerId}\n${said}`).digest("base64url");
  }
}
