/** What an entry hides in everything that is written through it, before any of it is stored. */
export interface MaskingRule {
  /** Payment cards: 13 to 19 digits that pass the Luhn check. */
  readonly cards: boolean;
  /** The last four digits of a card stay, so that people can tell which card is meant. */
  readonly cardLastFour: boolean;
  /** US social security numbers. */
  readonly socialSecurity: boolean;
  /** The center's own, in the syntax of RE2. */
  readonly expressions: readonly MaskingExpression[];
}

export interface MaskingExpression {
  readonly name: string;
  readonly pattern: string;
}
