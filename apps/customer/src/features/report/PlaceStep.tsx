import { IconCurrentLocation, IconMapPin } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { Button, Field, Notice, PageHeading } from "../../design/index.js";
import { askPosition, type Place, type Report } from "../../session/index.js";
import { t } from "../../words/index.js";
import { AccidentMap, useNearby } from "../map/index.js";
import css from "./Report.module.css";
import { type SamplePlace, samplePlaces } from "./sample-places.js";

interface PlaceStepProps {
  readonly report: Report;
  readonly onChange: (patch: Partial<Report>) => void;
}

type Asking = "not_yet" | "asking" | "refused" | "unavailable";

export function PlaceStep({ report, onChange }: PlaceStepProps) {
  const [asking, setAsking] = useState<Asking>("not_yet");
  const [correcting, setCorrecting] = useState(false);
  const { place } = report;

  // Counts up with every other way chosen: an answer that comes late must not overrule it.
  const turn = useRef(0);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );

  const ask = async () => {
    turn.current += 1;
    const mine = turn.current;
    setAsking("asking");
    const answer = await askPosition();
    if (mine !== turn.current) return undefined;
    if (typeof answer === "string") return setAsking(answer);
    setAsking("not_yet");
    setCorrecting(false);
    onChange({ place: answer });
  };
  const overrule = () => {
    turn.current += 1;
    setAsking("not_yet");
  };
  const byHand = () => {
    overrule();
    setCorrecting(true);
  };
  const choose = (sample: SamplePlace) => {
    overrule();
    setCorrecting(false);
    onChange({ place: sample.place, address: sample.address });
  };
  const reset = () => {
    setCorrecting(false);
    const sampled = samplePlaces.some((sample) => sample.address === report.address);
    onChange({ place: null, ...(sampled ? { address: "" } : {}) });
  };

  return (
    <>
      <div className={css.intro}>
        <PageHeading>{t("place.title")}</PageHeading>
        {correcting ? (
          <p className={css.why}>{t("place.correctHelp")}</p>
        ) : (
          place === null && <p className={css.why}>{t("place.why")}</p>
        )}
      </div>
      {place === null && !correcting ? (
        <Ways asking={asking} onAsk={() => void ask()} onByHand={byHand} onChoose={choose} />
      ) : (
        <Found
          place={place}
          correcting={correcting}
          onCorrect={() => setCorrecting(true)}
          onMove={(moved) => onChange({ place: moved })}
          onAgain={reset}
        />
      )}
      <Field
        label={t("place.address")}
        help={t("place.addressHelp")}
        autoComplete="street-address"
        value={report.address}
        onChange={(event) => onChange({ address: event.currentTarget.value })}
      />
    </>
  );
}

interface WaysProps {
  readonly asking: Asking;
  readonly onAsk: () => void;
  readonly onByHand: () => void;
  readonly onChoose: (sample: SamplePlace) => void;
}

/** No position yet: ask the device, take a sample, or set the pin. */
function Ways({ asking, onAsk, onByHand, onChoose }: WaysProps) {
  const refused = asking === "refused" || asking === "unavailable";
  return (
    <>
      <div className={css.stack}>
        <div role="status">{refused && <Notice look="due">{t(`place.${asking}`)}</Notice>}</div>
        <Button
          wide
          large
          look={refused ? "outline" : "filled"}
          disabled={asking === "asking"}
          onClick={onAsk}
        >
          <IconCurrentLocation size={20} stroke={1.7} aria-hidden />
          {asking === "asking" ? t("place.asking") : t("place.use")}
        </Button>
        <Button wide look={refused ? "filled" : "outline"} onClick={onByHand}>
          <IconMapPin size={20} stroke={1.7} aria-hidden />
          {t("place.byHand")}
        </Button>
      </div>
      <section className={css.stack}>
        <h2 className={css.subtitle}>{t("place.samples")}</h2>
        <div className={css.samples}>
          {samplePlaces.map((sample) => (
            <button key={sample.name} type="button" className={css.sample} onClick={() => onChoose(sample)}>
              <IconMapPin size={20} stroke={1.6} aria-hidden />
              <span>
                <strong>{sample.name}</strong>
                <small>{sample.address}</small>
              </span>
            </button>
          ))}
        </div>
      </section>
    </>
  );
}

interface FoundProps {
  readonly place: Place | null;
  readonly correcting: boolean;
  readonly onCorrect: () => void;
  readonly onMove: (place: Place) => void;
  readonly onAgain: () => void;
}

function Found({ place, correcting, onCorrect, onMove, onAgain }: FoundProps) {
  const nearby = useNearby(place);
  return (
    <div className={css.stack}>
      <div className={correcting ? `${css.map} ${css.correcting}` : css.map}>
        <div className={css.canvas}>
          <AccidentMap
            place={place}
            label={t("place.map")}
            use={correcting ? "pin" : "look"}
            onMove={onMove}
          />
        </div>
        <div className={css.caption} aria-live="polite">
          {place === null ? (
            <span>{t("place.noPin")}</span>
          ) : (
            <>
              <strong>{accuracyWords(place)}</strong>
              {nearby !== null && <span>{nearby}</span>}
              <span
                className={css.quiet}
              >{`${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`}</span>
            </>
          )}
        </div>
      </div>
      <div className={css.pair}>
        {!correcting && (
          <Button look="outline" onClick={onCorrect}>
            {t("place.correct")}
          </Button>
        )}
        <Button look="quiet" onClick={onAgain}>
          {t("place.other")}
        </Button>
      </div>
    </div>
  );
}

function accuracyWords({ accuracy }: Place): string {
  if (accuracy === null) return t("place.set");
  if (accuracy >= 1_000) return t("place.foundKm", { km: Math.round(accuracy / 1_000) });
  return t("place.found", { metres: Math.max(1, Math.round(accuracy)) });
}
