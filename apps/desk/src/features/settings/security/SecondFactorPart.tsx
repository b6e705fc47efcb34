import type { SecurityView } from "@patchbay/protocol";
import { useState } from "react";
import { dateLocale } from "../../../parts/language-name.js";
import { useWords } from "../../../words/words.js";
import { EnrolDialog } from "./EnrolDialog.js";
import { RemoveDialog } from "./RemoveDialog.js";

/** Below this many recovery codes it is time for new ones. */
const CODES_FEW = 3;

/** Whether signing in asks for a code of an app, too. */
export function SecondFactorPart({
  factor,
  onChange,
}: {
  readonly factor: SecurityView["secondFactor"];
  readonly onChange: () => void;
}) {
  const t = useWords();
  const [open, setOpen] = useState<"enrol" | "remove" | null>(null);
  const close = (): void => {
    setOpen(null);
    onChange();
  };
  return (
    <section className="account-part" aria-labelledby="account-factor">
      <h2 id="account-factor">{t("account.factor.title")}</h2>
      {factor === null ? (
        <p>{t("account.factor.off")}</p>
      ) : (
        <>
          <p>
            {t("account.factor.on", {
              since: new Date(factor.since).toLocaleDateString(dateLocale(), { dateStyle: "medium" }),
            })}
          </p>
          <p className={factor.recoveryCodesLeft < CODES_FEW ? "hint bad" : "hint"}>
            {t("account.factor.codesLeft", { count: factor.recoveryCodesLeft })}
          </p>
        </>
      )}
      <div className="account-acts">
        <button type="button" className="btn" onClick={() => setOpen(factor === null ? "enrol" : "remove")}>
          {t(factor === null ? "account.factor.turnOn" : "account.factor.turnOff")}
        </button>
      </div>
      {open === "enrol" && <EnrolDialog onClose={close} />}
      {open === "remove" && <RemoveDialog onClose={close} />}
    </section>
  );
}
