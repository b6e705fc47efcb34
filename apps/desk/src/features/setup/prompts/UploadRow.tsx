import { IconAlertTriangle, IconX } from "@tabler/icons-react";
import { useWords } from "../../../words/words.js";

/** A file on its way, or why it was not taken. */
export function UploadRow({
  name,
  share,
  failed,
  onClose,
}: {
  readonly name: string;
  /** 0 to 1; at 1 it is being converted. */
  readonly share: number;
  readonly failed: string | null;
  readonly onClose: () => void;
}) {
  const t = useWords();
  if (failed === null) {
    const percent = Math.round(share * 100);
    return (
      <li className="setup-upload">
        <span className="row between small">
          <span className="clip">{name}</span>
          <span className="mute num">
            {percent < 100 ? t("setup.prompts.percent", { percent }) : t("setup.prompts.converting")}
          </span>
        </span>
        <progress max={100} value={percent} aria-label={t("setup.prompts.progress", { name })} />
      </li>
    );
  }
  return (
    <li>
      <div className="banner m-danger" role="alert">
        <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" />
        <span>
          <b>{name}</b> {t(`setup.prompts.failed.${failed}`, { defaultValue: t(`errors.${failed}`) })}
        </span>
        <button type="button" className="btn icon quiet sm" aria-label={t("setup.close")} onClick={onClose}>
          <IconX size={16} stroke={1.7} aria-hidden="true" />
        </button>
      </div>
    </li>
  );
}
