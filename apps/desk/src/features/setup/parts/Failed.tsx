import { IconAlertTriangle } from "@tabler/icons-react";
import { WhatIsThis } from "../../../parts/errors/WhatIsThis.js";
import { useWords } from "../../../words/words.js";

/** A list that could not be read. */
export function Failed({ code, onAgain }: { readonly code: string; readonly onAgain: () => void }) {
  const t = useWords();
  return (
    <div className="setup-pad">
      <div className="banner m-danger" role="alert">
        <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" />
        <span className="grow">
          {t(`errors.${code}`, { defaultValue: t("errors.unknown_error") })} <WhatIsThis code={code} />
        </span>
        <button type="button" className="btn sm" onClick={onAgain}>
          {t("setup.tryAgain")}
        </button>
      </div>
    </div>
  );
}
