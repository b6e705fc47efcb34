import type { TFunction } from "i18next";

export interface Pair {
  readonly name: string;
  readonly value: string;
}

/** What the map card says already. */
const ON_THE_MAP: ReadonlySet<string> = new Set(["latitude", "longitude", "accuracy"]);

/**
 * What the data panel lists: all that the app sent, in its order, without what the map card shows.
 * @param position whether there is a map card, and the address on it
 */
export function listedPairs(
  data: readonly Pair[],
  position: { readonly address: string | null } | null,
): readonly Pair[] {
  if (position === null) return data;
  return data.filter(
    ({ name, value }) =>
      !ON_THE_MAP.has(name) && !(name === "address" && value.trim() === position.address?.trim()),
  );
}

/** What the contact panel above says already. */
interface Known {
  readonly name: string;
  readonly phones: readonly { readonly raw: string }[];
  readonly account: string | null;
}

const NAME = /^(first_|last_|full_)?name$/;
const PHONE = /^phone(_number)?$/;
const POLICY = /^policy(_number)?$/;
const ACCOUNT = /^account(_number)?$/;

/**
 * Says each fact once: without the name, number and policy that the contact panel shows, and without a second name for
 * the same number or policy. When an app sent nothing else, all of it stays: an empty tab would look broken.
 */
export function withoutRepeats(pairs: readonly Pair[], known: Known): readonly Pair[] {
  const once = pairs.filter(
    ({ name, value }, index) =>
      value === "" ||
      !(
        (PHONE.test(name) &&
          pairs
            .slice(0, index)
            .some((before) => PHONE.test(before.name) && isSameNumber(before.value, value))) ||
        (ACCOUNT.test(name) && pairs.some((other) => POLICY.test(other.name) && other.value === value))
      ),
  );
  const nameWords = new Set(known.name.split(/\s+/));
  const news = once.filter(
    ({ name, value }) =>
      value === "" ||
      !(
        (NAME.test(name) && value.split(/\s+/).every((part) => nameWords.has(part))) ||
        (PHONE.test(name) && known.phones.some(({ raw }) => isSameNumber(raw, value))) ||
        ((POLICY.test(name) || ACCOUNT.test(name)) && value === known.account)
      ),
  );
  return news.length > 0 ? news : once;
}

/** Numbers are written in many ways, with and without the country: enough equal digits at the end make them one. */
const SAME_DIGITS_MIN = 7;
function isSameNumber(one: string, other: string): boolean {
  const [a, b] = [one.replace(/\D/g, ""), other.replace(/\D/g, "")];
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short === "") return one === other;
  return short === long || (short.length >= SAME_DIGITS_MIN && long.endsWith(short));
}

/** A human label for a name we know; any other name as the app sent it. */
export function labelOf(t: TFunction, name: string): string {
  // Names come from outside: one with a dot or colon must not be taken for a path of the catalogue.
  if (!/^[a-z_]+$/.test(name)) return name;
  return t(`context.data.names.${name}`, { defaultValue: name });
}
