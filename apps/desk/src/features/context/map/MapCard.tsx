import type { LocationView } from "@patchbay/protocol";
import { useEffect, useState } from "react";
import { useNow } from "../../../parts/time.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { CopyButton } from "../copy-button.js";
import { loadMap } from "./load-map.js";
import { MapPicture } from "./MapPicture.js";
import { ageText, coordinatesText, distanceText, isLive, placeText, plainCoordinates } from "./position.js";
import "./map.css";

/** Where the customer is: the map, and in words what it shows. The words stay when the map cannot be drawn. */
export function MapCard({
  positions,
}: {
  /** Newest last; at least one. */
  readonly positions: readonly LocationView[];
}) {
  const t = useWords();
  const tilesUrl = useDesk((state) => state.data?.settings.mapTilesUrl ?? null);
  const position = positions.at(-1);
  const near = useNearestPlace(position);
  if (position === undefined) return null;
  const { address, accuracy } = position;
  const place = address ?? near ?? t("context.map.unnamed");
  const coordinates = coordinatesText(position);
  const earlier = positions.length - 1;
  return (
    <section className="panel ctx-map" aria-label={t("context.map.title")}>
      <MapPicture positions={positions} tilesUrl={tilesUrl} />
      <div className="ctx-place">
        <div className="row between ctx-place-name">
          <b>{place}</b>
          <span className="row">
            <LiveMark at={position.at} />
            <CopyButton text={plainCoordinates(position)} what={t("context.copy.coordinates")} />
          </span>
        </div>
        {address !== null && near !== null && <div className="small soft">{near}</div>}
        <div className="small soft ctx-facts">
          <span className="num">{coordinates}</span>
          {accuracy !== null && (
            <span className="num">{t("context.map.within", { distance: distanceText(accuracy) })}</span>
          )}
          <Age at={position.at} />
          {earlier > 0 && <span>{t("context.map.earlier", { count: earlier })}</span>}
        </div>
        {tilesUrl === null && <div className="hint">{t("context.map.tilesOff")}</div>}
        <Announced
          key="announced"
          count={positions.length}
          text={t("context.map.moved", { place, coordinates })}
        />
      </div>
    </section>
  );
}

function Age({ at }: { readonly at: number }) {
  const t = useWords();
  return <span className="num">{ageText(t, at, useNow())}</span>;
}

function LiveMark({ at }: { readonly at: number }) {
  const t = useWords();
  const connected = useDesk((state) => state.link.status === "live");
  if (!isLive(at, useNow()) || !connected) return null;
  return (
    <span className="row tight small t-m m-ready strong ctx-live">
      <span className="dot" aria-hidden="true" />
      {t("context.map.live")}
    </span>
  );
}

/** Tells a screen reader of positions that arrive later, not of the one that was there at first. */
function Announced({ count, text }: { readonly count: number; readonly text: string }) {
  const [first] = useState(count);
  return (
    <div className="vh" role="status">
      {count > first ? text : ""}
    </div>
  );
}

/** The town near a position, looked up in the map's own places; `null` until it is known, or when it cannot be. */
function useNearestPlace(position: LocationView | undefined): string | null {
  const t = useWords();
  const [text, setText] = useState<string | null>(null);
  const latitude = position?.latitude;
  const longitude = position?.longitude;
  useEffect(() => {
    if (latitude === undefined || longitude === undefined) return;
    let current = true;
    loadMap()
      .then((map) => map.describePlace(latitude, longitude))
      .then(
        (place) => current && setText(placeText(t, place)),
        () => current && setText(null),
      );
    return () => {
      current = false;
    };
  }, [t, latitude, longitude]);
  return text;
}
