import { type SecurityView, securityViewSchema } from "@patchbay/protocol";
import { useCallback, useEffect, useState } from "react";
import { dateLocale } from "../../../parts/language-name.js";
import { callHttp } from "../../../state/http.js";
import { useWords } from "../../../words/words.js";
import { Failed } from "../../setup/parts/Failed.js";
import { PasswordForm } from "./PasswordForm.js";
import { SecondFactorPart } from "./SecondFactorPart.js";
import "../profile/profile.css";
import "./security.css";

/** What keeps the account safe: password, second factor, and where it is signed in. */
export function SecuritySection() {
  const t = useWords();
  const [view, setView] = useState<SecurityView | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const read = useCallback(async (): Promise<void> => {
    const answer = await callHttp("/api/account/security", (body) => securityViewSchema.parse(body));
    setFailed(answer.ok ? null : answer.code);
    if (answer.ok) setView(answer.result);
  }, []);
  useEffect(() => void read(), [read]);
  if (failed !== null) return <Failed code={failed} onAgain={() => void read()} />;
  if (view === null) return null;
  return (
    <div className="account-form">
      <PasswordForm username={view.username} />
      <SecondFactorPart factor={view.secondFactor} onChange={() => void read()} />
      <section className="account-part" aria-labelledby="account-sessions">
        <h2 id="account-sessions">{t("account.sessions.title")}</h2>
        <ul className="account-sessions">
          {view.sessions.map((session) => (
            <li key={session.since}>
              <b className="strong">{session.browser ?? t("account.sessions.unknownBrowser")}</b>
              <span>
                {t("account.sessions.seat", { seat: session.seat })}
                {session.isThis && ` · ${t("account.sessions.this")}`}
              </span>
              <span className="mute small">
                {t("account.sessions.since", { since: timeOf(session.since), used: timeOf(session.usedAt) })}
              </span>
            </li>
          ))}
        </ul>
        <p className="hint">{t("account.sessions.hint")}</p>
      </section>
    </div>
  );
}

const timeOf = (at: number): string =>
  new Date(at).toLocaleString(dateLocale(), { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
