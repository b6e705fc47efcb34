import {
  CANNED_IMPORT_MAX,
  type CannedForm,
  type CannedView,
  cannedFormSchema,
  unknownVariable,
} from "@patchbay/protocol";
import { readCsv } from "../../../parts/csv.js";

/** Columns of an export, and of a file that is read. `title` and `text` have to be there. */
const COLUMNS = ["title", "keyword", "folder", "text", "language", "services", "from"] as const;

/** @param nameOf a service's name */
export function tableOf(
  responses: readonly CannedView[],
  nameOf: (serviceId: string) => string,
): readonly (readonly string[])[] {
  return [
    COLUMNS,
    ...responses.map((one) => [
      one.title,
      one.keyword,
      one.folder,
      one.text,
      one.language ?? "",
      one.serviceIds.map(nameOf).join("; "),
      one.marks.join("; "),
    ]),
  ];
}

export interface ReadRow {
  /** As people count the lines of a table, its head being the first. */
  readonly row: number;
  readonly form: CannedForm;
}

export type ReadTable =
  | { readonly problem: "noColumns" | "tooMany" }
  | {
      readonly rows: readonly ReadRow[];
      /** Path of a word each, with its row. */
      readonly wrong: readonly { readonly row: number; readonly why: string; readonly facts: object }[];
    };

/** @param idOf a service by its name or its id; `undefined`: there is none */
export function readTable(text: string, idOf: (name: string) => string | undefined): ReadTable {
  const [head = [], ...lines] = readCsv(text);
  const names = head.map((name) => name.trim().toLowerCase());
  if (!names.includes("title") || !names.includes("text")) return { problem: "noColumns" };
  if (lines.length > CANNED_IMPORT_MAX) return { problem: "tooMany" };
  const rows: ReadRow[] = [];
  const wrong: { row: number; why: string; facts: object }[] = [];
  for (const [at, cells] of lines.entries()) {
    const row = at + 2;
    const of = (name: (typeof COLUMNS)[number]): string => cells[names.indexOf(name)] ?? "";
    const several = (name: "services" | "from"): string[] =>
      of(name)
        .split(";")
        .map((one) => one.trim())
        .filter((one) => one !== "");
    const serviceIds = several("services").map((name) => ({ name, serviceId: idOf(name) }));
    const nobody = serviceIds.find(({ serviceId }) => serviceId === undefined);
    if (nobody !== undefined) {
      wrong.push({ row, why: "canned.manage.unknownService", facts: { name: nobody.name } });
      continue;
    }
    const form = {
      title: of("title"),
      keyword: of("keyword").replace(/^\//, ""),
      folder: of("folder"),
      text: of("text").replaceAll("\r\n", "\n"),
      language: of("language").trim() || null,
      serviceIds: serviceIds.map(({ serviceId }) => serviceId),
      marks: several("from").map((mark) => mark.toLowerCase()),
    };
    const variable = unknownVariable(form.text);
    const parsed = cannedFormSchema.safeParse(form);
    if (variable !== null) wrong.push({ row, why: "canned.form.variableUnknown", facts: { variable } });
    else if (parsed.success) rows.push({ row, form: parsed.data });
    else {
      const field = String(parsed.error.issues[0]?.path[0] ?? "title");
      wrong.push({ row, why: `canned.manage.wrong.${field}`, facts: {} });
    }
  }
  return { rows, wrong };
}

/** What a row stands for among those that are there: the same title in the same folder and language is the same one. */
export const sameAs = (form: CannedForm, responses: readonly CannedView[]): CannedView | undefined =>
  responses.find(
    (one) =>
      one.title.toLowerCase() === form.title.toLowerCase() &&
      one.folder === form.folder &&
      (one.language ?? "").toLowerCase() === (form.language ?? "").toLowerCase(),
  );
