import { IconX } from "@tabler/icons-react";
import { useWords } from "../../words/words.js";
import { DialForm } from "./DialForm.js";

/** The dial pad above the foot of the list. */
export function DialPad({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  return (
    <>
      <div className="phone-head">
        <h2>{t("phone.pad.open")}</h2>
        <button
          type="button"
          className="btn icon quiet sm"
          aria-label={t("phone.pad.close")}
          title={`${t("phone.pad.close")} (Esc)`}
          onClick={onClose}
        >
          <IconX size={16} stroke={1.8} aria-hidden="true" />
        </button>
      </div>
      <DialForm onCalling={onClose} />
    </>
  );
}
