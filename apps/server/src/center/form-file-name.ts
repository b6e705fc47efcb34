const ESCAPED: Readonly<Record<string, string>> = { "%22": '"', "%0D": "\r", "%0A": "\n" };

/**
 * A file's name out of a multipart form, as the customer or agent knows it. Browsers write three characters of it as `%22`,
 * `%0D` and `%0A` and escape nothing else, not even the percent sign (HTML standard, "multipart/form-data encoding
 * algorithm"): a name that holds such letters by itself cannot be told apart, anything else stays as it is.
 */
export const formFileName = (name: string): string =>
  name.replace(/%(?:22|0D|0A)/g, (escaped) => ESCAPED[escaped] ?? escaped);
