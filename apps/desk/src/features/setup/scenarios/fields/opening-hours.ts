import type { ScenarioStepForm } from "@patchbay/protocol";

type Open = Extract<ScenarioStepForm, { readonly type: "hours" }>["open"];

/** Days with the same hours, as people think of them: Monday to Friday, nine to five. */
export interface HoursGroup {
  readonly weekdays: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
  /** Places of its days in the step's list, for what is wrong with them. */
  readonly places: readonly number[];
}

export function groupsOf(open: Open): readonly HoursGroup[] {
  const groups = new Map<string, HoursGroup>();
  open.forEach(({ weekday, fromMinute, toMinute }, place) => {
    const key = `${fromMinute}-${toMinute}`;
    const group = groups.get(key) ?? { weekdays: [], fromMinute, toMinute, places: [] };
    groups.set(key, { ...group, weekdays: [...group.weekdays, weekday], places: [...group.places, place] });
  });
  return [...groups.values()];
}

export const openOf = (groups: readonly HoursGroup[]): Open =>
  groups.flatMap(({ weekdays, fromMinute, toMinute }) =>
    [...new Set(weekdays)].sort().map((weekday) => ({ weekday, fromMinute, toMinute })),
  );

/** "09:30"; a day's end is "00:00". */
export const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** Minutes since midnight; `null` for what is no time. */
export function minuteOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}
