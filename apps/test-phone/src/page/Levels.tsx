import type { SoundShown } from "../wire/page-wire.js";
import { LEAST_DB, loudness } from "./words.js";

/** What the phone says and hears on the wire, as its process measures it. */
export function Levels({ levels, active }: { readonly levels: SoundShown; readonly active: boolean }) {
  return (
    <section className="phone-levels" aria-label="Sound">
      <Level name="Says" db={active ? levels.saysDb : -100} />
      <Level name="Hears" db={active ? levels.hearsDb : -100} />
      <p className="small soft">
        {active && levels.hearsOwnTone ? (
          "It hears its own tone come back."
        ) : (
          <>
            Packets: <span className="num">{levels.packetsSent}</span> sent,{" "}
            <span className="num">{levels.packetsReceived}</span> received,{" "}
            <span className="num">{levels.packetsLost}</span> lost
          </>
        )}
      </p>
    </section>
  );
}

function Level({ name, db }: { readonly name: string; readonly db: number }) {
  return (
    <div className="phone-level">
      <span className="label">{name}</span>
      <meter
        className="phone-bar"
        aria-label={name}
        aria-valuetext={`${loudness(db)}, ${db} decibels`}
        min={LEAST_DB}
        max={0}
        value={Math.max(LEAST_DB, Math.min(0, db))}
      />
      <span className="small soft">{loudness(db)}</span>
    </div>
  );
}
