const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What people write behind a number, in English and German. */
const units: Readonly<Record<string, number>> = {
  s: SECOND,
  sec: SECOND,
  sek: SECOND,
  second: SECOND,
  seconds: SECOND,
  sekunde: SECOND,
  sekunden: SECOND,
  m: MINUTE,
  min: MINUTE,
  minute: MINUTE,
  minutes: MINUTE,
  minuten: MINUTE,
  h: HOUR,
  hour: HOUR,
  hours: HOUR,
  std: HOUR,
  stunde: HOUR,
  stunden: HOUR,
};

/**
 * A length of time as people type it: "30 s", "2 min", "1 h 30 min", "1:30" (minutes and seconds), "1:00:00"; a number alone is
 * seconds.
 * @returns milliseconds; `undefined`: it is none
 */
export function readDuration(typed: string): number | undefined {
  const text = typed.trim().toLowerCase().replaceAll(",", ".");
  if (/^\d{1,6}(\.\d+)?$/.test(text)) return Math.round(Number(text) * SECOND);
  const clock = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)$/.exec(text);
  if (clock !== null) {
    const [, hours = "0", minutes = "0", seconds = "0"] = clock;
    return Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  }
  const parts = [...text.matchAll(/(\d{1,6}(?:\.\d+)?)\s*([a-z]+)\.?\s*/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return undefined;
  let sum = 0;
  for (const [, number, unit = ""] of parts) {
    const each = units[unit];
    if (each === undefined) return undefined;
    sum += Number(number) * each;
  }
  return Math.round(sum);
}

/** The shortest way to write it that is read back as the same: "30 s", "2 min", "1 min 30 s", "1 h". */
export function durationText(ms: number): string {
  if (ms === 0) return "0 s";
  const hours = Math.floor(ms / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const seconds = (ms % MINUTE) / SECOND;
  return [hours > 0 && `${hours} h`, minutes > 0 && `${minutes} min`, seconds > 0 && `${seconds} s`]
    .filter((part) => part !== false)
    .join(" ");
}
