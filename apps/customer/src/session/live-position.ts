import type { Place } from "./report.js";

/** A position is told again when it moved by more than this, metres. */
export const LIVE_MOVE_METRES_MIN = 15;
/** And never more often than this. */
export const LIVE_EVERY_MS_MIN = 5_000;

export interface Told {
  readonly place: Place;
  readonly at: number;
}

/**
 * @returns 0 to tell it now, a number of milliseconds to look again then, or `null` when it is not worth telling
 */
export function tellIn(last: Told | null, place: Place, now: number): number | null {
  if (last === null) return 0;
  if (metresBetween(last.place, place) <= LIVE_MOVE_METRES_MIN) return null;
  return Math.max(0, last.at + LIVE_EVERY_MS_MIN - now);
}

/** Distance on a sphere of the Earth's mean radius; good to 0.5 %, which is far below a phone's accuracy. */
export function metresBetween(a: Place, b: Place): number {
  const radians = Math.PI / 180;
  const x = Math.sin(((b.latitude - a.latitude) * radians) / 2);
  const y = Math.sin(((b.longitude - a.longitude) * radians) / 2);
  const h = x * x + Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * y * y;
  return 2 * 6_371_000 * Math.asin(Math.sqrt(h));
}

/**
 * Follows the device's position and tells it as `tellIn` says.
 * @param known where the center believes the customer to be
 * @returns how to stop
 */
export function followPosition(
  known: Place | null,
  tell: (place: Place) => void,
  failed: () => void,
): () => void {
  let last: Told | null = known === null ? null : { place: known, at: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const consider = (place: Place) => {
    clearTimeout(timer);
    const delay = tellIn(last, place, Date.now());
    if (delay === null) return;
    timer = setTimeout(() => {
      last = { place, at: Date.now() };
      tell(place);
    }, delay);
  };
  const watch = navigator.geolocation.watchPosition(
    (position) => consider(placeOf(position)),
    (error) => {
      if (error.code === error.PERMISSION_DENIED) failed();
    },
    { enableHighAccuracy: true, maximumAge: 2_000 },
  );
  return () => {
    clearTimeout(timer);
    navigator.geolocation.clearWatch(watch);
  };
}

export function placeOf(position: GeolocationPosition): Place {
  const { latitude, longitude, accuracy } = position.coords;
  return { latitude, longitude, accuracy };
}

export type PositionAnswer = Place | "refused" | "unavailable";

/** Asks the device once. A high-accuracy fix may take a while outdoors; after 12 s we go on without one. */
export function askPosition(): Promise<PositionAnswer> {
  if (!("geolocation" in navigator)) return Promise.resolve("unavailable");
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      (position) => resolve(placeOf(position)),
      (error) => resolve(error.code === error.PERMISSION_DENIED ? "refused" : "unavailable"),
      { enableHighAccuracy: true, timeout: 12_000, maximumAge: 0 },
    );
  });
}
