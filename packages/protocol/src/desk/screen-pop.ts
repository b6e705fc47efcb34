import { z } from "zod";
import { define, id, nothing } from "./define.js";

export const POP_PAGES_MAX = 6;
export const POP_ORIGINS_MAX = 20;
export const POP_URL_MAX = 2_000;
export const POP_TEXT_MAX = 4_000;

const pageSchema = z.object({
  label: z.string().trim().min(1).max(40),
  /** A template (pop-template.ts). */
  url: z.string().trim().min(1).max(POP_URL_MAX),
  /** `offered`: while it rings, too. */
  when: z.enum(["offered", "answered"]),
  /** Whether it stays open while the result is written. */
  stays: z.boolean(),
});

/** What agents of a service see beside an interaction: pages of other systems, and a text. */
export const screenPopFormSchema = z.object({
  pages: z.array(pageSchema).max(POP_PAGES_MAX),
  /** Origins whose pages may stand in the desk. */
  origins: z.array(z.string().trim().min(1).max(300)).max(POP_ORIGINS_MAX),
  /** A template; empty: none. */
  text: z.string().max(POP_TEXT_MAX),
});
export type ScreenPopForm = z.infer<typeof screenPopFormSchema>;

export const screenPopRowSchema = z.object({
  serviceId: z.string(),
  name: z.string(),
  /** 0: never set. */
  version: z.number().int(),
  form: screenPopFormSchema,
  changedAt: z.number().int().nullable(),
  changedBy: z.string().nullable(),
});
export type ScreenPopRow = z.infer<typeof screenPopRowSchema>;

const openedPage = z.object({
  label: z.string(),
  when: z.enum(["offered", "answered"]),
  stays: z.boolean(),
  /** `null` while a value is missing. */
  url: z.string().nullable(),
  /** Required values that nobody knows, by name. */
  missing: z.array(z.string()),
  /** `refused`: the page says that it may not stand in another one. `unknown`: it did not answer the server. */
  framing: z.enum(["allowed", "refused", "unknown"]),
});
export type OpenedPage = z.infer<typeof openedPage>;

export const screenPopSchema = z.object({ pages: z.array(openedPage), text: z.string() });
export type ScreenPop = z.infer<typeof screenPopSchema>;

export const screenPopRequests = {
  /**
   * What belongs beside an interaction in hand or on offer; to others `object_not_found`. `origin` is the desk's own, with
   * which pages that may stand in some places only are asked.
   */
  screenPop: define(
    "desk.screen_pop",
    z.object({ interactionId: id, origin: z.string().max(300) }),
    screenPopSchema,
  ),
} as const;

export const screenPopSetupRequests = {
  setupScreenPops: define(
    "desk.setup.screen_pops",
    nothing,
    z.object({ services: z.array(screenPopRowSchema) }),
  ),
  /**
   * From `version`: another one by now is `version_conflict`. An address or origin that cannot be is `invalid_args`
   * (`facts.path`).
   */
  saveScreenPop: define(
    "desk.setup.save_screen_pop",
    z.object({ serviceId: id, version: z.number().int().min(0), form: screenPopFormSchema }),
    z.object({ version: z.number().int() }),
  ),
} as const;
