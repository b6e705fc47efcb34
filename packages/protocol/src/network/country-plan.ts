import type { DialPlan, DialRule, NumberClass } from "./dial-plan.js";

/** What the numbering plans say of a country. */
export interface CountryFacts {
  /** ISO 3166-1 */
  readonly country: string;
  /** Without the plus. */
  readonly callingCode: string;
  /** Dialled before a number of the own country; `null`: nothing is. */
  readonly nationalPrefix: string | null;
  /** Dialled in place of the plus. */
  readonly internationalPrefix: string | null;
  /** Digits of a number without the calling code. */
  readonly lengths: readonly number[];
}

/** Their zero is part of the number, also behind the calling code. */
const ZERO_STAYS: ReadonlySet<string> = new Set(["IT", "SM", "VA"]);
/** Shorter ones without a prefix could be extensions. */
const LENGTH_MIN = 6;

/**
 * Leading digits and classes as people of a country dial. Emergency, internal and premium numbers are left to the center: they
 * are not the same within a country.
 */
export function planOfCountry(
  facts: CountryFacts,
  { classes }: Pick<DialPlan, "classes">,
): Pick<DialPlan, "rules" | "classes"> {
  const { country, callingCode, nationalPrefix, internationalPrefix, lengths } = facts;
  const code = `+${callingCode}`;
  const rule = (ruleId: string, name: string, match: string, strip: number, add: string): DialRule => ({
    ruleId,
    name,
    match,
    strip,
    add,
    entryId: null,
  });
  const rules: DialRule[] = [];
  if (internationalPrefix !== null)
    rules.push(
      rule(
        `access-${internationalPrefix}`,
        country === "US" ? "International, from the United States" : `International, ${internationalPrefix}`,
        `${internationalPrefix}*`,
        internationalPrefix.length,
        "+",
      ),
    );
  if (internationalPrefix !== "00") rules.push(rule("access-00", "International, 00", "00*", 2, "+"));
  const isNorthAmerican = callingCode === "1";
  if (isNorthAmerican) {
    rules.push(rule("eleven", "National, with 1", "1NXXNXXXXXX", 0, "+"));
    rules.push(rule("ten", "National, ten digits", "NXXNXXXXXX", 0, "+1"));
  } else if (nationalPrefix !== null)
    rules.push(
      rule(
        `trunk-${nationalPrefix}`,
        `National, ${nationalPrefix}`,
        `${nationalPrefix}*`,
        nationalPrefix.length,
        code,
      ),
    );
  else {
    if (ZERO_STAYS.has(country)) rules.push(rule("zero", "National, with its 0", "0*", 0, code));
    for (const length of lengths.filter((one) => one >= LENGTH_MIN))
      rules.push(
        rule(`national-${length}`, `National, ${length} digits`, `Z${"X".repeat(length - 1)}`, 0, code),
      );
  }
  const patterns = isNorthAmerican ? ["+1NXXNXXXXXX"] : [`${code}*`];
  const isNational = ({ kind }: NumberClass): boolean => kind === "national";
  const at = classes.findIndex(isNational);
  const national: NumberClass = { classId: "national", name: "National", kind: "national", patterns };
  const abroad = classes.findIndex(({ kind }) => kind === "international");
  const next =
    at >= 0
      ? classes.map((one, place) => (place === at ? { ...one, patterns } : one))
      : [
          ...classes.slice(0, abroad < 0 ? classes.length : abroad),
          national,
          ...classes.slice(abroad < 0 ? classes.length : abroad),
        ];
  return { rules, classes: next };
}
