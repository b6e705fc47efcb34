import type { Country } from "./countries.js";
import type { Place } from "./places/places.js";

let places: Promise<Place[]> | null = null;
let countries: Promise<Country[]> | null = null;

/** All places, read once a page. A failed load is tried again with the next call. */
export function loadPlaces(): Promise<Place[]> {
  places ??= Promise.all([import("./places/gazetteer.js"), import("./places/places.js")])
    .then(([{ packedPlaces }, { unpackPlaces }]) => unpackPlaces(packedPlaces))
    .catch((error: unknown) => {
      places = null;
      throw error;
    });
  return places;
}

/** The outlines of all countries, read once a page. */
export function loadCountries(): Promise<Country[]> {
  countries ??= Promise.all([import("world-atlas/countries-50m.json"), import("./countries.js")])
    .then(([atlas, { readCountries }]) => readCountries(atlas.default))
    .catch((error: unknown) => {
      countries = null;
      throw error;
    });
  return countries;
}
