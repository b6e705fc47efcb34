import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** How long a link is good, ms. Another start makes another one. */
const GOOD_FOR_MS = 24 * 3_600_000;

const digestOf = (token: string): Buffer => createHash("sha256").update(token).digest();

/** The one-time link for a center's first administrator: told in the terminal, and kept nowhere but here, as its digest. */
export class FirstLink {
  readonly #digest: Buffer;
  readonly #until: number;
  #used = false;

  private constructor(
    token: string,
    private readonly now: () => number,
  ) {
    this.#digest = digestOf(token);
    this.#until = now() + GOOD_FOR_MS;
  }

  /** @returns the link, and the token that nobody hears of twice */
  static make(now: () => number): { readonly link: FirstLink; readonly token: string } {
    const token = randomBytes(32).toString("base64url");
    return { link: new FirstLink(token, now), token };
  }

  fits(token: string): boolean {
    return !this.#used && this.now() < this.#until && timingSafeEqual(digestOf(token), this.#digest);
  }

  /** Whoever comes second with it comes too late. */
  use(): void {
    this.#used = true;
  }

  /** What it was used for did not come about. */
  giveBack(): void {
    this.#used = false;
  }
}
