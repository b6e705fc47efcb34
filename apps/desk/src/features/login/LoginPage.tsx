import patchCords from "@patchbay/look/patch-cords.svg";
import { PASSWORD_MIN } from "@patchbay/protocol";
import { IconAlertTriangle, IconEye, IconEyeOff } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { dateLocale } from "../../parts/language-name.js";
import { Logo } from "../../parts/logo.js";
import { type Refusal, signIn } from "../../state/session.js";
import { seat } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { useSigningOut } from "../presence/sign-out.js";
import { DayFigures } from "../settings/day/DayFigures.js";
import "./login.css";

/** Signing in at this seat. A session elsewhere is not ended without asking. */
export function LoginPage({
  why,
  by,
  said,
}: {
  readonly why: string | null;
  readonly by: string | null;
  /** What a supervisor has said to it. */
  readonly said: string | undefined;
}) {
  const t = useWords();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const day = useSigningOut((state) => state.day);
  const [code, setCode] = useState("");
  /** The password fits, and there is a second factor. */
  const [asksCode, setAsksCode] = useState(false);
  /** Somebody else has set the password: an own one is chosen now. */
  const [asksOwn, setAsksOwn] = useState(false);
  const [own, setOwn] = useState("");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const codeField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  const elsewhere = refusal?.code === "user_already_logged_in";
  const cancel = useRef<HTMLButtonElement>(null);
  // The button that asked makes room for the question. The focus goes on to the answer that changes nothing.
  useEffect(() => {
    if (elsewhere && (document.activeElement === null || document.activeElement === document.body))
      cancel.current?.focus();
  }, [elsewhere]);
  useEffect(() => {
    if (refusal?.code !== "rate_limited") return;
    const over = window.setTimeout(() => setRefusal(null), waitSeconds(refusal) * 1_000);
    return () => window.clearTimeout(over);
  }, [refusal]);

  const submit = async (force: boolean): Promise<void> => {
    setBusy(true);
    const refused = await signIn(
      username.trim(),
      password,
      force,
      asksCode ? code.trim() : undefined,
      asksOwn ? own : undefined,
    );
    setBusy(false);
    if (refused?.code === "password_change_required") {
      setAsksOwn(true);
      setRefusal(null);
      return;
    }
    if (refused?.code === "second_factor_required") {
      setAsksCode(true);
      setRefusal(null);
      return;
    }
    setRefusal(refused);
    if (refused?.code === "second_factor_wrong") codeField.current?.select();
    if (refused?.code === "invalid_credentials") passwordField.current?.select();
  };
  const backToFields = (): void => {
    setRefusal(null);
    setAsksCode(false);
    setAsksOwn(false);
    setCode("");
    setOwn("");
    passwordField.current?.focus();
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (
      !busy &&
      !elsewhere &&
      username.trim() !== "" &&
      password !== "" &&
      !(asksCode && code.trim() === "") &&
      !(asksOwn && [...own].length < PASSWORD_MIN)
    )
      void submit(false);
  };

  return (
    <div className="login">
      <section className="brand" aria-hidden="true">
        <img className="art" src={patchCords} alt="" />
        <div className="name">
          <Logo size={28} /> Patchbay
        </div>
        <p className="say">
          {t("login.claim")}
          <span>{t("login.claimMore")}</span>
        </p>
      </section>
      <main className="sign">
        <form onSubmit={onSubmit}>
          <div>
            <h1>{t("login.title")}</h1>
            <p className="soft">{seat === 1 ? t("login.seatFirst") : t("login.seat", { seat })}</p>
          </div>
          {why !== null && refusal === null && (
            <div className="banner m-notready" role="status">
              <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" />
              <span>
                {t(`errors.${why}`, { by: by ?? t("login.supervisor") })}
                {said !== undefined && <q className="forced-why">{said}</q>}
              </span>
            </div>
          )}
          {why === "logged_out" && day !== null && !asksCode && (
            <details className="login-day" open>
              <summary>{t("account.day.yours")}</summary>
              <DayFigures day={day} />
            </details>
          )}
          <div className="field" hidden={asksCode || asksOwn}>
            <label htmlFor="username">{t("login.username")}</label>
            <input
              id="username"
              className="input"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              // biome-ignore lint/a11y/noAutofocus: the page has one purpose, and nothing before this field
              autoFocus
              required
              value={username}
              onChange={(event) => {
                setUsername(event.target.value);
                if (elsewhere) setRefusal(null);
              }}
            />
          </div>
          <div className="field" hidden={asksCode || asksOwn}>
            <label htmlFor="password">{t("login.password")}</label>
            <div className="password">
              <input
                id="password"
                ref={passwordField}
                className="input"
                type={shown ? "text" : "password"}
                autoComplete="current-password"
                required
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
              <button
                type="button"
                className="btn quiet icon"
                aria-label={t(shown ? "login.hide" : "login.show")}
                aria-pressed={shown}
                onClick={() => setShown(!shown)}
              >
                {shown ? (
                  <IconEyeOff size={18} stroke={1.6} aria-hidden="true" />
                ) : (
                  <IconEye size={18} stroke={1.6} aria-hidden="true" />
                )}
              </button>
            </div>
          </div>
          {asksCode && (
            <div className="field">
              <label htmlFor="code">{t("login.code")}</label>
              <input
                id="code"
                ref={codeField}
                className="input"
                autoComplete="one-time-code"
                autoCapitalize="none"
                spellCheck={false}
                maxLength={40}
                // biome-ignore lint/a11y/noAutofocus: the field is what comes next
                autoFocus
                aria-describedby="code-hint"
                value={code}
                onChange={(event) => setCode(event.target.value)}
              />
              <p className="hint" id="code-hint">
                {t("login.codeHint")}
              </p>
            </div>
          )}
          {asksOwn && (
            <div className="field">
              <label htmlFor="own-password">{t("login.ownPassword")}</label>
              <input
                id="own-password"
                className="input"
                type={shown ? "text" : "password"}
                autoComplete="new-password"
                maxLength={200}
                // biome-ignore lint/a11y/noAutofocus: the field is what comes next
                autoFocus
                aria-describedby="own-hint"
                value={own}
                onChange={(event) => setOwn(event.target.value)}
              />
              <p className="hint" id="own-hint">
                {t("errors.password_change_required")} {t("login.ownHint", { count: PASSWORD_MIN })}
              </p>
            </div>
          )}
          {refusal !== null && (
            <div className={`banner ${elsewhere ? "m-notready" : "m-danger"}`} role="alert">
              <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" />
              <span>
                {t(`errors.${refusal.code}`, {
                  defaultValue: t("errors.unknown_error"),
                  since: timeOf(refusal.facts.since),
                  ...(refusal.code === "rate_limited" ? { count: waitSeconds(refusal) } : {}),
                })}
              </span>
            </div>
          )}
          {elsewhere ? (
            <div className="acts">
              <button
                type="button"
                className="btn primary lg"
                aria-disabled={busy}
                onClick={() => !busy && void submit(true)}
              >
                {t("login.takeOver")}
              </button>
              <button ref={cancel} type="button" className="btn lg" onClick={backToFields}>
                {t("login.cancel")}
              </button>
            </div>
          ) : (
            <>
              <button type="submit" className="btn primary lg" aria-disabled={busy}>
                {t(busy ? "login.signingIn" : "login.start")}
              </button>
              {(asksCode || asksOwn) && (
                <button type="button" className="btn quiet" onClick={backToFields}>
                  {t("login.back")}
                </button>
              )}
            </>
          )}
        </form>
      </main>
    </div>
  );
}

/** How long the server wants to be left alone; a minute when it does not say. */
function waitSeconds({ facts }: Refusal): number {
  const seconds = Number(facts.retryAfterSeconds ?? 60);
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : 60;
}

function timeOf(at: unknown): string {
  return typeof at === "number"
    ? new Date(at).toLocaleTimeString(dateLocale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    : "";
}
