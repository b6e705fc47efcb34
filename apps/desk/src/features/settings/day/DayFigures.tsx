import type { Day } from "@patchbay/protocol";
import { dateLocale } from "../../../parts/language-name.js";
import { useWords } from "../../../words/words.js";
import { hoursOf, minutesOf } from "./lengths.js";
import "./day.css";

/** What was done today, as the server has recorded it. */
export function DayFigures({ day }: { readonly day: Day }) {
  const t = useWords();
  const { signedInAt, states, chats, calls, handlingMs } = day;
  const facts = [
    [t("account.day.signedIn"), signedInAt === null ? t("account.day.none") : timeOf(signedInAt)],
    [t("account.day.chats"), String(chats)],
    [t("account.day.calls"), String(calls)],
    [t("account.day.handling"), handlingMs === null ? t("account.day.none") : minutesOf(handlingMs)],
  ] as const;
  return (
    <div className="account-day">
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {states.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("account.day.state")}</th>
              <th scope="col" className="time">
                {t("account.day.time")}
              </th>
            </tr>
          </thead>
          <tbody>
            {states.map(({ word, reason, ms }) => (
              <tr key={`${word} ${reason}`}>
                <td>
                  {t(`account.day.words.${word}`)}
                  {reason !== null && <span className="mute"> · {reason}</span>}
                </td>
                <td className="time">{hoursOf(ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

const timeOf = (at: number): string =>
  new Date(at).toLocaleTimeString(dateLocale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
