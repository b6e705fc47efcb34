/** The module that a page of the desk begins with: its name has its content's print. */
const FIRST_MODULE = /<script[^>]+type="module"[^>]+src="([^"]+)"/;

/** @returns whether the server's page begins with another module; what cannot be read is no news */
export function isOther(page: string, own: string): boolean {
  const theirs = FIRST_MODULE.exec(page)?.[1];
  return theirs !== undefined && new URL(theirs, own).pathname !== new URL(own).pathname;
}
