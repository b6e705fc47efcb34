import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type ErrorWords, errorWordsSchema } from "@patchbay/protocol";

/**
 * @param folder of the built desk
 * @returns by language; empty where no desk was built
 * @throws {ZodError} when a file is not what this server's desk writes
 */
export function readErrorWords(folder: string): ReadonlyMap<string, ErrorWords> {
  const place = path.join(folder, "words");
  if (!existsSync(place)) return new Map();
  return new Map(
    readdirSync(place).flatMap((name): [string, ErrorWords][] => {
      const language = /^errors\.([a-z]{2})\.json$/.exec(name)?.[1];
      if (language === undefined) return [];
      const text = readFileSync(path.join(place, name), "utf8");
      return [[language, errorWordsSchema.parse(JSON.parse(text))]];
    }),
  );
}

/** The language that a browser likes best of those that are there (RFC 9110, 12.5.4); English when it likes none of them. */
export function languageFor(
  wishes: string | undefined,
  there: ReadonlyMap<string, unknown>,
): string | undefined {
  const liked = (wishes ?? "")
    .split(",")
    .map((wish, at) => {
      const [range = "", ...options] = wish.trim().toLowerCase().split(";");
      const weight = options.map((option) => /^\s*q=([0-9.]+)/.exec(option)?.[1]).find(Boolean);
      return { language: range.slice(0, 2), weight: weight === undefined ? 1 : Number(weight), at };
    })
    .filter(({ language, weight }) => weight > 0 && there.has(language))
    .sort((a, b) => b.weight - a.weight || a.at - b.at);
  return liked[0]?.language ?? (there.has("en") ? "en" : [...there.keys()][0]);
}
