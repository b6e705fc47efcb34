import type { Feature } from "geojson";
import * as L from "leaflet";
import type { Country } from "../countries.js";

/** The outlines are kilometres off in places: closer than this, they would put a street into the sea. */
const OUTLINES_UNTIL = 11;

/** Land, coasts and borders; or a layer of tiles where a server for them is set. */
export function addGround(map: L.Map, countries: readonly Country[], tilesUrl: string | null): void {
  if (tilesUrl !== null) {
    L.tileLayer(tilesUrl, { maxZoom: 19 }).addTo(map);
    return;
  }
  const shapes = countries.map(({ name, shape }): Feature => {
    return { type: "Feature", properties: { name }, geometry: shape };
  });
  // Colours come from map.css, where they follow the theme by themselves.
  const land = L.geoJSON(shapes, {
    interactive: false,
    style: { className: "pb-map-land", weight: 1, fillOpacity: 1, smoothFactor: 1.4 } as L.PathOptions,
  });
  const box = map.getContainer();
  const choose = (): void => {
    const far = map.getZoom() <= OUTLINES_UNTIL;
    if (far) land.addTo(map);
    else land.remove();
    box.classList.toggle("pb-map-close", !far);
  };
  map.on("zoomend", choose);
  choose();
}
