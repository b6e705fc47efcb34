import patchCords from "@patchbay/look/patch-cords.svg";
import { PASSWORD_MIN, usernamePattern } from "@patchbay/protocol";
import { IconAlertTriangle, IconEye, IconEyeOff } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Logo } from "../../parts/logo.js";
import { headers, type Refusal, refusalOf, signIn } from "../../state/session.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { useSetup } from "../setup/place.js";
import { hideFirstToken } from "./first-token.js";
import "./login.css";

const fields = ["company", "firstName", "lastName", "username"] as const;
type Field = (typeof fields)[number];
const none: Record<Field, string> = { company: "", firstName: "", lastName: "", username: "" };

/** Behind the link that a first start prints: whoever has it becomes the first administrator. */
export function FirstAdministrator({
  token,
  onDone,
}: {
  readonly token: string;
  readonly onDone: () => void;
}) {
  const t = useWords();
  const [typed, setTyped] = useState(none);
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const isOver = refusal?.code === "first_link_over";

  useEffect(() => {
    void post("/api/first-administrator/look", { token }).then((refused) => {
      if (refused?.code === "first_link_over") setRefusal(refused);
    });
  }, [token]);

  const problems: Partial<Record<Field | "password", string>> = {
    ...Object.fromEntries(
      fields.flatMap((field) => (typed[field].trim() === "" ? [[field, t("login.first.missing")]] : [])),
    ),
    ...(typed.username.trim() !== "" &&
      !usernamePattern.test(typed.username.trim()) && { username: t("login.first.badUsername") }),
    ...([...password].length < PASSWORD_MIN && { password: t("login.ownHint", { count: PASSWORD_MIN }) }),
  };
  const errorOf = (field: Field | "password"): string | undefined =>
    touched.has(field) ? problems[field] : undefined;
  const touch = (field: string): void => setTouched(new Set([...touched, field]));

  const submit = async (): Promise<void> => {
    setBusy(true);
    const username = typed.username.trim();
    const refused = await post("/api/first-administrator", { token, ...typed, username, password });
    if (refused !== null) {
      setBusy(false);
      setRefusal(refused);
      return;
    }
    hideFirstToken();
    // The next thing to do is to set the center up.
    useSetup.setState({ place: { section: "firstSteps", item: null } });
    useDesk.setState({ room: "setup" });
    await signIn(username, password, false);
    onDone();
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy || isOver) return;
    if (Object.keys(problems).length === 0) {
      void submit();
      return;
    }
    setTouched(new Set([...fields, "password"]));
    const [first] = [...fields, "password" as const].filter((field) => problems[field] !== undefined);
    form.current?.querySelector<HTMLInputElement>(`#first-${first}`)?.focus();
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
        <form onSubmit={onSubmit} ref={form} noValidate>
          <div>
            <h1>{t("login.first.title")}</h1>
            {!isOver && <p className="soft">{t("login.first.what")}</p>}
          </div>
          {!isOver && (
            <>
              {fields.map((field) => (
                <div className="field" key={field}>
                  <label htmlFor={`first-${field}`}>{t(`login.first.${field}`)}</label>
                  <input
                    id={`first-${field}`}
                    className={`input${errorOf(field) === undefined ? "" : " bad"}`}
                    autoComplete={autocomplete[field]}
                    autoCapitalize={field === "username" ? "none" : undefined}
                    spellCheck={field === "username" ? false : undefined}
                    maxLength={80}
                    // biome-ignore lint/a11y/noAutofocus: the page has one purpose, and nothing before this field
                    autoFocus={field === "company"}
                    aria-invalid={errorOf(field) !== undefined}
                    aria-describedby={`first-${field}-hint`}
                    value={typed[field]}
                    onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
                    onBlur={() => typed[field] !== "" && touch(field)}
                  />
                  <p
                    className={`hint${errorOf(field) === undefined ? "" : " bad"}`}
                    id={`first-${field}-hint`}
                  >
                    {errorOf(field) ?? (field === "company" ? t("login.first.companyHint") : "")}
                  </p>
                </div>
              ))}
              <div className="field">
                <label htmlFor="first-password">{t("login.password")}</label>
                <div className="password">
                  <input
                    id="first-password"
                    className={`input${errorOf("password") === undefined ? "" : " bad"}`}
                    type={shown ? "text" : "password"}
                    autoComplete="new-password"
                    maxLength={200}
                    aria-invalid={errorOf("password") !== undefined}
                    aria-describedby="first-password-hint"
                    value={password}
                    onChange={(event) => setPassword(event.target.value)}
                    onBlur={() => password !== "" && touch("password")}
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
                <p
                  className={`hint${errorOf("password") === undefined ? "" : " bad"}`}
                  id="first-password-hint"
                >
                  {t("login.ownHint", { count: PASSWORD_MIN })}
                </p>
              </div>
            </>
          )}
          {refusal !== null && (
            <div className="banner m-danger" role="alert">
              <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" />
              <span>{t(`errors.${refusal.code}`, { defaultValue: t("errors.unknown_error") })}</span>
            </div>
          )}
          {isOver ? (
            <button
              type="button"
              className="btn primary lg"
              onClick={() => {
                hideFirstToken();
                onDone();
              }}
            >
              {t("login.first.toSignIn")}
            </button>
          ) : (
            <button type="submit" className="btn primary lg" aria-disabled={busy}>
              {t(busy ? "login.signingIn" : "login.first.begin")}
            </button>
          )}
        </form>
      </main>
    </div>
  );
}

const autocomplete: Record<Field, string> = {
  company: "organization",
  firstName: "given-name",
  lastName: "family-name",
  username: "username",
};

/** @returns `null`: it was done */
async function post(path: string, body: object): Promise<Refusal | null> {
  try {
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    return response.ok ? null : await refusalOf(response);
  } catch {
    return { code: "connection_lost", facts: {}, correlationId: "" };
  }
}
