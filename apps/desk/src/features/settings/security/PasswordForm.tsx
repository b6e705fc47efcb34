import { PASSWORD_MIN } from "@patchbay/protocol";
import { type FormEvent, useState } from "react";
import { toast } from "../../../state/actions.js";
import { callHttp, withBody } from "../../../state/http.js";
import { useWords } from "../../../words/words.js";
import { PasswordField } from "./PasswordField.js";

/** A new password: the old one is asked, and what is easy to guess is refused. */
export function PasswordForm({ username }: { readonly username: string }) {
  const t = useWords();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const length = [...fresh].length;
  const tooShort = length > 0 && length < PASSWORD_MIN;
  const differs = again !== "" && again !== fresh;
  const complete = old !== "" && length >= PASSWORD_MIN && again === fresh;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || !complete) return;
    setBusy(true);
    const body = withBody("PUT", { password: old, newPassword: fresh });
    const answer = await callHttp("/api/account/password", () => null, body);
    setBusy(false);
    setRefused(answer.ok ? null : answer.code);
    if (!answer.ok) return;
    setOld("");
    setFresh("");
    setAgain("");
    toast(t("account.password.changed"));
  };
  const aboutOld = refused === "invalid_credentials";
  const aboutFresh = refused !== null && refused.startsWith("password_");

  return (
    <form className="account-part" noValidate onSubmit={(event) => void submit(event)}>
      <h2>{t("account.password.title")}</h2>
      {/* Password managers look for whose password it is. */}
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        label={t("account.password.old")}
        autoComplete="current-password"
        value={old}
        error={aboutOld ? t("account.password.wrong") : undefined}
        onChange={(value) => {
          setOld(value);
          if (aboutOld) setRefused(null);
        }}
      />
      <PasswordField
        label={t("account.password.new")}
        autoComplete="new-password"
        value={fresh}
        hint={t("account.password.hint", { count: PASSWORD_MIN })}
        error={
          aboutFresh
            ? t(`errors.${refused}`)
            : tooShort
              ? t("account.password.more", { count: PASSWORD_MIN - length })
              : undefined
        }
        onChange={(value) => {
          setFresh(value);
          if (aboutFresh) setRefused(null);
        }}
      />
      <PasswordField
        label={t("account.password.again")}
        autoComplete="new-password"
        value={again}
        error={differs ? t("account.password.differs") : undefined}
        onChange={setAgain}
      />
      {refused !== null && !aboutOld && !aboutFresh && (
        <p className="hint bad" role="alert">
          {t(`errors.${refused}`)}
        </p>
      )}
      <div className="account-acts">
        <button type="submit" className="btn primary" aria-disabled={busy || !complete}>
          {t("account.password.change")}
        </button>
      </div>
    </form>
  );
}
