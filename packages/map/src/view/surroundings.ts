import * as L from "leaflet";
import { distanceMeters, formatDistance, type Point, pointAt } from "../geometry.js";
import { nearestPlaces, type Place } from "../places/places.js";
import { svg, textWidth } from "./svg.js";

interface Surroundings {
  show(position: Point | null): void;
  draw(): void;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** From this zoom on there is no coast left to see: rings say how far things are. */
const RINGS_FROM = 12;
/** The smallest rank of a place that is named, by zoom from 0; the last one holds for all closer ones. */
const RANKS = [9, 9, 9, 8, 8, 7, 6, 5, 4, 2, 0];
const MOST_LABELS = 14;

/** What is around the pin: named places, rings of distance, and arrows at the edge to places out of view. */
export function addSurroundings(
  map: L.Map,
  places: readonly Place[],
  { tiles, north }: { tiles: boolean; north: string },
): Surroundings {
  const pane = map.createPane("surroundings");
  pane.style.zIndex = "450";
  pane.style.pointerEvents = "none";
  const sheet = svg("svg", { class: "pb-map-surroundings", "aria-hidden": "true" });
  pane.append(sheet);
  let position: Point | null = null;

  const draw = (): void => {
    const size = map.getSize();
    L.DomUtil.setPosition(sheet as unknown as HTMLElement, map.containerPointToLayerPoint([0, 0]));
    sheet.setAttribute("width", String(size.x));
    sheet.setAttribute("height", String(size.y));
    sheet.replaceChildren();
    // A tile server draws names and streets itself.
    if (tiles || size.x < 40 || size.y < 40) return;
    const taken: Box[] = [
      { left: size.x - 48, top: 0, right: size.x, bottom: 112 },
      { left: 0, top: size.y - 24, right: size.x, bottom: size.y },
    ];
    if (position !== null) {
      const at = map.latLngToContainerPoint([position.latitude, position.longitude]);
      taken.push({ left: at.x - 16, top: at.y - 36, right: at.x + 16, bottom: at.y + 6 });
      if (map.getZoom() >= RINGS_FROM) {
        drawRings(map, sheet, position, at, taken);
        drawNorth(sheet, north, taken);
      }
    }
    const seen = drawPlaces(map, sheet, places, taken);
    if (position !== null && map.getZoom() >= 8) drawArrows(map, sheet, places, position, seen, taken);
  };

  map.on("move resize zoomend", draw);
  map.on("zoomstart", () => sheet.classList.add("pb-map-hidden"));
  map.on("zoomend", () => sheet.classList.remove("pb-map-hidden"));
  return {
    show(next) {
      position = next;
      draw();
    },
    draw,
  };
}

/** Circles at round distances around the pin, at most five, the smallest at least 26 pixels wide. */
function drawRings(map: L.Map, sheet: SVGElement, from: Point, at: L.Point, taken: Box[]): void {
  const size = map.getSize();
  const pixelsPerMeter = at.distanceTo(map.latLngToContainerPoint(literal(pointAt(from, 1000, 90)))) / 1000;
  const farthest = Math.hypot(size.x, size.y) / 2;
  const radii = roundDistances(30 / pixelsPerMeter, farthest / pixelsPerMeter).slice(0, 5);
  const last = radii.at(-1);
  if (last === undefined) return;
  const reach = last * pixelsPerMeter;
  for (let spoke = 0; spoke < 4; spoke++) {
    const turn = (spoke * Math.PI) / 4;
    const x = Math.sin(turn) * reach;
    const y = Math.cos(turn) * reach;
    const kind = spoke % 2 === 0 ? "pb-map-spoke" : "pb-map-spoke pb-map-faint";
    sheet.append(svg("line", { class: kind, x1: at.x - x, y1: at.y - y, x2: at.x + x, y2: at.y + y }));
  }
  for (const meters of [...radii].reverse()) {
    const r = meters * pixelsPerMeter;
    sheet.append(svg("circle", { class: "pb-map-ring", cx: at.x, cy: at.y, r }));
  }
  for (const meters of radii) {
    const r = meters * pixelsPerMeter;
    const words = formatDistance(meters);
    const half = textWidth(words, 10) / 2 + 3;
    // Below the pin, where neither it nor the compass is; where that is out of view, to the left.
    const spots = [
      { x: at.x, y: at.y + r },
      { x: at.x - r, y: at.y },
      { x: at.x + r, y: at.y },
    ];
    for (const { x, y } of spots) {
      const box = { left: x - half, right: x + half, top: y - 8, bottom: y + 8 };
      if (!inView(box, size) || collides(box, taken)) continue;
      taken.push(box);
      sheet.append(svg("text", { class: "pb-map-distance", x, y: y + 3.5 }, words));
      break;
    }
  }
}

/** 1, 2.5 and 5 times powers of ten between two limits. */
function roundDistances(smallest: number, largest: number): number[] {
  const found: number[] = [];
  for (let power = 10; power <= largest; power *= 10) {
    for (const step of [1, 2.5, 5]) {
      const meters = power * step;
      if (meters >= smallest && meters <= largest) found.push(meters);
    }
  }
  return found;
}

function drawNorth(sheet: SVGElement, word: string, taken: Box[]): void {
  taken.push({ left: 0, top: 0, right: 44, bottom: 44 });
  const compass = svg("g", { class: "pb-map-north", transform: "translate(22 22)" });
  compass.append(
    svg("circle", { class: "pb-map-plate", r: 14 }),
    svg("path", { class: "pb-map-needle", d: "M0-11 3.2-4.5h-6.4z" }),
    svg("text", { x: 0, y: 7.5 }, word),
  );
  sheet.append(compass);
}

/** Dots and names of the places in view, the largest first; a name that finds no room is left out. */
function drawPlaces(map: L.Map, sheet: SVGElement, places: readonly Place[], taken: Box[]): Set<Place> {
  const size = map.getSize();
  const bounds = map.getBounds();
  const least = RANKS[map.getZoom()] ?? 0;
  const inside = places
    .filter(
      ({ latitude, longitude, rank }) =>
        rank >= least &&
        latitude < bounds.getNorth() &&
        latitude > bounds.getSouth() &&
        longitude > bounds.getWest() &&
        longitude < bounds.getEast(),
    )
    .sort((a, b) => b.rank - a.rank);
  const named = new Set<Place>();
  for (const place of inside.slice(0, 200)) {
    if (named.size >= MOST_LABELS) break;
    const at = map.latLngToContainerPoint(literal(place));
    const strong = place.rank >= 6;
    const width = textWidth(place.name, strong ? 12 : 11) + 12;
    const sides = [
      { left: at.x - 4, right: at.x + width, top: at.y - 9, bottom: at.y + 9, x: at.x + 7, end: "start" },
      { left: at.x - width, right: at.x + 4, top: at.y - 9, bottom: at.y + 9, x: at.x - 7, end: "end" },
    ];
    const box = sides.find((side) => inView(side, size) && !collides(side, taken));
    if (box === undefined) continue;
    taken.push(box);
    named.add(place);
    sheet.append(
      svg("circle", { class: "pb-map-town", cx: at.x, cy: at.y, r: strong ? 3 : 2.5 }),
      svg(
        "text",
        {
          class: strong ? "pb-map-name pb-map-strong" : "pb-map-name",
          x: box.x,
          y: at.y + 4,
          "text-anchor": box.end,
        },
        place.name,
      ),
    );
  }
  return named;
}

/** Chips at the edge that point to the nearest places that cannot be seen. */
function drawArrows(
  map: L.Map,
  sheet: SVGElement,
  places: readonly Place[],
  from: Point,
  seen: ReadonlySet<Place>,
  taken: Box[],
): void {
  const size = map.getSize();
  const at = map.latLngToContainerPoint(literal(from));
  if (!inView({ left: at.x, right: at.x, top: at.y, bottom: at.y }, size)) return;
  let drawn = 0;
  for (const { place, bearingDegrees } of nearestPlaces(places, from, 16)) {
    if (drawn >= (size.x < 300 ? 3 : 4)) break;
    const target = map.latLngToContainerPoint(literal(place));
    if (seen.has(place) || inView({ left: target.x, right: target.x, top: target.y, bottom: target.y }, size))
      continue;
    const name = place.name.length > 18 ? `${place.name.slice(0, 17)}…` : place.name;
    const far = formatDistance(distanceMeters(from, place));
    const nameWidth = textWidth(name, 11);
    const width = 24 + nameWidth + 5 + textWidth(far, 11) + 8;
    const spot = edgeSpot(at, target, size, width);
    const box = {
      left: spot.x - width / 2,
      right: spot.x + width / 2,
      top: spot.y - 11,
      bottom: spot.y + 11,
    };
    if (collides(box, taken)) continue;
    taken.push({ left: box.left - 4, right: box.right + 4, top: box.top - 4, bottom: box.bottom + 4 });
    drawn++;
    const chip = svg("g", { class: "pb-map-chip", transform: `translate(${box.left} ${spot.y})` });
    chip.append(
      svg("rect", { class: "pb-map-plate", x: 0, y: -11, width, height: 22, rx: 11 }),
      svg("path", {
        class: "pb-map-arrow",
        d: "M0-5.5 4 4.5 0 2.5-4 4.5z",
        transform: `translate(12 0) rotate(${bearingDegrees})`,
      }),
      svg("text", { class: "pb-map-chip-name", x: 22, y: 4 }, name),
      svg("text", { class: "pb-map-chip-far", x: 22 + nameWidth + 5, y: 4 }, far),
    );
    sheet.append(chip);
  }
}

/** Where the line from the pin to a place meets the edge, moved in by half a chip. */
function edgeSpot(from: L.Point, to: L.Point, size: L.Point, width: number): { x: number; y: number } {
  const left = 8 + width / 2;
  const right = size.x - 8 - width / 2;
  const top = 19;
  const bottom = size.y - 39;
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const reachX = dx === 0 ? Number.POSITIVE_INFINITY : ((dx > 0 ? right : left) - from.x) / dx;
  const reachY = dy === 0 ? Number.POSITIVE_INFINITY : ((dy > 0 ? bottom : top) - from.y) / dy;
  const reach = Math.max(0, Math.min(reachX, reachY));
  return {
    x: Math.min(right, Math.max(left, from.x + dx * reach)),
    y: Math.min(bottom, Math.max(top, from.y + dy * reach)),
  };
}

function literal({ latitude, longitude }: Point): L.LatLngTuple {
  return [latitude, longitude];
}

function inView(box: Box, size: L.Point): boolean {
  return box.left >= 2 && box.top >= 2 && box.right <= size.x - 2 && box.bottom <= size.y - 2;
}

function collides(box: Box, taken: readonly Box[]): boolean {
  return taken.some(
    (other) =>
      box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top,
  );
}
