import * as L from "leaflet";
import type { Country, Outline } from "../countries.js";

/** The outlines are kilometres off in places: closer than this, they would put a street into the sea. */
const OUTLINES_UNTIL = 11;
/** Islands smaller than this, in pixels, are left out. */
const SMALLEST = 1.5;

/** Land, coasts and borders; or a layer of tiles where a server for them is set. */
export function addGround(map: L.Map, countries: readonly Country[], tilesUrl: string | null): void {
  if (tilesUrl !== null) {
    L.tileLayer(tilesUrl, { maxZoom: 19 }).addTo(map);
    return;
  }
  const pane = map.createPane("ground");
  pane.style.zIndex = "300";
  const outlines = countries.flatMap(({ outlines }) => outlines);
  const drawn = new Map<string, L.Polygon>();

  // Only what is near the view is on the map: at a town's zoom that is one or two outlines of thousands.
  const choose = (): void => {
    const far = map.getZoom() <= OUTLINES_UNTIL;
    map.getContainer().classList.toggle("pb-map-close", !far);
    const wanted = new Set<string>();
    if (far) {
      const view = map.getBounds().pad(0.6);
      const degreesPerPixel = 360 / (256 * 2 ** map.getZoom());
      for (const shift of [-360, 0, 360]) {
        outlines.forEach((outline, index) => {
          if (!meets(outline, shift, view) || sizeOf(outline) < SMALLEST * degreesPerPixel) return;
          const key = `${index} ${shift}`;
          wanted.add(key);
          if (!drawn.has(key)) drawn.set(key, draw(outline, shift).addTo(map));
        });
      }
    }
    for (const [key, polygon] of drawn) {
      if (wanted.has(key)) continue;
      polygon.remove();
      drawn.delete(key);
    }
  };
  map.on("moveend", choose);
  choose();
}

function meets({ west, south, east, north }: Outline, shift: number, view: L.LatLngBounds): boolean {
  return (
    west + shift < view.getEast() &&
    east + shift > view.getWest() &&
    south < view.getNorth() &&
    north > view.getSouth()
  );
}

function sizeOf({ west, south, east, north }: Outline): number {
  return Math.max(east - west, north - south);
}

function draw({ rings }: Outline, shift: number): L.Polygon {
  const shape = rings.map((ring) => ring.map(([x = 0, y = 0]): L.LatLngTuple => [y, x + shift]));
  // Colours come from map.css, where they follow the theme by themselves.
  return L.polygon(shape, {
    pane: "ground",
    interactive: false,
    className: "pb-map-land",
    weight: 1,
    fillOpacity: 1,
    smoothFactor: 1.2,
  });
}
