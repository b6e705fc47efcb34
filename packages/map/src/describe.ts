import { compassPoint } from "./geometry.js";

export interface PlaceDescription {
  /** The country's name in the page's language; `null` at sea. */
  country: string | null;
  /** The nearest towns, nearest first; the bearing leads from the town to the position: "2 km NE of Salem". */
  nearest: {
    name: string;
    country: string;
    distanceMeters: number;
    bearing: string;
    bearingDegrees: number;
  }[];
}

/** A position off every coast of the coarse outlines still belongs to the country of a town this near, in metres. */
const ASHORE = 25_000;

/** Says in words where a position is, without the network. */
export async function describePlace(latitude: number, longitude: number): Promise<PlaceDescription> {
  const [{ loadPlaces, loadCountries }, { nearestPlaces }, { countryAt, contains }] = await Promise.all([
    import("./data.js"),
    import("./places/places.js"),
    import("./countries.js"),
  ]);
  const [places, countries] = await Promise.all([loadPlaces(), loadCountries()]);
  const position = { latitude, longitude };
  const near = nearestPlaces(places, position, 12);
  const land = countryAt(countries, position);
  // The outlines know no country codes: most of the nearest places inside the same outline do.
  const inside = land === null ? [] : near.filter(({ place }) => contains(land, place));
  const codes = (
    inside.length > 0
      ? inside
      : land === null
        ? near.filter((n) => n.distanceMeters < ASHORE).slice(0, 1)
        : []
  ).map(({ place }) => place.code);
  const code = mostFrequent(codes);
  return {
    country: code === null ? (land?.name ?? null) : countryName(code),
    nearest: near.slice(0, 5).map(({ place, distanceMeters, bearingDegrees }) => {
      const away = (bearingDegrees + 180) % 360;
      return {
        name: place.name,
        country: countryName(place.code),
        distanceMeters,
        bearing: compassPoint(away),
        bearingDegrees: away,
      };
    }),
  };
}

/** The name of a country in the page's language. */
export function countryName(code: string): string {
  const language = typeof document === "undefined" ? "" : document.documentElement.lang;
  return new Intl.DisplayNames([language || "en"], { type: "region" }).of(code) ?? code;
}

function mostFrequent(codes: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
