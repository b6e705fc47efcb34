/**
 * What a language must have to be one: each key of English, plural forms included, and none besides. A missing or
 * an extra key fails the type check.
 */
export type Translation<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string ? string : Translation<Words[Key]>;
};
