import { languageName as nameOf } from "../../parts/language-name.js";

/** "Spanish" for "es", in the desk's language. */
export function languageName(tag: string): string {
  try {
    return nameOf(tag);
  } catch {
    // It has a tag's form and is none: as it was written.
    return tag;
  }
}
