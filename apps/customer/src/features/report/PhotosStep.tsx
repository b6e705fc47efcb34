import { IconCamera, IconPhotoPlus, IconX } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { useApp } from "../../app-context.js";
import { Button, Notice, PageHeading } from "../../design/index.js";
import type { ReportPhoto } from "../../session/index.js";
import { t } from "../../words/index.js";
import { usePhotoInputs } from "./PhotoInputs.js";
import { samplePhotos } from "./photos.js";
import css from "./Report.module.css";

interface PhotosStepProps {
  readonly photos: readonly ReportPhoto[];
  readonly onChange: (photos: readonly ReportPhoto[]) => void;
}

export function PhotosStep({ photos, onChange }: PhotosStepProps) {
  const { shoot, choose, tooBig, inputs } = usePhotoInputs("", "image/*", (chosen) =>
    onChange([...photos, ...chosen]),
  );
  const closed = useClosed();
  return (
    <>
      <div className={css.intro}>
        <PageHeading>{t("photos.title")}</PageHeading>
        <p className={css.why}>{t("photos.help")}</p>
      </div>
      <div className={css.sources}>
        <button type="button" className={css.source} onClick={shoot}>
          <IconCamera size={26} stroke={1.6} aria-hidden />
          {t("photos.camera")}
        </button>
        <button type="button" className={css.source} onClick={choose}>
          <IconPhotoPlus size={26} stroke={1.6} aria-hidden />
          {t("photos.files")}
        </button>
      </div>
      {inputs}
      {tooBig.map((words) => (
        <p key={words} className={css.error} role="alert">
          {words}
        </p>
      ))}
      {photos.length > 0 && (
        <ul className={css.photos} aria-label={t("photos.list")}>
          {photos.map((photo, index) => (
            <Thumbnail
              key={photo.id}
              photo={photo}
              number={index + 1}
              onRemove={() => onChange(photos.filter((each) => each.id !== photo.id))}
            />
          ))}
        </ul>
      )}
      <Button
        look="quiet"
        onClick={() => void samplePhotos().then((samples) => onChange([...photos, ...samples]))}
      >
        {t("photos.samples")}
      </Button>
      {closed && <Notice>{t("photos.closed")}</Notice>}
    </>
  );
}

function Thumbnail({
  photo,
  number,
  onRemove,
}: {
  readonly photo: ReportPhoto;
  readonly number: number;
  readonly onRemove: () => void;
}) {
  const url = useMemo(() => URL.createObjectURL(photo.blob), [photo.blob]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return (
    <li className={css.photo}>
      <img src={url} alt={t("photos.photo", { number, name: photo.name })} />
      <button type="button" aria-label={t("photos.remove", { number })} onClick={onRemove}>
        <span>
          <IconX size={16} stroke={2} aria-hidden />
        </span>
      </button>
    </li>
  );
}

/** Whether the center says that it is closed or that nobody is logged in. Not knowing is neither. */
function useClosed(): boolean {
  const { api } = useApp();
  const [closed, setClosed] = useState(false);
  useEffect(() => {
    let gone = false;
    api.availability().then(
      (availability) => {
        if (!gone) setClosed(!availability.open || availability.agentsAvailable === 0);
      },
      // No answer: the report goes through the outbox anyway, and says itself when it cannot be sent.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [api]);
  return closed;
}
