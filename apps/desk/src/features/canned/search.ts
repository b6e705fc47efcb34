import type { CannedView, InteractionView } from "@patchbay/protocol";
import { deskLanguage } from "../../parts/language-name.js";

type Chat = Pick<InteractionView, "serviceId" | "mark">;

/** Those that are for chats like this one. */
export const usableIn = (
  responses: readonly CannedView[],
  { serviceId, mark }: Chat,
): readonly CannedView[] =>
  responses.filter(
    ({ serviceIds, marks }) =>
      (serviceIds.length === 0 || serviceIds.includes(serviceId)) &&
      (marks.length === 0 || marks.includes(mark)),
  );

const LANGUAGE_NAMES: ReadonlySet<string> = new Set(["language", "lang", "locale"]);

/**
 * The customer's language: what the app says among its data, for the customer may have chosen it just now; else what the
 * contact has. Its base tag ("es" of "es-MX"); `null`: not known.
 */
export function languageOf({ data, contact }: Pick<InteractionView, "data" | "contact">): string | null {
  const said =
    data.find(({ name }) => LANGUAGE_NAMES.has(name.toLowerCase()))?.value ?? contact.record?.language ?? "";
  const base = /^([A-Za-z]{2,3})(?:[-_].*)?$/.exec(said.trim())?.[1];
  return base?.toLowerCase() ?? null;
}

const baseOf = (language: string): string => (language.split("-")[0] ?? language).toLowerCase();

/** @param language base tag; `null`: every language. One without a language is for everybody. */
export const inLanguage = (response: CannedView, language: string | null): boolean =>
  language === null || response.language === null || baseOf(response.language) === language;

/** Every language that is there, once. */
export const languagesIn = (responses: readonly CannedView[]): readonly string[] =>
  [...new Set(responses.flatMap(({ language }) => (language === null ? [] : [baseOf(language)])))].sort();

/** Letters without their marks, in small ones: whoever types "gutierrez" means "Gutiérrez". */
export const folded = (text: string): string => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

const wordsIn = (text: string): readonly string[] => folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];

interface Folded {
  readonly keyword: string;
  readonly title: readonly string[];
  readonly folder: readonly string[];
  readonly text: readonly string[];
}
/** A list is searched at each keystroke and changes seldom. */
const foldedOf = new WeakMap<CannedView, Folded>();

function foldedWords(response: CannedView): Folded {
  const known = foldedOf.get(response);
  if (known !== undefined) return known;
  const made = {
    keyword: folded(response.keyword),
    title: wordsIn(response.title),
    folder: wordsIn(response.folder),
    text: wordsIn(response.text),
  };
  foldedOf.set(response, made);
  return made;
}

/** How well it fits what is sought, 0 best; `null`: not at all. Each word of it begins a word of the response. */
function distance(response: CannedView, sought: string, words: readonly string[]): number | null {
  const { keyword, title, folder, text } = foldedWords(response);
  if (sought !== "" && keyword === sought) return 0;
  if (sought !== "" && keyword.startsWith(sought)) return 1;
  const among = (...places: readonly (readonly string[])[]): boolean =>
    words.every((word) => places.some((place) => place.some((one) => one.startsWith(word))));
  if (among(title)) return 2;
  if (among([keyword], title, folder)) return 3;
  return among([keyword], title, folder, text) ? 4 : null;
}

/**
 * What fits, in the order in which it is offered: by how well it fits, then the customer's language first, then what this
 * agent uses most, then what all use most.
 * @param language of the customer; `null`: not known
 */
export function searchCanned(
  responses: readonly CannedView[],
  typed: string,
  language: string | null,
): readonly CannedView[] {
  const words = wordsIn(typed);
  const sought = folded(typed.trim());
  if (sought !== "" && words.length === 0 && !/^[-_]+$/.test(sought)) return [];
  const away = (response: CannedView): number =>
    language === null || (response.language !== null && baseOf(response.language) === language)
      ? 0
      : response.language === null
        ? 1
        : 2;
  return responses
    .flatMap((response) => {
      const fits = distance(response, sought, words);
      return fits === null ? [] : [{ response, fits }];
    })
    .sort(
      (a, b) =>
        a.fits - b.fits ||
        away(a.response) - away(b.response) ||
        b.response.ownUses - a.response.ownUses ||
        Number(a.response.shared) - Number(b.response.shared) ||
        b.response.uses - a.response.uses ||
        a.response.title.localeCompare(b.response.title, deskLanguage()),
    )
    .map(({ response }) => response);
}

export interface Folder {
  readonly path: string;
  readonly name: string;
  /** 0: at the top. */
  readonly depth: number;
  /** In it and in the folders below it. */
  readonly count: number;
}

/** Every folder with what is in it, parents before their children, by name. */
export function foldersOf(responses: readonly CannedView[]): readonly Folder[] {
  const counts = new Map<string, number>();
  for (const { folder } of responses) {
    const names = folder === "" ? [] : folder.split("/");
    for (let depth = 1; depth <= names.length; depth++) {
      const path = names.slice(0, depth).join("/");
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([path, count]) => {
      const names = path.split("/");
      return { path, count, name: names.at(-1) ?? path, depth: names.length - 1 };
    })
    .sort((a, b) => byNames(a.path, b.path));
}

/** Name by name, so that "A B" does not come between "A" and "A/C". */
function byNames(a: string, b: string): number {
  const [some, others] = [a.split("/"), b.split("/")];
  for (const [at, name] of some.entries()) {
    const other = others[at];
    if (other === undefined) return 1;
    const order = name.localeCompare(other, deskLanguage());
    if (order !== 0) return order;
  }
  return some.length - others.length;
}

/** @param path `null`: everywhere */
export const inFolder = ({ folder }: CannedView, path: string | null): boolean =>
  path === null || folder === path || folder.startsWith(`${path}/`);
