import { createHash } from "node:crypto";

/** What an approved text is, wherever it lies: its language and its words. */
export interface ScriptWords {
  /** As in `<html lang>`. */
  readonly language: string;
  readonly text: string;
}

/** One approved text of a service. */
export interface ScriptVersion extends ScriptWords {
  readonly scriptId: string;
  /** Counted by service, from 1. */
  readonly version: number;
  readonly approvedAt: number;
  readonly approvedBy: string | null;
}

/** A script as a file: what its id is the digest of, so that anybody can compare the two. */
export const scriptFile = ({ language, text }: ScriptWords): string => `Language: ${language}\n\n${text}\n`;

export const scriptIdOf = (words: ScriptWords): string =>
  createHash("sha256").update(scriptFile(words)).digest("hex");
