import { useEffect, useState } from "react";
import { t } from "../../words/index.js";

/** Words for where a position is: the nearest town with distance and direction, and the country. `null` until known. */
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
    const describe = async () => {
      const { describePlace, formatDistance } = await import("@patchbay/map");
      const { nearest, country } = await describePlace(latitude, longitude);
      const town = nearest[0];
      if (gone || town === undefined) return;
      const { name, bearing, distanceMeters } = town;
      setWords(
        t("map.near", {
          distance: formatDistance(distanceMeters),
          bearing,
          name,
          country: country ?? town.country,
        }),
      );
    };
    // Offline before the first map: the coordinates are shown anyway.
    describe().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [latitude, longitude]);
  return words;
}
