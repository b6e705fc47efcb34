import type { LocationView } from "@patchbay/protocol";
import type { TFunction } from "i18next";

/** A position younger than this is where the customer is now. */
export const LIVE_MS = 60_000;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const isLive = (at: number, now: number): boolean => now - at < LIVE_MS;

/** "40 s ago". A time that lies ahead by a difference of clocks is "just now". */
export function ageText(t: TFunction, at: number, now: number): string {
  const age = now - at;
  if (age < 5 * SECOND) return t("context.age.now");
  if (age < MINUTE) return t("context.age.seconds", { count: Math.floor(age / SECOND) });
  if (age < HOUR) return t("context.age.minutes", { count: Math.floor(age / MINUTE) });
  if (age < DAY) {
    return t("context.age.hours", {
      hours: Math.floor(age / HOUR),
      minutes: Math.floor((age % HOUR) / MINUTE),
    });
  }
  return t("context.age.days", { count: Math.floor(age / DAY) });
}

/** "45.52014, −122.67310": five digits are about one metre. */
export function coordinatesText(position: { readonly latitude: number; readonly longitude: number }): string {
  return plainCoordinates(position).replaceAll("-", "−");
}

/** For the clipboard: with the hyphens that other programs understand. */
export function plainCoordinates({
  latitude,
  longitude,
}: {
  readonly latitude: number;
  readonly longitude: number;
}): string {
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
}

/** "8 m", "420 m", "1.2 km", "14 km". */
export function distanceText(metres: number): string {
  if (metres < 1_000) return `${Math.round(metres)} m`;
  if (metres < 10_000) return `${(metres / 1_000).toFixed(1)} km`;
  return `${Math.round(metres / 1_000)} km`;
}

export interface NearPlace {
  readonly name: string;
  readonly country: string;
  readonly distanceMeters: number;
  readonly bearing: string;
}

/** Closer than this to a place's middle, one is there. */
const IN_PLACE_METRES = 1_500;

/** "4.2 km north of Portland, United States", or the country alone far from everything. */
export function placeText(
  t: TFunction,
  place: { readonly country: string | null; readonly nearest: readonly NearPlace[] },
): string | null {
  const near = place.nearest[0];
  if (near === undefined) return place.country;
  const { name, country, distanceMeters } = near;
  if (distanceMeters < IN_PLACE_METRES) return t("context.map.at", { name, country });
  const bearing = t(`context.map.bearings.${near.bearing}`, { defaultValue: near.bearing });
  return t("context.map.near", { distance: distanceText(distanceMeters), bearing, name, country });
}

/** A phone that stands still tells its position again: the newer one counts, with the address that is known of it. */
function withoutRepeats(locations: readonly LocationView[]): readonly LocationView[] {
  const kept: LocationView[] = [];
  for (const location of locations) {
    const before = kept.at(-1);
    if (before === undefined || plainCoordinates(before) !== plainCoordinates(location)) kept.push(location);
    else kept[kept.length - 1] = { ...location, address: location.address ?? before.address };
  }
  return kept;
}

type Pairs = readonly { readonly name: string; readonly value: string }[];

const numberOf = (data: Pairs, name: string): number | null => {
  const text = data.find((pair) => pair.name === name)?.value.trim() ?? "";
  const value = Number(text);
  return text === "" || !Number.isFinite(value) ? null : value;
};

/**
 * Where the customer has been, newest last. An app may have sent its position as data only; that one is taken when
 * there is no other and it lies on this planet.
 * @param at when the data came, ms
 */
export function positionsOf(
  locations: readonly LocationView[],
  data: Pairs,
  at: number,
): readonly LocationView[] {
  if (locations.length > 0) return withoutRepeats(locations);
  const latitude = numberOf(data, "latitude");
  const longitude = numberOf(data, "longitude");
  if (latitude === null || longitude === null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
    return [];
  const address = data.find(({ name }) => name === "address")?.value.trim() ?? "";
  return [
    {
      latitude,
      longitude,
      accuracy: numberOf(data, "accuracy"),
      address: address === "" ? null : address,
      at,
    },
  ];
}
