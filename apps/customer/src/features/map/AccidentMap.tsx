import { useEffect, useRef } from "react";
import type { Place } from "../../session/index.js";

interface AccidentMapProps {
  /** `null`: no pin yet, the whole world. */
  readonly place: Place | null;
  readonly label: string;
  readonly draggable?: boolean;
  readonly onMove?: (place: Place) => void;
}

type MapHandle = ReturnType<typeof import("@patchbay/map")["createAccidentMap"]>;

/** The map with the pin. Its code and the land's outlines come when it is first drawn, not with the first page. */
export function AccidentMap({ place, label, draggable = false, onMove }: AccidentMapProps) {
  const element = useRef<HTMLDivElement>(null);
  const map = useRef<MapHandle | null>(null);
  const newest = useRef({ place, onMove });
  newest.current = { place, onMove };

  useEffect(() => {
    let gone = false;
    void import("@patchbay/map").then(({ createAccidentMap }) => {
      if (gone || element.current === null) return;
      map.current = createAccidentMap(element.current, {
        draggable,
        label,
        onMove: (moved) => newest.current.onMove?.({ ...moved, accuracy: null }),
      });
      show(map.current, newest.current.place);
    });
    return () => {
      gone = true;
      map.current?.destroy();
      map.current = null;
    };
  }, [draggable, label]);

  // By value: a new object with the same position must not move the map under the customer's finger.
  const latitude = place?.latitude;
  const longitude = place?.longitude;
  const accuracy = place?.accuracy ?? null;
  useEffect(() => {
    if (map.current === null || latitude === undefined || longitude === undefined) return;
    show(map.current, { latitude, longitude, accuracy });
  }, [latitude, longitude, accuracy]);

  return <div ref={element} style={{ position: "absolute", inset: 0 }} />;
}

function show(map: MapHandle, place: Place | null): void {
  if (place !== null) map.setPosition(place);
}
