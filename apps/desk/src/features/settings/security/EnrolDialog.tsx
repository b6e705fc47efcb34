import { Modal } from "@mantine/core";
import { type Enrolment, enrolmentSchema, recoveryCodesSchema } from "@patchbay/protocol";
import { type FormEvent, useState } from "react";
import { toast } from "../../../state/actions.js";
import { callHttp, withBody } from "../../../state/http.js";
import { useWords } from "../../../words/words.js";
import { CodeField, PasswordField } from "./PasswordField.js";

type Step =
  | { readonly at: "password" }
  | { readonly at: "code"; readonly enrolment: Enrolment }
  | { readonly at: "codes"; readonly recoveryCodes: readonly string[] };

/** Switching a second factor on: the password, the picture for the app, its first code, and codes for the day it is lost. */
export function EnrolDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const [step, setStep] = useState<Step>({ at: "password" });
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [keepsCodes, setKeepsCodes] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || typed.trim() === "") return;
    setBusy(true);
    const next = step.at === "password" ? await begin(typed) : await confirm(typed);
    setBusy(false);
    setRefused(next.ok ? null : next.code);
    if (!next.ok) return;
    setTyped("");
    setStep(next.result);
  };
  // The codes are shown this once: neither Escape nor a press beside the dialog throws them away.
  const isLast = step.at === "codes";

  return (
    <Modal
      opened
      onClose={onClose}
      title={t(isLast ? "account.factor.codesTitle" : "account.factor.turnOnTitle")}
      closeButtonProps={{ "aria-label": t("setup.close") }}
      withCloseButton={!isLast}
      closeOnEscape={!isLast}
      closeOnClickOutside={false}
      size="md"
      centered
    >
      {step.at === "codes" ? (
        <div className="setup-question">
          <p>{t("account.factor.codesHow")}</p>
          <ul className="account-codes">
            {step.recoveryCodes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
          <div className="account-acts">
            <button
              type="button"
              className="btn"
              data-autofocus
              onClick={() => void copy(step.recoveryCodes, t("account.factor.copied"))}
            >
              {t("account.factor.copy")}
            </button>
          </div>
          <label className="account-check">
            <input
              type="checkbox"
              checked={keepsCodes}
              onChange={(event) => setKeepsCodes(event.target.checked)}
            />
            {t("account.factor.codesKept")}
          </label>
          <div className="acts">
            <button
              type="button"
              className="btn primary"
              aria-disabled={!keepsCodes}
              onClick={() => keepsCodes && onClose()}
            >
              {t("account.factor.done")}
            </button>
          </div>
        </div>
      ) : (
        <form className="setup-question" noValidate onSubmit={(event) => void submit(event)}>
          {step.at === "password" ? (
            <>
              <p>{t("account.factor.turnOnHow")}</p>
              <PasswordField
                label={t("account.password.own")}
                autoComplete="current-password"
                value={typed}
                error={sentence(refused, "account.password.wrong", t)}
                onChange={setTyped}
              />
            </>
          ) : (
            <>
              <p>{t("account.factor.scan")}</p>
              <svg
                className="account-qr"
                viewBox={`0 0 ${step.enrolment.qr.size} ${step.enrolment.qr.size}`}
                role="img"
                aria-label={t("account.factor.qr")}
                shapeRendering="crispEdges"
              >
                <rect width="100%" height="100%" fill="#fff" />
                <path d={step.enrolment.qr.path} fill="#000" />
              </svg>
              <p className="hint">
                {t("account.factor.letters")}{" "}
                <code className="account-letters">{inFours(step.enrolment.letters)}</code>
              </p>
              <CodeField
                label={t("account.factor.firstCode")}
                isNext
                value={typed}
                error={refused === null ? undefined : t(`errors.${refused}`)}
                onChange={setTyped}
              />
            </>
          )}
          <div className="acts">
            <button type="button" className="btn" onClick={onClose}>
              {t("setup.cancel")}
            </button>
            <button type="submit" className="btn primary" aria-disabled={busy || typed.trim() === ""}>
              {t(step.at === "password" ? "account.factor.next" : "account.factor.turnOnNow")}
            </button>
          </div>
        </form>
      )}
    </Modal>
  );
}

const begin = (password: string) =>
  callHttp(
    "/api/account/second-factor",
    (body): Step => ({ at: "code", enrolment: enrolmentSchema.parse(body) }),
    withBody("POST", { password }),
  );

const confirm = (code: string) =>
  callHttp(
    "/api/account/second-factor/confirmation",
    (body): Step => ({ at: "codes", recoveryCodes: recoveryCodesSchema.parse(body).recoveryCodes }),
    withBody("POST", { code }),
  );

const sentence = (
  refused: string | null,
  wrongPassword: "account.password.wrong",
  t: ReturnType<typeof useWords>,
): string | undefined =>
  refused === null
    ? undefined
    : refused === "invalid_credentials"
      ? t(wrongPassword)
      : t(`errors.${refused}`);

const inFours = (letters: string): string => letters.replace(/(.{4})(?=.)/g, "$1 ");

async function copy(codes: readonly string[], said: string): Promise<void> {
  await navigator.clipboard.writeText(`${codes.join("\n")}\n`);
  toast(said);
}
