import { Modal } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { toast } from "../../../state/actions.js";
import { callHttp, withBody } from "../../../state/http.js";
import { useWords } from "../../../words/words.js";
import { CodeField, PasswordField } from "./PasswordField.js";

/** Switching the second factor off takes both: the password and a code. */
export function RemoveDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || password === "" || code.trim() === "") return;
    setBusy(true);
    const body = withBody("POST", { password, code });
    const answer = await callHttp("/api/account/second-factor/removal", () => null, body);
    setBusy(false);
    setRefused(answer.ok ? null : answer.code);
    if (!answer.ok) return;
    toast(t("account.factor.wasTurnedOff"));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("account.factor.turnOffTitle")}
      closeButtonProps={{ "aria-label": t("setup.close") }}
      size="md"
      centered
    >
      <form className="setup-question" noValidate onSubmit={(event) => void submit(event)}>
        <p>{t("account.factor.turnOffHow")}</p>
        <PasswordField
          label={t("account.password.own")}
          autoComplete="current-password"
          value={password}
          error={refused === "invalid_credentials" ? t("account.password.wrong") : undefined}
          onChange={setPassword}
        />
        <CodeField
          label={t("account.factor.codeOrRecovery")}
          value={code}
          error={refused !== null && refused !== "invalid_credentials" ? t(`errors.${refused}`) : undefined}
          onChange={setCode}
        />
        <div className="acts">
          <button type="button" className="btn" onClick={onClose}>
            {t("setup.cancel")}
          </button>
          <button
            type="submit"
            className="btn stop"
            aria-disabled={busy || password === "" || code.trim() === ""}
          >
            {t("account.factor.turnOffNow")}
          </button>
        </div>
      </form>
    </Modal>
  );
}
