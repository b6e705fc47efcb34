import { randomBytes } from "node:crypto";

/**
 * Digits that nobody outside may see, in this process's memory and nowhere else, by the token that stands for them. They
 * are there as long as the picture names them.
 */
export class Secrets {
  private readonly kept = new Map<string, { readonly digits: string; readonly playId: string }>();

  /** @returns the token */
  put(playId: string, digits: string): string {
    const token = randomBytes(16).toString("base64url");
    this.kept.set(token, { digits, playId });
    return token;
  }

  of(token: string | null): string | undefined {
    return token === null ? undefined : this.kept.get(token)?.digits;
  }

  /** @param playing ids of the plays of this picture: what one of them has just got may not be known there yet. */
  keep(tokens: readonly string[], playing: ReadonlySet<string>): void {
    for (const [token, { playId }] of this.kept)
      if (!tokens.includes(token) && !playing.has(playId)) this.kept.delete(token);
  }

  clear(): void {
    this.kept.clear();
  }

  get size(): number {
    return this.kept.size;
  }
}
