import * as L from "leaflet";
import type { MapPosition, MapWords } from "../types.js";

interface Pin {
  show(position: MapPosition | null, trail: readonly MapPosition[]): void;
}

interface PinOptions {
  readonly draggable: boolean;
  readonly words: MapWords;
  readonly moved: (to: { latitude: number; longitude: number }) => void;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** The pin with its circle of accuracy and the way to it. */
export function createPin(map: L.Map, { draggable, words, moved }: PinOptions): Pin {
  const marker = L.marker([0, 0], {
    icon: L.divIcon({ className: "pb-map-pin", html: drawPin(), iconSize: [22, 32], iconAnchor: [11, 31] }),
    draggable,
    keyboard: false,
    interactive: draggable,
    autoPan: true,
  });
  const circle = L.circle([0, 0], {
    radius: 0,
    interactive: false,
    className: "pb-map-accuracy",
    weight: 1.5,
  });
  const track = L.polyline([], { interactive: false, className: "pb-map-track", weight: 3 });

  const tell = (): void => {
    circle.remove();
    const { lat, lng } = marker.getLatLng().wrap();
    moved({ latitude: lat, longitude: lng });
  };
  marker.on("dragstart", () => circle.remove());
  marker.on("dragend", tell);
  marker.on("add", () => {
    const element = marker.getElement();
    if (element === undefined) return;
    element.setAttribute("aria-label", draggable ? `${words.pin}. ${words.movePin}` : words.pin);
    element.setAttribute("role", draggable ? "button" : "img");
    if (!draggable) return;
    element.tabIndex = 0;
    element.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      if (arrow === undefined) return;
      // Else the map below would move as well.
      event.preventDefault();
      event.stopPropagation();
      const step = event.shiftKey ? 25 : 5;
      const at = map.latLngToContainerPoint(marker.getLatLng()).add([arrow[0] * step, arrow[1] * step]);
      marker.setLatLng(map.containerPointToLatLng(at));
      tell();
    });
  });

  return {
    show(position, trail) {
      if (position === null) {
        for (const layer of [marker, circle, track]) layer.remove();
        return;
      }
      const at: L.LatLngTuple = [position.latitude, position.longitude];
      marker.setLatLng(at).addTo(map);
      if (position.accuracy !== null && position.accuracy > 0) {
        circle.setLatLng(at).setRadius(position.accuracy).addTo(map);
      } else circle.remove();
      if (trail.length === 0) track.remove();
      else {
        const way = trail.map(({ latitude, longitude }): L.LatLngTuple => [latitude, longitude]);
        track.setLatLngs([...way, at]).addTo(map);
      }
    },
  };
}

/** 22 x 32: a drop with a white dot. */
function drawPin(): HTMLElement {
  const box = document.createElement("span");
  box.innerHTML =
    '<svg viewBox="0 0 22 32" width="22" height="32" aria-hidden="true" focusable="false">' +
    '<ellipse class="pb-map-pin-foot" cx="11" cy="30.4" rx="4" ry="1.5"/>' +
    '<path class="pb-map-pin-body" d="M11 .9C5.4.9.9 5.4.9 11c0 7.4 7.4 13.6 10.1 19.6C13.7 24.6 21.1 18.4 21.1 11 21.1 5.4 16.6.9 11 .9z"/>' +
    '<circle class="pb-map-pin-eye" cx="11" cy="11" r="3.7"/></svg>';
  return box;
}
