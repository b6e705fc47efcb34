import { packPlaces } from "./pack.js";

/**
 * All places as text, for `unpackPlaces`. In Node this module packs them when it is loaded; a Vite build puts the finished text in
 * its place (see vite.ts), so that a browser gets half a megabyte and neither the source data nor the packing.
 */
export const packedPlaces: string = packPlaces();
