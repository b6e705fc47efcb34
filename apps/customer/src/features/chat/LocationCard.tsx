import { useApp, useSession } from "../../app-context.js";
import { hour, t } from "../../words/index.js";
import { AccidentMap, useNearby } from "../map/index.js";
import css from "./Chat.module.css";
import type { Row } from "./chat-view.js";

type LocationRow = Extract<Row, { kind: "location" }>;

/** Where the customer is or was. The latest one can be updated, or kept up to date by the phone. */
export function LocationCard({ row, latest }: { readonly row: LocationRow; readonly latest: boolean }) {
  const { session } = useApp();
  const live = useSession((state) => state.live);
  const asked = useSession((state) => state.positionAsked);
  const ended = useSession((state) => state.conversation?.ended != null);
  const nearby = useNearby(row);
  const coordinates = `${row.latitude.toFixed(5)}, ${row.longitude.toFixed(5)}`;
  const words = row.first
    ? row.address || nearby || coordinates
    : t("chat.positionMoved", { time: hour(row.at) });
  const controls = latest && row.mine && !ended;
  return (
    <figure
      className={row.mine ? css.place : `${css.place} ${css.placeTheirs}`}
      aria-label={t("chat.position")}
    >
      <div className={css.placeMap}>
        <AccidentMap place={row} label={`${t("chat.position")}: ${words}`} />
      </div>
      <div className={css.placeWords}>
        <span>{words}</span>
        {latest && live && (
          <span className={css.live}>
            <span className={css.here} aria-hidden />
            {t("chat.liveOn")}
          </span>
        )}
      </div>
      {controls && (
        <div className={css.placeButtons}>
          <button type="button" aria-disabled={asked} onClick={() => void session.positions.update()}>
            {asked ? t("place.asking") : t("chat.updatePosition")}
          </button>
          <button type="button" aria-pressed={live} onClick={() => session.positions.setLive(!live)}>
            {live ? t("chat.liveStop") : t("chat.liveStart")}
          </button>
        </div>
      )}
    </figure>
  );
}
