import { randomInt } from "node:crypto";

/** Without letters that look alike: it is read out and typed. 16 of 54: 92 bits. */
const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH = 16;

/** A password for somebody else, who chooses an own one at the next sign-in. */
export const madeUpPassword = (): string =>
  Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
