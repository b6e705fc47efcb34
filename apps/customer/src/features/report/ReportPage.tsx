import { useState } from "react";
import { useApp, useSession } from "../../app-context.js";
import { Button, Screen, Steps } from "../../design/index.js";
import { parametersOf, type ReportDraft } from "../../session/index.js";
import { t } from "../../words/index.js";
import { IncidentStep } from "./IncidentStep.js";
import { PhotosStep } from "./PhotosStep.js";
import { PlaceStep } from "./PlaceStep.js";
import css from "./Report.module.css";
import { useDraft } from "./use-draft.js";

const before: Readonly<Record<ReportDraft["step"], ReportDraft["step"] | null>> = {
  place: null,
  incident: "place",
  photos: "incident",
};

export function ReportPage() {
  const { session, go } = useApp();
  const { draft, change, changeReport, forget } = useDraft();
  const [sending, setSending] = useState(false);
  const [asked, setAsked] = useState(false);
  const living = useSession((state) => state.report !== null && state.conversation?.ended == null);
  if (draft === null) return <Screen title={t("home.report")}>{null}</Screen>;
  const { step, report, photos } = draft;

  const send = async () => {
    setSending(true);
    const words = {
      incident: (code: NonNullable<typeof report.incident>) => t(`incident.${code}`),
      injured: (answer: NonNullable<typeof report.injured>) => t(`incident.${answer}`),
    };
    const kind = report.incident === null ? t("home.report") : words.incident(report.incident);
    const first = report.description.trim() || kind;
    // A chat that is still going on takes the report as further messages: one chat per customer.
    await session.report(report, first, parametersOf(report, words), photos);
    await forget();
    go("chat");
  };

  const back = () => {
    const previous = before[step];
    if (previous === null) go("home");
    else change({ step: previous });
  };
  const enough = report.incident !== null || report.description.trim() !== "";
  const toPhotos = () => {
    setAsked(true);
    if (enough) change({ step: "photos" });
  };
  const foot = {
    place: (
      <>
        <Button wide large disabled={report.place === null} onClick={() => change({ step: "incident" })}>
          {t("place.next")}
        </Button>
        {report.place === null && (
          <Button look="quiet" wide onClick={() => change({ step: "incident" })}>
            {t("place.none")}
          </Button>
        )}
      </>
    ),
    incident: (
      <>
        {asked && !enough && (
          <p className={css.error} role="alert">
            {t("incident.missing")}
          </p>
        )}
        <Button wide large onClick={toPhotos}>
          {t("incident.next")}
        </Button>
      </>
    ),
    photos: (
      <Button wide large disabled={sending || living} onClick={() => void send()}>
        {t("photos.send", { count: photos.length })}
      </Button>
    ),
  }[step];

  return (
    <Screen
      key={step}
      title={t("home.report")}
      onBack={back}
      below={<Steps now={step === "photos" ? "photos" : "place"} half={step === "place"} />}
      foot={foot}
    >
      {step === "place" && <PlaceStep report={report} onChange={changeReport} />}
      {step === "incident" && <IncidentStep report={report} onChange={changeReport} />}
      {step === "photos" && <PhotosStep photos={photos} onChange={(next) => change({ photos: next })} />}
    </Screen>
  );
}
