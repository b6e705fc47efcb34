import { randomBytes } from "node:crypto";
import type { EnteredDigits } from "../digits/entered-digits.js";

/**
 * Digits that nobody outside may see, in this process's memory and nowhere else, by the token that stands for them. They
 * are there as long as the picture names them, and are overwritten when they are forgotten.
 */
export class Secrets {
  private readonly kept = new Map<string, { readonly digits: EnteredDigits; readonly playId: string }>();

  /** @param digits are wiped here. @returns the token */
  put(playId: string, digits: EnteredDigits): string {
    const token = randomBytes(16).toString("base64url");
    this.kept.set(token, { digits, playId });
    return token;
  }

  of(token: string | null): EnteredDigits | undefined {
    return token === null ? undefined : this.kept.get(token)?.digits;
  }

  /** @param playing ids of the plays of this picture: what one of them has just got may not be known there yet. */
  keep(tokens: readonly string[], playing: ReadonlySet<string>): void {
    for (const [token, { playId }] of this.kept)
      if (!tokens.includes(token) && !playing.has(playId)) this.forget(token);
  }

  clear(): void {
    for (const token of [...this.kept.keys()]) this.forget(token);
  }

  private forget(token: string): void {
    this.kept.get(token)?.digits.wipe();
    this.kept.delete(token);
  }

  get size(): number {
    return this.kept.size;
  }
}
