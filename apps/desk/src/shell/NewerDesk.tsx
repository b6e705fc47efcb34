import { IconRefresh } from "@tabler/icons-react";
import { useEffect } from "react";
import { useWords } from "../words/words.js";
import { useNewerDesk, watchForNewerDesk } from "./newer-desk.js";

/** Quietly, below the list: nobody has to stop what they do for it. */
export function NewerDesk() {
  const t = useWords();
  const isThere = useNewerDesk((state) => state.isThere);
  useEffect(watchForNewerDesk, []);
  if (!isThere) return null;
  return (
    <p className="newer-desk small" role="status">
      <IconRefresh size={16} stroke={1.7} aria-hidden="true" />
      <span className="grow">{t("health.newer")}</span>
      <button type="button" className="btn sm" onClick={() => location.reload()}>
        {t("health.reload")}
      </button>
    </p>
  );
}
