import type { Place } from "../../session/index.js";

export interface SamplePlace {
  readonly name: string;
  readonly address: string;
  readonly place: Place;
}

/** For a device that has no position, or a demonstration indoors. */
export const samplePlaces: readonly SamplePlace[] = [
  sample("Portland", "Alder Street at 4th Avenue", 45.52014, -122.6731),
  sample("Austin", "Congress Avenue at 6th Street", 30.26827, -97.74274),
  sample("Lisbon", "Avenida da Liberdade", 38.71967, -9.14556),
  sample("Berlin", "Alexanderplatz", 52.52192, 13.41321),
];

function sample(name: string, address: string, latitude: number, longitude: number): SamplePlace {
  return { name, address, place: { latitude, longitude, accuracy: 20 } };
}
