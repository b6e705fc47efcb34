import type { AccidentMap } from "@patchbay/map";
import type { LocationView } from "@patchbay/protocol";
import { IconMapOff } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useWords } from "../../../words/words.js";
import { loadMap } from "./load-map.js";

/** The drawn map. Its marker follows the newest position; the earlier ones are its track. */
export function MapPicture({
  positions,
  tilesUrl,
}: {
  readonly positions: readonly LocationView[];
  readonly tilesUrl: string | null;
}) {
  const t = useWords();
  const element = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<AccidentMap | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is a reason to draw again.
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    let current = true;
    let drawn: AccidentMap | null = null;
    const words = {
      map: t("context.map.label"),
      zoomIn: t("context.map.zoomIn"),
      zoomOut: t("context.map.zoomOut"),
      recenter: t("context.map.recenter"),
      pin: t("context.map.marker"),
    };
    setFailed(false);
    loadMap()
      .then((module) =>
        module.createAccidentMap(target, { tilesUrl, draggable: false, interactive: true, words }),
      )
      .then(
        (created) => {
          if (current) {
            drawn = created;
            setMap(created);
          } else created.destroy();
        },
        () => current && setFailed(true),
      );
    return () => {
      current = false;
      drawn?.destroy();
      setMap(null);
    };
  }, [t, tilesUrl, attempt]);

  useEffect(() => {
    map?.setPosition(positions.at(-1) ?? null, positions.slice(0, -1));
  }, [map, positions]);

  return (
    <div className="ctx-map-frame">
      <div ref={element} className="ctx-map-picture" hidden={failed} />
      {map === null && !failed && (
        <div className="ctx-map-note small soft" role="status">
          {t("context.map.loading")}
        </div>
      )}
      {failed && (
        <div className="ctx-map-note small soft" role="alert">
          <IconMapOff size={20} stroke={1.6} aria-hidden="true" />
          <span>{t("context.map.failed")}</span>
          <button type="button" className="btn sm" onClick={() => setAttempt(attempt + 1)}>
            {t("context.map.retry")}
          </button>
        </div>
      )}
    </div>
  );
}
