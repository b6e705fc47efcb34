import * as L from "leaflet";
import { formatDistance, metersPerPixel } from "../geometry.js";
import type { MapPosition, MapWords } from "../types.js";

interface ControlOptions {
  readonly words: MapWords;
  readonly interactive: boolean;
  readonly attribution: string;
  readonly recenter: () => void;
}

interface Controls {
  show(position: MapPosition | null): void;
}

/** Longest scale bar, in pixels. */
const LONGEST = 112;

const SIGNS = {
  zoomIn: "M8 3.5v9M3.5 8h9",
  zoomOut: "M3.5 8h9",
  recenter: "M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7",
};

/** Zoom buttons, the way back to the pin, the scale, and who the map is from. */
export function addControls(
  map: L.Map,
  { words, interactive, attribution, recenter }: ControlOptions,
): Controls {
  const box = map.getContainer();
  const foot = document.createElement("div");
  foot.className = "pb-map-foot";
  const scale = document.createElement("span");
  scale.className = "pb-map-scale";
  const source = document.createElement("span");
  source.className = "pb-map-source";
  source.textContent = attribution;
  foot.append(scale, source);
  box.append(foot);

  let position: MapPosition | null = null;
  let back: HTMLButtonElement | null = null;
  if (interactive) {
    const stack = document.createElement("div");
    stack.className = "pb-map-zoom";
    const zoomIn = button(words.zoomIn, SIGNS.zoomIn, () => map.zoomIn());
    const zoomOut = button(words.zoomOut, SIGNS.zoomOut, () => map.zoomOut());
    back = button(words.recenter, SIGNS.recenter, recenter);
    stack.append(zoomIn, zoomOut, back);
    L.DomEvent.disableClickPropagation(stack);
    // Before the map's panes: Tab reaches the buttons first, then the pin.
    box.prepend(stack);
    const limits = (): void => {
      zoomIn.setAttribute("aria-disabled", String(map.getZoom() >= map.getMaxZoom()));
      zoomOut.setAttribute("aria-disabled", String(map.getZoom() <= map.getMinZoom()));
    };
    map.on("zoomend", limits);
    limits();
  }

  const draw = (): void => {
    const { meters, pixels } = scaleAt(map);
    scale.style.width = `${pixels}px`;
    scale.textContent = formatDistance(meters);
    if (back !== null) back.hidden = position === null || centred(map, position);
  };
  map.on("moveend zoomend resize", draw);
  draw();
  return {
    show(next) {
      position = next;
      draw();
    },
  };
}

/** The longest round distance (1, 2, 5 times a power of ten) that fits the scale bar, at the view's middle. */
function scaleAt(map: L.Map): { meters: number; pixels: number } {
  const step = metersPerPixel(map.getCenter().lat, map.getZoom());
  const longest = step * LONGEST;
  const power = 10 ** Math.floor(Math.log10(longest));
  const meters = power * (longest >= power * 5 ? 5 : longest >= power * 2 ? 2 : 1);
  return { meters, pixels: Math.round(meters / step) };
}

function centred(map: L.Map, { latitude, longitude }: MapPosition): boolean {
  const at = map.latLngToContainerPoint([latitude, longitude]);
  return at.distanceTo(map.getSize().divideBy(2)) < 24;
}

function button(name: string, sign: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.title = name;
  made.setAttribute("aria-label", name);
  made.innerHTML = `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false"><path d="${sign}"/></svg>`;
  made.addEventListener("click", press);
  return made;
}
