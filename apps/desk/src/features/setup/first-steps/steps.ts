import type { DeskOutput } from "@patchbay/protocol";
import type { Place } from "../place.js";

export type StepId = "service" | "entry" | "people" | "page" | "chat";

export interface Step {
  readonly id: StepId;
  readonly done: boolean;
  readonly to: Place;
  /** Where the entry can be tried; `null`: there is nothing to try in this step. */
  readonly testPage: string | null;
}

interface Lists {
  readonly services: DeskOutput<"setupServices">["services"];
  readonly entries: DeskOutput<"setupChatEntries">["chatEntries"];
  readonly users: DeskOutput<"setupUsers">["users"];
}

/** What is there and what is missing until customers can chat, in the order in which it is needed. */
export function stepsOf({ services, entries, users }: Lists): readonly Step[] {
  const entry = entries.find(({ form }) => form.kind === "web") ?? entries[0];
  const served = services.find(({ serviceId }) => serviceId === entry?.form.serviceId);
  const isTried = services.some(({ alive, answered }) => alive > 0 || answered);
  const other = users.length > 1;
  return [
    {
      id: "service",
      done: services.length > 0,
      to: { section: "services", item: services.length > 0 ? null : "new" },
      testPage: null,
    },
    {
      id: "entry",
      done: entries.length > 0,
      to: { section: "chatEntries", item: entries.length > 0 ? null : "new" },
      testPage: null,
    },
    {
      id: "people",
      done: served !== undefined && served.qualified > 0,
      to: { section: "users", item: other ? null : "new" },
      testPage: null,
    },
    {
      id: "page",
      done: isTried,
      to: { section: "chatEntries", item: entry?.entryId ?? null },
      testPage:
        entry?.form.kind === "web" ? `/web/try.html?entry=${encodeURIComponent(entry.entryId)}` : null,
    },
    {
      id: "chat",
      done: services.some(({ answered }) => answered),
      to: { section: "services", item: null },
      testPage: null,
    },
  ];
}
