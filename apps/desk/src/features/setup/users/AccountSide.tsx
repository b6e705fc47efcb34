import { type AccountRow, PASSWORD_MIN, type UserRow } from "@patchbay/protocol";
import { useState } from "react";
import { toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { CheckField } from "../parts/Field.js";
import { Question } from "../parts/Question.js";
import { whenText } from "../parts/when.js";
import { goTo } from "../place.js";
import { removeSecondFactor, setPassword, unlock } from "./users-http.js";

type Asks = "password" | "made_up" | "second_factor" | null;

/** How a user signs in, and what can be done about it. */
export function AccountSide({
  row: { agentId, loggedIn },
  account,
  name,
  onChanged,
}: {
  readonly row: UserRow;
  readonly account: AccountRow | null;
  readonly name: string;
  readonly onChanged: () => void;
}) {
  const t = useWords();
  const [asks, setAsks] = useState<Asks>(null);
  const [typed, setTyped] = useState("");
  const [mustChange, setMustChange] = useState(true);
  const [refused, setRefused] = useState<string | null>(null);
  /** Told once. */
  const [made, setMade] = useState<string | null>(null);
  const close = (): void => {
    setAsks(null);
    setTyped("");
    setRefused(null);
  };
  const set = async (password: string | null): Promise<void> => {
    const answer = await setPassword(agentId, password, mustChange);
    if (!answer.ok) return setRefused(answer.code);
    close();
    setMade(answer.result);
    if (answer.result === null) toast(t("userSetup.passwordSet", { name }));
    onChanged();
  };
  const run = async (does: () => Promise<{ readonly ok: boolean }>, said: string): Promise<void> => {
    close();
    if ((await does()).ok) toast(said);
    onChanged();
  };
  const isShort = [...typed].length < PASSWORD_MIN;
  return (
    <>
      <section className="setup-side-part">
        <h2>{t("userSetup.signIn")}</h2>
        <p className="small">
          {account === null
            ? ""
            : account.hasPassword
              ? t(account.mustChange ? "userSetup.mustChange" : "userSetup.hasPassword")
              : t("userSetup.noPasswordYet")}
        </p>
        {account !== null && account.lockedUntil !== null && (
          <p className="small m-due t-m">
            {t("userSetup.lockedUntil", { when: whenText(account.lockedUntil) })}{" "}
            <button
              type="button"
              className="link"
              onClick={() => void run(() => unlock(agentId), t("userSetup.unlocked", { name }))}
            >
              {t("userSetup.unlock")}
            </button>
          </p>
        )}
        <div className="user-acts">
          <button type="button" className="btn sm" onClick={() => setAsks("made_up")}>
            {t("userSetup.makeUp")}
          </button>
          <button type="button" className="btn sm" onClick={() => setAsks("password")}>
            {t("userSetup.setPassword")}
          </button>
        </div>
      </section>
      <section className="setup-side-part">
        <h2>{t("userSetup.secondFactor")}</h2>
        <p className="small">
          {account === null ? "" : t(account.secondFactor ? "userSetup.factorOn" : "userSetup.factorOff")}
        </p>
        {account?.secondFactor === true && (
          <button type="button" className="btn sm" onClick={() => setAsks("second_factor")}>
            {t("userSetup.removeFactor")}
          </button>
        )}
      </section>
      <section className="setup-side-part">
        <h2>{t("serviceSetup.more")}</h2>
        <ul>
          <li>
            <button type="button" className="link" onClick={() => goTo({ section: "mailboxes", item: null })}>
              {t("setup.sections.mailboxes.name")}
            </button>
          </li>
          <li>
            <button type="button" className="link" onClick={() => goTo({ section: "changes", item: null })}>
              {t("setup.sections.changes.name")}
            </button>
          </li>
        </ul>
      </section>
      {(asks === "password" || asks === "made_up") && (
        <Question
          title={t("userSetup.passwordOf", { name })}
          onClose={close}
          choices={[
            { label: t("setup.cancel"), run: close },
            {
              label: t(asks === "made_up" ? "userSetup.makeUp" : "userSetup.setPassword"),
              look: "primary",
              run: () =>
                void (asks === "made_up"
                  ? set(null)
                  : isShort
                    ? setRefused("password_too_short")
                    : set(typed)),
            },
          ]}
        >
          {asks === "made_up" && <p>{t("userSetup.makeUpBody")}</p>}
          {asks === "password" && (
            <div className="field">
              <label htmlFor="set-password">{t("userSetup.newPassword")}</label>
              <input
                id="set-password"
                className="input md"
                type="text"
                autoComplete="off"
                spellCheck={false}
                maxLength={200}
                value={typed}
                aria-describedby="set-password-hint"
                onChange={(event) => {
                  setTyped(event.target.value);
                  setRefused(null);
                }}
              />
              <p id="set-password-hint" className={`hint${refused === null ? "" : " bad"}`}>
                {refused === null
                  ? t("account.password.hint", { count: PASSWORD_MIN })
                  : t(`errors.${refused}`, { defaultValue: t("errors.unknown_error") })}
              </p>
            </div>
          )}
          <CheckField
            label={t("userSetup.mustChangeLabel")}
            hint={t("userSetup.mustChangeHint")}
            checked={mustChange}
            onChange={setMustChange}
          />
          <p className="mute">{t(loggedIn ? "userSetup.endsSessionsNow" : "userSetup.endsSessions")}</p>
        </Question>
      )}
      {made !== null && (
        <Question
          title={t("userSetup.passwordOf", { name })}
          onClose={() => setMade(null)}
          choices={[
            { label: t("setup.close"), run: () => setMade(null) },
            {
              label: t("userSetup.copy"),
              look: "primary",
              run: () => void navigator.clipboard.writeText(made).then(() => toast(t("userSetup.copied"))),
            },
          ]}
        >
          <p>{t("userSetup.toldOnce")}</p>
          <p>
            <code className="user-password">{made}</code>
          </p>
        </Question>
      )}
      {asks === "second_factor" && (
        <Question
          title={t("userSetup.askFactor", { name })}
          onClose={close}
          choices={[
            { label: t("setup.cancel"), run: close },
            {
              label: t("userSetup.removeFactor"),
              look: "stop",
              run: () => void run(() => removeSecondFactor(agentId), t("userSetup.factorRemoved", { name })),
            },
          ]}
        >
          <p>{t("userSetup.factorBody")}</p>
        </Question>
      )}
    </>
  );
}
