import type { DeskOutput, ScheduleForm } from "@patchbay/protocol";
import { useEffect, useState } from "react";
import { dateLocale } from "../../../parts/language-name.js";
import { ask } from "../../../state/actions.js";
import { useWords, word } from "../../../words/words.js";

type Tried = DeskOutput<"trySchedule">;
const AFTER_TYPING_MS = 300;
const LINES_MAX = 14;

/** What the form would mean in the next two weeks, by the clocks of its place: said by the server, whose rules count. */
export function Preview({ form }: { readonly form: ScheduleForm | null }) {
  const t = useWords();
  const [tried, setTried] = useState<{ readonly said: Tried; readonly zone: string } | null>(null);
  const asked = form === null ? null : JSON.stringify(form);
  useEffect(() => {
    if (asked === null) return;
    let isWanted = true;
    const timer = setTimeout(async () => {
      const wanted = JSON.parse(asked) as ScheduleForm;
      // What it is called changes nothing, and may still be missing.
      const answer = await ask("trySchedule", { form: { ...wanted, name: wanted.name || "?" } });
      if (isWanted && answer.ok) setTried({ said: answer.output, zone: wanted.zone });
    }, AFTER_TYPING_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [asked]);
  if (tried === null) return null;
  const { said, zone } = tried;
  const lines = linesOf(said, zone);
  return (
    <fieldset className="setup-section spaced">
      <legend>{t("scheduleSetup.preview")}</legend>
      <p>
        <span className={`chip ${said.open ? "m-ready" : ""}`}>
          {t(said.open ? "scheduleSetup.openNow" : "scheduleSetup.closedNow")}
        </span>{" "}
        <span className="mute">{t("scheduleSetup.clockThere", { time: timeThere(Date.now(), zone) })}</span>
      </p>
      {lines.length === 0 ? (
        <p className="mute">{t(said.open ? "scheduleSetup.staysOpen" : "scheduleSetup.staysClosed")}</p>
      ) : (
        <dl className="schedule-days">
          {lines.slice(0, LINES_MAX).map(({ day, hours }) => (
            <div key={day}>
              <dt>{day}</dt>
              <dd className="num">{hours.join(", ")}</dd>
            </div>
          ))}
        </dl>
      )}
    </fieldset>
  );
}

const timeThere = (at: number, timeZone: string): string =>
  new Date(at).toLocaleString(dateLocale(), {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
const hourThere = (at: number, timeZone: string): string =>
  new Date(at).toLocaleTimeString(dateLocale(), {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
const dayThere = (at: number, timeZone: string): string =>
  new Date(at).toLocaleDateString(dateLocale(), {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
  });

/** One line a day on which it opens. */
function linesOf({ open, turns }: Tried, zone: string): { readonly day: string; readonly hours: string[] }[] {
  const lines = new Map<string, string[]>();
  const now = Date.now();
  let from: number | null = open ? now : null;
  for (const turn of turns) {
    if (turn.open) {
      from = turn.at;
      continue;
    }
    if (from === null) continue;
    const day = dayThere(from, zone);
    const until = hourThere(turn.at, zone);
    const stretch =
      from === now ? word("scheduleSetup.until", { when: until }) : `${hourThere(from, zone)}–${until}`;
    lines.set(day, [...(lines.get(day) ?? []), stretch]);
    from = null;
  }
  return [...lines].map(([day, hours]) => ({ day, hours }));
}
