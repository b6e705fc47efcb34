const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * A name or title as it may stand within a sentence. Letters that are written from right to left take a number or a
 * sign beside them along to their other side, so that "عمر, 07:28" would read as if the time stood first; between
 * isolates (Unicode FSI and PDI) such a value keeps its own order and leaves the sentence its own. Others stay as they are.
 */
export function isolated(value: string): string {
  return RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value;
}
