import type { AccidentMap as MapHandle } from "@patchbay/map";
import { useEffect, useRef } from "react";
import type { Place } from "../../session/index.js";
import { t } from "../../words/index.js";

interface AccidentMapProps {
  /** `null`: no pin yet, the whole world. */
  readonly place: Place | null;
  readonly label: string;
  /** `picture`: nothing to press. `pin`: the pin can be moved. */
  readonly use?: "picture" | "look" | "pin";
  readonly onMove?: (place: Place) => void;
}

/** The map with the pin. Its code and the land's outlines come when it is first drawn, not with the first page. */
export function AccidentMap({ place, label, use = "picture", onMove }: AccidentMapProps) {
  const element = useRef<HTMLDivElement>(null);
  const map = useRef<MapHandle | null>(null);
  const newest = useRef({ place, onMove });
  newest.current = { place, onMove };

  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    let gone = false;
    const open = async () => {
      const { createAccidentMap } = await import("@patchbay/map");
      if (gone) return;
      const opened = await createAccidentMap(target, {
        draggable: use === "pin",
        interactive: use !== "picture",
        words: { map: label, pin: t("map.pin"), movePin: t("place.correctHelp") },
        onMove: (moved) => newest.current.onMove?.({ ...moved, accuracy: null }),
      });
      if (gone) return opened.destroy();
      map.current = opened;
      opened.setPosition(newest.current.place);
    };
    // Offline before the first map: the words and the coordinates below it are still there.
    open().catch((error: unknown) => console.warn("the map could not be drawn", error));
    return () => {
      gone = true;
      map.current?.destroy();
      map.current = null;
    };
  }, [use, label]);

  // By value: a new object with the same position must not move the map under the customer's finger.
  const latitude = place?.latitude;
  const longitude = place?.longitude;
  const accuracy = place?.accuracy ?? null;
  useEffect(() => {
    const known = latitude !== undefined && longitude !== undefined;
    map.current?.setPosition(known ? { latitude, longitude, accuracy } : null);
  }, [latitude, longitude, accuracy]);

  return <div ref={element} style={{ position: "absolute", inset: 0 }} />;
}
