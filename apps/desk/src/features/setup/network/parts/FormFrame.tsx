import type { FormEvent, ReactNode } from "react";
import { WhatIsThis } from "../../../../parts/errors/WhatIsThis.js";
import { toast } from "../../../../state/actions.js";
import { useWords } from "../../../../words/words.js";
import type { NetworkForm, Refusal } from "../use-network-form.js";

/** A form of the network: what somebody else has saved meanwhile, the fields, what stands beside them, and Save at its foot. */
export function FormFrame<Draft extends object>({
  form,
  newest,
  saved,
  onSaved,
  applies,
  back,
  side,
  children,
}: {
  readonly form: NetworkForm<Draft>;
  /** What is saved now; `null`: it is not there any more, or never was. */
  readonly newest: Draft | null;
  /** What is said when it is saved. */
  readonly saved: string;
  readonly onSaved?: () => void;
  /** When it holds. */
  readonly applies: string;
  /** The way back to the list; absent: there is none. */
  readonly back?: () => void;
  readonly side?: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useWords();
  const { busy, dirty, refusal } = form;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!(await form.save())) return;
    toast(saved);
    onSaved?.();
  };
  return (
    <form className="setup-form" onSubmit={(event) => void submit(event)} noValidate>
      <div className="setup-columns">
        <div className="setup-fields">
          {refusal !== null && (
            <Refused
              refusal={refusal}
              {...(newest === null ? {} : { onTakeNewest: () => form.takeNewest(newest) })}
            />
          )}
          {children}
        </div>
        {side !== undefined && (
          <aside className="setup-side" aria-label={t("setup.about")}>
            {side}
          </aside>
        )}
      </div>
      <footer className="setup-foot">
        <span className="grow small soft">{dirty ? applies : t("setup.nothingChanged")}</span>
        {back !== undefined && (
          <button type="button" className="btn" onClick={back}>
            {t("setup.backToList")}
          </button>
        )}
        <button type="submit" className="btn primary" aria-disabled={busy || !dirty}>
          {t("setup.save")}
        </button>
      </footer>
    </form>
  );
}

function Refused({
  refusal: { code, facts, correlationId },
  onTakeNewest,
}: {
  readonly refusal: Refusal;
  readonly onTakeNewest?: () => void;
}) {
  const t = useWords();
  const conflict = code === "version_conflict";
  const path = typeof facts["path"] === "string" ? facts["path"] : "";
  const sentence = conflict
    ? t("network.conflict")
    : t(`network.refused.${path.replaceAll(".", "_")}`, {
        ...facts,
        defaultValue: t(`errors.${code}`, { defaultValue: t("errors.unknown_error") }),
      });
  return (
    <div className="banner m-danger" role="alert">
      <span />
      <span>
        {sentence} <WhatIsThis code={code} correlationId={correlationId} />
      </span>
      {conflict && onTakeNewest !== undefined && (
        <button type="button" className="btn sm" onClick={onTakeNewest}>
          {t("network.takeNewest")}
        </button>
      )}
    </div>
  );
}
