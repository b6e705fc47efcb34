import { z } from "zod";
import { instant } from "../instant.js";
import { define, id } from "./define.js";

export const CANNED_TITLE_MAX = 120;
export const CANNED_KEYWORD_MAX = 40;
/** Half of what one message may have: names of customers and what the agent adds need room too. */
export const CANNED_TEXT_MAX = 5_000;
export const CANNED_FOLDER_MAX = 200;
export const CANNED_FOLDER_DEPTH_MAX = 4;
/** How many an agent may have, and how many the center may share. */
export const CANNED_OWN_MAX = 300;
export const CANNED_SHARED_MAX = 1_000;
export const CANNED_IMPORT_MAX = 500;

/** What is typed behind the slash: letters, digits, hyphen, underscore. */
export const cannedKeywordPattern = /^[\p{L}\p{N}_-]*$/u;
export const languageTagPattern = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** "Greetings / Weekend " is "Greetings/Weekend": one place has one name. */
export const folderPath = (typed: string): string =>
  typed
    .split("/")
    .map((name) => name.trim().replaceAll(/\s+/g, " "))
    .filter((name) => name !== "")
    .join("/");

/** What the form says. */
export const cannedFormSchema = z.object({
  title: z.string().trim().min(1).max(CANNED_TITLE_MAX),
  /** Empty: it is found by its title and its words alone. */
  keyword: z.string().trim().max(CANNED_KEYWORD_MAX).regex(cannedKeywordPattern),
  /** Names with slashes in between; empty: in no folder. */
  folder: z
    .string()
    .max(CANNED_FOLDER_MAX)
    .transform(folderPath)
    .refine((path) => path.split("/").length <= CANNED_FOLDER_DEPTH_MAX, { message: "too deep" }),
  text: z
    .string()
    .max(CANNED_TEXT_MAX)
    .refine((text) => text.trim() !== "", { message: "empty" }),
  /** BCP 47; `null`: for customers of every language. */
  language: z.string().max(35).regex(languageTagPattern).nullable(),
  /** For chats of these services; empty: of all. */
  serviceIds: z.array(id).max(200),
  /** For customers who write from there; empty: from anywhere. */
  marks: z.array(z.enum(["mobile", "web"])).max(2),
});
export type CannedForm = z.output<typeof cannedFormSchema>;

export const cannedViewSchema = z.object({
  responseId: z.string(),
  /** Grows with every change; whoever changes it says from which one. */
  version: z.number().int(),
  /** Of the whole center; else of the asker alone. */
  shared: z.boolean(),
  title: z.string(),
  keyword: z.string(),
  folder: z.string(),
  text: z.string(),
  language: z.string().nullable(),
  serviceIds: z.array(z.string()),
  marks: z.array(z.enum(["mobile", "web"])),
  changedBy: z.object({ agentId: z.string(), name: z.string() }),
  changedAt: instant,
  /** How often everybody has put it into a message, and when last. By whom is told to nobody. */
  uses: z.number().int(),
  lastUsedAt: instant.nullable(),
  /** The asker's own. */
  ownUses: z.number().int(),
  ownLastUsedAt: instant.nullable(),
  mayChange: z.boolean(),
});
export type CannedView = z.infer<typeof cannedViewSchema>;

const changed = z.object({ response: cannedViewSchema });

/**
 * Everybody reads and changes what is their own; what is shared is read by all, and changed by supervisors and
 * administrators. To others a personal one is `object_not_found`, whoever they are. A request that comes again because its
 * answer was lost finds its work done and is answered so.
 *
 * Codes: `not_enough_privileges`, `canned_keyword_taken` (`facts.title`: of the one that has it, in the same language, for
 * the same service and place), `canned_variable_unknown` (`facts.variable`), `canned_full` (`facts.max`), `no_service`,
 * `version_conflict` (`facts.version`).
 */
export const cannedRequests = {
  cannedResponses: define(
    "desk.canned.list",
    z.object({}),
    z.object({
      responses: z.array(cannedViewSchema),
      mayManageShared: z.boolean(),
      /** How customers see the asker: the value of a variable. */
      nickname: z.string(),
    }),
  ),
  /** `version` 0: a new one, under the desk's id. Whether one is shared cannot be changed. */
  saveCannedResponse: define(
    "desk.canned.save",
    z.object({
      responseId: id,
      version: z.number().int().min(0),
      shared: z.boolean(),
      form: cannedFormSchema,
    }),
    changed,
  ),
  /** Many at once, each as `desk.canned.save` would; what is refused stands in nobody's way. Rows are counted from 0. */
  importCannedResponses: define(
    "desk.canned.import",
    z.object({
      shared: z.boolean(),
      rows: z
        .array(z.object({ responseId: id, version: z.number().int().min(0), form: cannedFormSchema }))
        .min(1)
        .max(CANNED_IMPORT_MAX),
    }),
    z.object({
      saved: z.number().int(),
      refused: z.array(
        z.object({
          row: z.number().int(),
          code: z.string(),
          facts: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  ),
  /** `deleted` false: it is taken back. */
  deleteCannedResponse: define(
    "desk.canned.delete",
    z.object({ responseId: id, version: z.number().int().min(1), deleted: z.boolean() }),
    changed,
  ),
  /** It was put into a message. */
  cannedResponseUsed: define("desk.canned.used", z.object({ responseId: id }), z.object({})),
} as const;
