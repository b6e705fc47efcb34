import { createHmac, timingSafeEqual } from "node:crypto";

const DAY_MS = 24 * 3_600_000;

/** What a link's token says, once it has been found true. */
export interface TranscriptToken {
  readonly interactionId: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** When it was given, as `until`; 0: by an earlier version of the program, which did not say. */
  readonly given: number;
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
    const said = `${interactionId}.${until.toString(36)}.${now.toString(36)}`;
    return { interactionId, until, given: now, path: `/transcript/${said}.${this.#seal(centerId, said)}` };
  }

  /** `undefined`: not one of this center's, or over. */
  read(centerId: string, token: string, now: number): TranscriptToken | undefined {
    const parts = /^([\w-]{1,100})\.([0-9a-z]{1,12})(?:\.([0-9a-z]{1,12}))?\.([\w-]{43})$/.exec(token);
    if (parts === null) return undefined;
    const [, interactionId = "", until36 = "", given36, seal = ""] = parts;
    const said = [interactionId, until36, ...(given36 === undefined ? [] : [given36])].join(".");
    const expected = Buffer.from(this.#seal(centerId, said));
    const presented = Buffer.from(seal);
    if (presented.length !== expected.length || !timingSafeEqual(presented, expected)) return undefined;
    const until = Number.parseInt(until36, 36);
    const given = given36 === undefined ? 0 : Number.parseInt(given36, 36);
    return until > now ? { interactionId, until, given } : undefined;
  }

  #seal(centerId: string, said: string): string {
    return createHmac("sha256", this.key).update(`transcript\n${centerId}\n${said}`).digest("base64url");
  }
}
