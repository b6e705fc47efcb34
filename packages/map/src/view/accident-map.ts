import * as L from "leaflet";
import "leaflet/dist/leaflet.css";
import "./map.css";
import { loadCountries, loadPlaces } from "../data.js";
import type { AccidentMap, AccidentMapOptions, MapPosition, MapWords } from "../types.js";
import { addControls } from "./controls.js";
import { addGround } from "./ground.js";
import { createPin } from "./pin.js";
import { addSurroundings } from "./surroundings.js";
import { zoomFor, zoomToTown } from "./zoom.js";

const ENGLISH: MapWords = {
  map: "Map",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  recenter: "Back to the pin",
  pin: "Position",
  movePin: "Move the pin with the arrow keys, with Shift in larger steps",
  north: "N",
};

const CLOSEST = 18;
/** From this zoom on, a tap moves the pin without coming nearer. */
const STREET = 14;
const WORLD: L.LatLngTuple = [22, 8];

export async function openAccidentMap(
  element: HTMLElement,
  options: AccidentMapOptions,
): Promise<AccidentMap> {
  const words = { ...ENGLISH, ...options.words };
  const interactive = options.interactive ?? true;
  const [countries, places] = await Promise.all([loadCountries(), loadPlaces()]);
  // A box of its own: what Leaflet writes on its element is gone with it, and the caller's element stays as it was.
  const box = document.createElement("div");
  box.className = "pb-map";
  box.setAttribute("role", interactive ? "application" : "img");
  box.setAttribute("aria-label", words.map);
  element.append(box);

  const map = L.map(box, {
    attributionControl: false,
    zoomControl: false,
    boxZoom: false,
    scrollWheelZoom: false,
    doubleClickZoom: interactive,
    dragging: interactive,
    keyboard: interactive,
    touchZoom: interactive,
    minZoom: 1,
    maxZoom: CLOSEST,
    maxBounds: [
      [-85, -270],
      [85, 270],
    ],
    maxBoundsViscosity: 1,
    worldCopyJump: true,
    zoomAnimation: !still(),
    markerZoomAnimation: !still(),
    fadeAnimation: !still(),
    inertia: !still(),
  });
  if (!interactive) box.removeAttribute("tabindex");
  map.setView(WORLD, 1);

  const tilesUrl = options.tilesUrl ?? null;
  addGround(map, countries, tilesUrl);
  const surroundings = addSurroundings(map, places, {
    tiles: tilesUrl !== null,
    north: words.north,
    // A picture is too small for signposts: it comes out as far as the nearest town instead.
    arrows: interactive,
  });
  const pin = createPin(map, {
    draggable: (options.draggable ?? false) && interactive,
    words,
    moved: (to) => {
      if (position !== null) position = { ...position, ...to, accuracy: null };
      surroundings.show(position, []);
      controls.show(position);
      following = true;
      map.panTo([to.latitude, to.longitude], { animate: !still() });
      options.onMove?.(to);
    },
  });

  let position: MapPosition | null = null;
  let following = true;
  let fresh = true;

  const zoomOf = (to: MapPosition): number => {
    const zoom = zoomFor(map.getSize(), to);
    return interactive || tilesUrl !== null ? zoom : Math.min(zoom, zoomToTown(map.getSize(), to, places));
  };
  const goTo = (to: MapPosition | null): void => {
    if (to === null) map.setView(WORLD, 1, { animate: !still() });
    else map.setView([to.latitude, to.longitude], zoomOf(to), { animate: !fresh && !still() });
  };
  const handle: AccidentMap = {
    setPosition(next, trail = []) {
      const first = (position === null) !== (next === null);
      position = next;
      pin.show(next, trail);
      surroundings.show(next, trail);
      controls.show(next);
      if (next === null || first) {
        following = true;
        goTo(next);
        fresh = false;
      } else if (!interactive) goTo(next);
      else if (following) map.panTo([next.latitude, next.longitude], { animate: !still() });
    },
    refreshTheme: () => surroundings.draw(),
    zoomIn: () => void map.zoomIn(),
    zoomOut: () => void map.zoomOut(),
    recenter() {
      following = true;
      goTo(position);
    },
    destroy() {
      resized.disconnect();
      themed.disconnect();
      map.remove();
      box.remove();
    },
  };
  const controls = addControls(map, {
    words,
    interactive,
    attribution:
      tilesUrl === null
        ? "Natural Earth · GeoNames"
        : `${options.tilesAttribution ?? "© OpenStreetMap contributors"} · GeoNames`,
    recenter: handle.recenter,
  });

  map.on("dragstart", () => {
    following = false;
  });
  map.on("keydown", ({ originalEvent }) => {
    if (originalEvent.key.startsWith("Arrow")) following = false;
  });
  if (options.draggable && interactive) {
    // A tap sets the pin; Enter sets it in the middle, so that a keyboard can begin on a map without one.
    const put = (at: L.LatLng): void => {
      const { lat: latitude, lng: longitude } = at.wrap();
      position = { ...position, latitude, longitude, accuracy: null };
      pin.show(position, []);
      surroundings.show(position, []);
      controls.show(position);
      following = true;
      // Who taps on a country comes nearer step by step; where a street's length can be told, the view stays.
      const zoom = Math.max(map.getZoom(), Math.min(STREET, map.getZoom() + 3));
      map.setView([latitude, longitude], zoom, { animate: !still() });
      options.onMove?.({ latitude, longitude });
    };
    map.on("click", ({ latlng }) => put(latlng));
    map.on("keydown", ({ originalEvent }) => {
      if (originalEvent.key === "Enter" && originalEvent.target === box) put(map.getCenter());
    });
  }
  // Only a map that is being used takes the wheel: a page scrolls past the others.
  map.on("focus", () => interactive && map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());

  const resized = new ResizeObserver(() => {
    map.invalidateSize({ pan: true, animate: false });
    if (following && position !== null)
      map.panTo([position.latitude, position.longitude], { animate: false });
  });
  resized.observe(element);
  const themed = new MutationObserver(() => surroundings.draw());
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return handle;
}

function still(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
