/** The map of an accident: works without any network, in any framework. */
import type { AccidentMap, AccidentMapOptions } from "./types.js";

export { describePlace } from "./describe.js";
export { formatDistance, formatPosition } from "./geometry.js";
export type { AccidentMap, AccidentMapOptions, MapPosition, MapWords } from "./types.js";

/** Draws a map into an element that has a size. Its code and data are loaded now, not with the page. */
export async function createAccidentMap(
  element: HTMLElement,
  options: AccidentMapOptions = {},
): Promise<AccidentMap> {
  const { openAccidentMap } = await import("./view/accident-map.js");
  return openAccidentMap(element, options);
}
