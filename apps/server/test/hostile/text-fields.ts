import type { z } from "zod";

/** A place in an input where a text stands. */
export type Path = readonly (string | number)[];

export interface Sample {
  /** Fits the schema as far as its own rules about one field go; those about several are the caller's to find out. */
  readonly value: unknown;
  readonly texts: readonly { readonly path: Path; readonly schema: z.ZodType }[];
}

interface Def {
  readonly type: string;
  readonly shape?: Record<string, z.ZodType>;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly left?: z.ZodType;
  readonly getter?: () => z.ZodType;
  readonly items?: readonly z.ZodType[];
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly entries?: Record<string, string | number>;
  readonly values?: readonly unknown[];
}
const defOf = (schema: z.ZodType): Def => schema.def as unknown as Def;

/** A list or a tree is followed this far. */
const DEPTH_MAX = 12;

/**
 * Inputs of a schema that have every one of its text fields between them: each branch of a union is taken once, each list
 * has one row, or those of a week.
 *
 * @param plain what a text of this name is, so that it fits the schema
 */
export function samplesOf(schema: z.ZodType, plain: (name: string, schema: z.ZodType) => string): Sample[] {
  return walk(schema, [], plain, 0);
}

function walk(
  schema: z.ZodType,
  path: Path,
  plain: Parameters<typeof samplesOf>[1],
  depth: number,
): Sample[] {
  const def = defOf(schema);
  const into = (inner: z.ZodType, ...more: Path): Sample[] =>
    walk(inner, [...path, ...more], plain, depth + 1);
  const only = (value: unknown): Sample[] => [{ value, texts: [] }];
  if (depth > DEPTH_MAX) return only(undefined);
  switch (def.type) {
    case "string": {
      const name = path.filter((part) => typeof part === "string").at(-1) ?? "";
      return [{ value: plain(String(name), schema), texts: [{ path, schema }] }];
    }
    case "object":
      return together(Object.entries(def.shape ?? {}).map(([key, inner]) => [key, into(inner, key)]));
    case "tuple":
      return together((def.items ?? []).map((inner, i) => [String(i), into(inner, i)])).map((one) => ({
        ...one,
        value: Object.values(one.value as object),
      }));
    case "array": {
      const rows = into(required(def.element), 0);
      return rows.map((row) => ({ ...row, value: asMany(schema, row.value) }));
    }
    case "record": {
      const key = keyOf(required(def.keyType), plain);
      return into(required(def.valueType), key).map((one) => ({ ...one, value: { [key]: one.value } }));
    }
    case "union":
      return (def.options ?? []).flatMap((option) => into(option));
    case "intersection":
      return into(required(def.left));
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
    case "nonoptional":
    case "catch":
      return into(required(def.innerType));
    case "pipe":
      return into(required(def.in));
    case "lazy":
      return into(required(def.getter?.()));
    case "enum":
      return only(Object.values(def.entries ?? {})[0]);
    case "literal":
      return only(def.values?.[0]);
    case "boolean":
      return only(true);
    case "number":
    case "int":
      return only(numbers(path).find((number) => schema.safeParse(number).success) ?? 1);
    case "null":
      return only(null);
    case "unknown":
    case "any":
      return [{ value: plain("", schema), texts: [{ path, schema }] }];
    default:
      return only(undefined);
  }
}

/** The first that fits is taken. Where something ends it is later than where it begins. */
const numbers = (path: Path): readonly number[] => [
  ...(/^(to|until)/.test(String(path.at(-1))) ? [60] : []),
  ...[1, 0, 5, 100, 300, 1_000, 15_000, 60_000, 600_000, Date.now() + 3_600_000],
];

/** One row, or seven where there must be one for each day of the week. */
function asMany(schema: z.ZodType, row: unknown): readonly unknown[] {
  const week = Array<unknown>(7).fill(row);
  return !schema.safeParse([row]).success && schema.safeParse(week).success ? week : [row];
}

/** Keys next to each other: the first sample of each, and every other one with the first of all the rest. */
function together(parts: readonly (readonly [string, Sample[]])[]): Sample[] {
  const merged = (chosen: readonly (readonly [string, Sample | undefined])[]): Sample => ({
    value: Object.fromEntries(chosen.map(([key, one]) => [key, one?.value])),
    texts: chosen.flatMap(([, one]) => one?.texts ?? []),
  });
  const first = parts.map(([key, samples]) => [key, samples[0]] as const);
  const others = parts.flatMap(([key, samples], at) =>
    samples.slice(1).map((one) => merged(first.map((part, i) => (i === at ? ([key, one] as const) : part)))),
  );
  return [merged(first), ...others];
}

function keyOf(schema: z.ZodType, plain: Parameters<typeof samplesOf>[1]): string {
  const { entries } = defOf(schema);
  return entries === undefined ? plain("key", schema) : String(Object.values(entries)[0]);
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a schema without its inside");
  return value;
}

/** The same input with another text at a place. */
export function withText(value: unknown, [first, ...rest]: Path, text: string): unknown {
  if (first === undefined) return text;
  if (Array.isArray(value)) return value.map((one, i) => (i === first ? withText(one, rest, text) : one));
  const object = value as Record<string, unknown>;
  return { ...object, [first]: withText(object[String(first)], rest, text) };
}
