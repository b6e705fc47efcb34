import * as L from "leaflet";
import { formatDistance, metersPerPixel, type Point } from "../geometry.js";
import { type NearPlace, nearestPlaces, type Place } from "../places/places.js";
import { svg, textWidth } from "./svg.js";

interface Surroundings {
  show(position: Point | null, trail: readonly Point[]): void;
  draw(): void;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** From this zoom on, rings and arrows say how far things are; before, coasts and countries say enough. */
const RINGS_FROM = 8;
/** The smallest rank of a place that is named, by zoom from 0; the last one holds for all closer ones. */
const RANKS = [10, 10, 9, 9, 8, 7, 6, 5, 4, 2, 0];
const MOST_LABELS = 14;
const MOST_ARROWS = 4;
/** Between two arrows, in degrees: four towns of one valley say no more than one. */
const APART = 35;

/** What is around the pin: named places, rings of distance, and arrows at the edge to places out of view. */
export function addSurroundings(
  map: L.Map,
  places: readonly Place[],
  { tiles, north, arrows }: { tiles: boolean; north: string; arrows: boolean },
): Surroundings {
  // Rings lie under the circle of accuracy and the track, names above them, and the pin above all.
  const under = addSheet(map, "rings", 350);
  const sheet = addSheet(map, "names", 450);
  let position: Point | null = null;
  let trail: readonly Point[] = [];
  let around: readonly NearPlace[] = [];

  const draw = (): void => {
    const size = map.getSize();
    for (const each of [under, sheet]) {
      L.DomUtil.setPosition(each as unknown as HTMLElement, map.containerPointToLayerPoint([0, 0]));
      each.setAttribute("width", String(size.x));
      each.setAttribute("height", String(size.y));
      each.replaceChildren();
    }
    // A tile server draws names and streets itself.
    if (tiles || size.x < 40 || size.y < 40) return;
    const taken: Box[] = [
      { left: size.x - 48, top: 0, right: size.x, bottom: 100 },
      { left: 0, top: size.y - 24, right: size.x, bottom: size.y },
    ];
    const near = position !== null && map.getZoom() >= RINGS_FROM;
    let pin: Box | null = null;
    if (position !== null) {
      const at = map.latLngToContainerPoint(literal(position));
      pin = { left: at.x - 13, top: at.y - 34, right: at.x + 13, bottom: at.y + 4 };
      taken.push(pin);
      for (const step of trail) {
        const { x, y } = map.latLngToContainerPoint(literal(step));
        if (x > 0 && y > 0 && x < size.x && y < size.y)
          taken.push({ left: x - 4, top: y - 4, right: x + 4, bottom: y + 4 });
      }
    }
    if (near) drawNorth(sheet, north, taken);
    const seen = drawPlaces(map, sheet, places, pin, taken);
    if (position !== null && near) {
      if (arrows) drawArrows(map, sheet, around, position, seen, taken);
      drawRings(map, under, sheet, position, taken);
    }
  };

  map.on("move resize zoomend", draw);
  const hide = (hidden: boolean): void => {
    for (const each of [under, sheet]) each.classList.toggle("pb-map-hidden", hidden);
  };
  map.on("zoomstart", () => hide(true));
  map.on("zoomend", () => hide(false));
  return {
    show(next, way) {
      position = next;
      trail = way;
      around = next === null || tiles ? [] : nearestPlaces(places, next, 24);
      draw();
    },
    draw,
  };
}

function addSheet(map: L.Map, name: string, zIndex: number): SVGElement {
  const pane = map.createPane(name);
  pane.style.zIndex = String(zIndex);
  pane.style.pointerEvents = "none";
  const sheet = svg("svg", { class: "pb-map-surroundings", "aria-hidden": "true" });
  pane.append(sheet);
  return sheet;
}

/** Circles at round distances around the pin, at most five, the smallest at least 26 pixels wide. */
function drawRings(map: L.Map, under: SVGElement, sheet: SVGElement, from: Point, taken: Box[]): void {
  const at = map.latLngToContainerPoint(literal(from));
  const size = map.getSize();
  const pixelsPerMeter = 1 / metersPerPixel(from.latitude, map.getZoom());
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
    under.append(svg("line", { class: kind, x1: at.x - x, y1: at.y - y, x2: at.x + x, y2: at.y + y }));
  }
  for (const meters of [...radii].reverse()) {
    const r = meters * pixelsPerMeter;
    under.append(svg("circle", { class: "pb-map-ring", cx: at.x, cy: at.y, r }));
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
function drawPlaces(
  map: L.Map,
  sheet: SVGElement,
  places: readonly Place[],
  pin: Box | null,
  taken: Box[],
): Set<Place> {
  const size = map.getSize();
  const bounds = map.getBounds();
  const least = RANKS[map.getZoom()] ?? 0;
  const middle = map.getCenter().lng;
  const inside = places
    .filter(
      ({ latitude, rank }) => rank >= least && latitude < bounds.getNorth() && latitude > bounds.getSouth(),
    )
    // A view across the date line shows places of both sides of it.
    .map((place) => ({ place, at: [place.latitude, nearestTurn(place.longitude, middle)] as L.LatLngTuple }))
    .filter(({ at: [, longitude] }) => longitude > bounds.getWest() && longitude < bounds.getEast())
    .sort((a, b) => b.place.rank - a.place.rank);
  const named = new Set<Place>();
  for (const { place, at: position } of inside.slice(0, 200)) {
    if (named.size >= MOST_LABELS) break;
    const at = map.latLngToContainerPoint(position);
    const strong = place.rank >= 6;
    const width = textWidth(place.name, strong ? 12 : 11);
    const { x, y } = at;
    // A dot below the pin would only be seen in part.
    const around = { left: x - 3, right: x + 3, top: y - 3, bottom: y + 3 };
    const cover = pin !== null && collides(around, [pin]) ? pin : null;
    const box = labelSpots(x, y, width, cover).find((spot) => inView(spot, size) && !collides(spot, taken));
    if (box === undefined) continue;
    taken.push(box);
    named.add(place);
    if (cover === null)
      sheet.append(svg("circle", { class: "pb-map-town", cx: x, cy: y, r: strong ? 3 : 2.5 }));
    sheet.append(
      svg(
        "text",
        {
          class: strong ? "pb-map-name pb-map-strong" : "pb-map-name",
          x: box.x,
          y: box.y,
          "text-anchor": box.anchor,
        },
        place.name,
      ),
    );
  }
  return named;
}

/** Where a name can stand: right, left, below or above of its dot; or beside the pin that covers the dot. */
function labelSpots(
  x: number,
  y: number,
  width: number,
  cover: Box | null,
): (Box & { x: number; y: number; anchor: string })[] {
  const beside = (right: number, left: number) => [
    {
      left: right - 3,
      right: right + width + 5,
      top: y - 9,
      bottom: y + 9,
      x: right,
      y: y + 4,
      anchor: "start",
    },
    { left: left - width - 5, right: left + 3, top: y - 9, bottom: y + 9, x: left, y: y + 4, anchor: "end" },
  ];
  if (cover !== null) return beside(cover.right + 4, cover.left - 4);
  const half = width / 2 + 4;
  return [
    ...beside(x + 7, x - 7),
    { left: x - half, right: x + half, top: y - 4, bottom: y + 22, x, y: y + 16, anchor: "middle" },
    { left: x - half, right: x + half, top: y - 22, bottom: y + 4, x, y: y - 8, anchor: "middle" },
  ];
}

/**
 * Chips at the edge that point to the nearest places that cannot be seen. Where the nearest place of all finds no room
 * there are none: a farther town alone would be taken for the one where it happened.
 */
function drawArrows(
  map: L.Map,
  sheet: SVGElement,
  near: readonly NearPlace[],
  from: Point,
  seen: ReadonlySet<Place>,
  taken: Box[],
): void {
  const size = map.getSize();
  const at = map.latLngToContainerPoint(literal(from));
  if (!inView({ left: at.x, right: at.x, top: at.y, bottom: at.y }, size)) return;
  const shown: number[] = [];
  for (const { place, bearingDegrees, distanceMeters } of near) {
    if (shown.length >= MOST_ARROWS) break;
    if (shown.some((other) => Math.abs(((bearingDegrees - other + 540) % 360) - 180) < APART)) continue;
    const target = map.latLngToContainerPoint([place.latitude, nearestTurn(place.longitude, from.longitude)]);
    if (seen.has(place) || inView({ left: target.x, right: target.x, top: target.y, bottom: target.y }, size))
      continue;
    const name = place.name.length > 18 ? `${place.name.slice(0, 17)}…` : place.name;
    const far = formatDistance(distanceMeters);
    const nameWidth = textWidth(name, 11);
    const width = 24 + nameWidth + 5 + textWidth(far, 11) + 8;
    const spot = edgeSpots(at, target, size, width).find((each) => !collides(chipBox(each, width), taken));
    if (spot === undefined) {
      if (shown.length === 0 && seen.size === 0) return;
      continue;
    }
    const box = chipBox(spot, width);
    taken.push({ left: box.left - 4, right: box.right + 4, top: box.top - 4, bottom: box.bottom + 4 });
    shown.push(bearingDegrees);
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

function chipBox({ x, y }: { x: number; y: number }, width: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - 11, bottom: y + 11 };
}

/** Where the line from the pin to a place meets the edge, moved in by half a chip; then a little along the edge, both ways. */
function edgeSpots(from: L.Point, to: L.Point, size: L.Point, width: number): { x: number; y: number }[] {
  const left = 8 + width / 2;
  const right = size.x - 8 - width / 2;
  const top = 19;
  const bottom = size.y - 39;
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const reachX = dx === 0 ? Number.POSITIVE_INFINITY : ((dx > 0 ? right : left) - from.x) / dx;
  const reachY = dy === 0 ? Number.POSITIVE_INFINITY : ((dy > 0 ? bottom : top) - from.y) / dy;
  const reach = Math.max(0, Math.min(reachX, reachY));
  const along = reachX < reachY ? { x: 0, y: 1 } : { x: 1, y: 0 };
  return [0, 16, -16, 32, -32, 48, -48, 64, -64].map((move) => ({
    x: Math.min(right, Math.max(left, from.x + dx * reach + move * along.x)),
    y: Math.min(bottom, Math.max(top, from.y + dy * reach + move * along.y)),
  }));
}

/** The same meridian, at most half a turn away from another. */
function nearestTurn(longitude: number, middle: number): number {
  return longitude + 360 * Math.round((middle - longitude) / 360);
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
