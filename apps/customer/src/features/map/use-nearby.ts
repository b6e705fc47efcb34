import { useEffect, useState } from "react";

/** Words for where a position is, such as the nearest town with distance and bearing; `null` until known. */
export function useNearby(
  place: { readonly latitude: number; readonly longitude: number } | null,
): string | null {
  const [words, setWords] = useState<string | null>(null);
  const latitude = place?.latitude;
  const longitude = place?.longitude;
  useEffect(() => {
    let gone = false;
    setWords(null);
    if (latitude === undefined || longitude === undefined) return undefined;
    void import("@patchbay/map").then(({ describePlace }) => {
      if (!gone) setWords(describePlace({ latitude, longitude }));
    });
    return () => {
      gone = true;
    };
  }, [latitude, longitude]);
  return words;
}
