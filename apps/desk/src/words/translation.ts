/**
 * What a language has of each key of English, plural forms included, and none besides: an extra key fails the type
 * check. What is missing is shown in English.
 */
export type Translation<Words> = {
  readonly [Key in keyof Words]?: Words[Key] extends string ? string : Translation<Words[Key]>;
};
