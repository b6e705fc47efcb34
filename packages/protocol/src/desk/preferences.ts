import { z } from "zod";
import { define, nothing } from "./define.js";

export const densities = ["comfortable", "compact"] as const;
export const letterSizes = [90, 100, 110, 120, 130] as const;
export const listOrders = ["waiting", "arrival"] as const;
export type ListOrder = (typeof listOrders)[number];
export const deskLanguages = ["en", "de"] as const;
/** Widths of the desk's side columns in px at letters of 16 px: the least and the most. */
export const columnLimits = { list: [240, 420], context: [300, 560] } as const;

const width = (side: keyof typeof columnLimits) =>
  z.number().int().min(columnLimits[side][0]).max(columnLimits[side][1]).nullable();

/** What an agent can be made aware of while looking at something else. */
export const attentionKinds = ["offer", "message", "waiting", "whisper", "followUp", "assistance"] as const;
export type AttentionKind = (typeof attentionKinds)[number];
const ways = z.object({ sound: z.boolean(), notification: z.boolean() });

const fields = {
  theme: z.enum(["system", "light", "dark", "contrast"]),
  density: z.enum(densities),
  /** In per cent of the browser's own. */
  letterSize: z.literal(letterSizes),
  /** On which side of the work its context stands. */
  contextSide: z.enum(["right", "left"]),
  /** `null`: by the window's size. */
  columns: z.object({
    list: width("list"),
    context: width("context"),
    folded: z.array(z.enum(["list", "context"])).max(2),
  }),
  /** How the list of what is in hand is ordered: by who has waited longest for an answer, or by when it came. */
  listOrder: z.enum(listOrders),
  /** `null`: the browser's, when the desk has it. */
  language: z.enum(deskLanguages).nullable(),
  /** By what, and how loud: 1 is as loud as it gets. */
  attention: z.object({
    volume: z.number().min(0).max(1),
    kinds: z.object({
      offer: ways,
      message: ways,
      waiting: ways,
      whisper: ways,
      followUp: ways,
      // Chosen before there was such a kind.
      assistance: ways.default({ sound: true, notification: true }),
    }),
  }),
  /** Keys that are not the usual ones, by action, such as `{"offer.accept": ["Alt+Q"]}`; none: the action has no key. */
  keys: z
    .record(z.string().max(80), z.array(z.string().min(1).max(40)).max(3))
    .refine((keys) => Object.keys(keys).length <= 200, { message: "more than 200 actions" }),
} as const;

/** What a user has chosen of the desk's ways; it follows the user to another browser. */
export type Preferences = { readonly [Field in keyof typeof fields]: z.output<(typeof fields)[Field]> };

export const usualPreferences: Preferences = {
  theme: "system",
  density: "comfortable",
  letterSize: 100,
  contextSide: "right",
  columns: { list: null, context: null, folded: [] },
  listOrder: "waiting",
  language: null,
  attention: {
    volume: 0.6,
    kinds: {
      offer: { sound: true, notification: true },
      message: { sound: true, notification: true },
      waiting: { sound: true, notification: true },
      whisper: { sound: false, notification: true },
      followUp: { sound: true, notification: true },
      assistance: { sound: true, notification: true },
    },
  },
  keys: {},
};

/** @param stored what is kept of a user, perhaps by another version: what does not fit reads as the usual. */
export function readPreferences(stored: unknown): Preferences {
  const kept = z.record(z.string(), z.unknown()).safeParse(stored);
  const entries = Object.entries(fields).map(([name, field]) => {
    const read = field.safeParse(kept.success ? kept.data[name] : undefined);
    return [name, read.success ? read.data : usualPreferences[name as keyof Preferences]];
  });
  return Object.fromEntries(entries) as Preferences;
}

export const preferencesSchema = z.object(fields);
export const preferenceChangesSchema = z.strictObject(fields).partial();
export type PreferenceChanges = z.infer<typeof preferenceChangesSchema>;

export const preferenceRequests = {
  preferences: define("desk.preferences", nothing, preferencesSchema),
  /** Changes the fields that are named, each as a whole; of two desks at the same field the later one wins. */
  changePreferences: define(
    "desk.preferences.change",
    z.object({ changes: preferenceChangesSchema }),
    preferencesSchema,
  ),
} as const;
