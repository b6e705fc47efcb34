import { z } from "zod";
import { instant } from "../instant.js";
import { contactViewSchema, phoneNumberViewSchema } from "./contact-view.js";
import { define, id, nothing } from "./define.js";

export const numberTypes = [
  "mobile",
  "fixed",
  /** In some countries, as the United States, the number does not tell. */
  "fixed_or_mobile",
  "toll_free",
  "premium",
  "internet",
  "other",
] as const;

/** Said while a number is typed; that it is none, or no line is there, is said when it is called. */
export const numberRefusals = [
  "blocked_by_restriction",
  "no_permissions_did_call",
  "on_do_not_call_list",
] as const;

/** What is known of a number while it is typed, before anything is dialled. */
export const numberViewSchema = z.object({
  /** What would go into the network; `null`: nothing that a network could dial. */
  dialled: z.string().nullable(),
  /** What follows the first comma: sent as keys when the other side has answered; a comma waits one second. */
  keys: z.string(),
  /** In international form where it is a number that we understand, else as dialled. */
  display: z.string(),
  e164: z.string().nullable(),
  /** Two letters (ISO 3166). */
  country: z.string().nullable(),
  type: z.enum(numberTypes).nullable(),
  /** Fits the country's numbering plan. A number that does not may be incomplete, or internal. */
  valid: z.boolean(),
  /** Time zones (IANA) in which it may be; several where the number does not tell. Empty: not known. */
  timeZones: z.array(z.string()),
  /** Whose extension it is. */
  agentId: z.string().nullable(),
  /** Who is known by it; at most NUMBER_CONTACTS_MAX. */
  contacts: z.array(z.object({ contactId: z.string(), name: z.string() })),
  /** Why this agent would not be let out to it: a rule of the dial plan, or the do-not-call list. */
  refusal: z.object({ code: z.enum(numberRefusals), facts: z.record(z.string(), z.unknown()) }).nullable(),
});

export const NUMBER_CONTACTS_MAX = 5;
/** A search finds at most so many contacts; `more` says that there are others. */
export const CONTACTS_FOUND_MAX = 50;
/** Shorter texts find no contacts: too many begin like that. */
export const CONTACT_SEARCH_MIN = 2;

/** Whom a favourite calls. */
export const favouriteTargetSchema = z.union([
  z.object({ agentId: id }),
  z.object({ number: z.string().trim().min(1).max(100) }),
]);
export const favouriteSchema = z.object({
  favouriteId: id,
  /** Empty for a colleague: then the roster's name is shown, which may change. */
  name: z.string().trim().max(100),
  /** Empty: in no folder. */
  folder: z.string().trim().max(60),
  target: favouriteTargetSchema,
});
export const FAVOURITES_MAX = 200;

/** `missed` includes calls that rang here and went to somebody else, or whose caller gave up. */
export const recentKinds = ["made", "received", "missed", "chat"] as const;
/** Why a call was missed. */
export const missedCauses = ["no_answer", "rejected", "caller_left"] as const;

export const recentViewSchema = z.object({
  interactionId: z.string(),
  /** Place in the list; newer is higher. */
  seq: z.number().int(),
  at: instant,
  kind: z.enum(recentKinds),
  cause: z.enum(missedCauses).nullable(),
  /** The customer; `null` in a call among colleagues. */
  contact: z.object({ contactId: z.string(), name: z.string() }).nullable(),
  /** The colleague; `null` in a call with a customer. */
  agentId: z.string().nullable(),
  number: phoneNumberViewSchema.nullable(),
  /** `null` in a call among colleagues. */
  serviceName: z.string().nullable(),
  mark: z.enum(["mobile", "web"]),
  /** How long was talked, or how long the chat was in hand; `null`: not, or not known yet. */
  durationMs: z.number().int().nullable(),
  /** It goes on. */
  live: z.boolean(),
  /** Of a missed call: nobody has called back, nobody else has taken it, and it was not put aside. */
  open: z.boolean(),
  /** Who took a missed call instead. */
  takenBy: z.string().nullable(),
});

/** Whom an agent can reach, has talked with, and keeps at hand. */
export const directoryRequests = {
  /** `entryId`: the line through which it would be called. */
  describeNumber: define(
    "desk.directory.number",
    z.object({ number: z.string().max(100), entryId: id.nullable().default(null) }),
    numberViewSchema,
  ),
  /** The center's contacts by the beginnings of their names, by account, address or number (also by its last digits). */
  searchContacts: define(
    "desk.directory.contacts",
    z.object({ text: z.string().max(100) }),
    z.object({ contacts: z.array(contactViewSchema), more: z.boolean() }),
  ),
  favourites: define(
    "desk.favourites.list",
    nothing,
    z.object({ version: z.number().int(), favourites: z.array(favouriteSchema) }),
  ),
  /**
   * The whole list in its new order. `version` is that of the list it was made from: when another page of the agent's has
   * changed it since, `not_suitable_state` with the newer version, and nothing is changed.
   */
  saveFavourites: define(
    "desk.favourites.save",
    z.object({ version: z.number().int().min(0), favourites: z.array(favouriteSchema).max(FAVOURITES_MAX) }),
    z.object({ version: z.number().int() }),
  ),
  /** The agent's own calls and chats, newest first. `before`: the `seq` of the last one that is known. */
  recent: define(
    "desk.recent.list",
    z.object({
      filter: z.enum(["all", "calls", "missed"]).default("all"),
      before: z.number().int().nullable().default(null),
      limit: z.number().int().min(1).max(100).default(50),
    }),
    z.object({
      entries: z.array(recentViewSchema),
      more: z.boolean(),
      /** How many missed calls are open, over all pages. */
      missed: z.number().int(),
    }),
  ),
  /** A missed call needs no call back. */
  putMissedAside: define("desk.recent.put_aside", z.object({ interactionId: id }), nothing),
} as const;

export type NumberView = z.infer<typeof numberViewSchema>;
export type Favourite = z.infer<typeof favouriteSchema>;
export type RecentView = z.infer<typeof recentViewSchema>;
