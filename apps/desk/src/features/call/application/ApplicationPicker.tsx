import type { ApplicationView, InteractionView } from "@patchbay/protocol";
import {
  IconAlertCircle,
  IconApps,
  IconCreditCard,
  IconFingerprint,
  IconStars,
  IconX,
} from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { WhatIsThis } from "../../../parts/errors/WhatIsThis.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { useCallPartner } from "../use-call.js";
import { choiceWhy, readAmount } from "./application.js";
import { connectApplication } from "./application-actions.js";
import "./application.css";

export const KIND_ICONS = {
  payment: IconCreditCard,
  survey: IconStars,
  authentication: IconFingerprint,
  other: IconApps,
} as const;

const NONE: readonly ApplicationView[] = [];

/** Which application the customer is given to, and, where something is to be paid, how much. */
export function ApplicationPicker({
  view,
  onClose,
}: {
  readonly view: InteractionView;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const { interactionId } = view;
  const { name: customer } = useCallPartner(view);
  const voice = useDesk(({ data }) => data?.voice);
  const applications = voice?.applications ?? NONE;
  const currency = voice?.payments.currency ?? "USD";
  const [chosen, setChosen] = useState<string | null>(null);
  const [amount, setAmount] = useState("");
  const [asked, setAsked] = useState<{ readonly busy: boolean; readonly refusal: string | null }>({
    busy: false,
    refusal: null,
  });
  const [tried, setTried] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>("button")?.focus(), []);
  useEffect(() => {
    if (chosen !== null) field.current?.focus();
  }, [chosen]);
  const paid = readAmount(amount, currency);

  const connect = async (scenarioId: string, takesPayment: boolean): Promise<void> => {
    if (asked.busy) return;
    setAsked({ busy: true, refusal: null });
    const refusal = await connectApplication(interactionId, scenarioId, takesPayment ? paid : null);
    setAsked({ busy: false, refusal });
    if (refusal === null) onClose();
  };
  const pick = ({ scenarioId, takesPayment }: ApplicationView): void => {
    if (takesPayment) setChosen(scenarioId);
    else void connect(scenarioId, false);
  };
  return (
    <section
      className="call-panel call-applications"
      aria-label={t("call.application.choose")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="call-panel-main">
        <div className="row between">
          <h2>{t("call.application.choose")}</h2>
          <button
            type="button"
            className="btn icon quiet"
            aria-label={t("call.application.close")}
            title={`${t("call.application.close")} (Esc)`}
            onClick={onClose}
          >
            <IconX size={18} stroke={1.6} aria-hidden="true" />
          </button>
        </div>
        <p className="soft small">{t("call.application.explain", { name: customer })}</p>
        {asked.refusal !== null && (
          <p className="hint bad" role="alert">
            <IconAlertCircle size={14} stroke={1.8} aria-hidden="true" />
            <span>
              {t(`errors.${asked.refusal}`)} <WhatIsThis code={asked.refusal} />
            </span>
          </p>
        )}
        <ul ref={list} className="application-list">
          {applications.map((application) => {
            const { scenarioId, name, kind, results } = application;
            const Icon = KIND_ICONS[kind];
            const why = voice === undefined ? null : choiceWhy(application, voice);
            const isChosen = chosen === scenarioId;
            return (
              <li key={scenarioId} data-chosen={isChosen}>
                <button
                  type="button"
                  className="application-choice"
                  aria-disabled={why !== null || asked.busy}
                  aria-expanded={application.takesPayment ? isChosen : undefined}
                  onClick={() => why === null && pick(application)}
                >
                  <Icon size={20} stroke={1.6} aria-hidden="true" />
                  <span className="grow">
                    <span className="strong">{name}</span>
                    <span className="small soft">
                      {why !== null
                        ? t(why)
                        : results.length === 0
                          ? t(`call.application.kinds.${kind}`)
                          : t("call.application.returns", {
                              kind: t(`call.application.kinds.${kind}`),
                              names: results.map((one) => one.replaceAll("_", " ")).join(", "),
                            })}
                    </span>
                  </span>
                </button>
                {isChosen && (
                  <form
                    className="application-amount"
                    noValidate
                    onSubmit={(event) => {
                      event.preventDefault();
                      setTried(true);
                      if (paid === null) field.current?.focus();
                      else void connect(scenarioId, true);
                    }}
                  >
                    <label htmlFor="application-amount">{t("call.application.amount")}</label>
                    <span className="row tight">
                      <input
                        ref={field}
                        id="application-amount"
                        className="input num"
                        inputMode="decimal"
                        autoComplete="off"
                        value={amount}
                        aria-invalid={tried && paid === null}
                        aria-describedby={tried && paid === null ? "application-amount-error" : undefined}
                        onChange={(event) => setAmount(event.target.value)}
                      />
                      <span className="soft">{currency}</span>
                      <button type="submit" className="btn primary" aria-disabled={asked.busy}>
                        {t("call.application.start")}
                      </button>
                    </span>
                    {tried && paid === null && (
                      <p id="application-amount-error" className="hint bad">
                        {t("call.application.amountWrong")}
                      </p>
                    )}
                    {voice?.payments.mode === "test" && (
                      <p className="small t-m m-due application-test">{t("call.application.test")}</p>
                    )}
                  </form>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
