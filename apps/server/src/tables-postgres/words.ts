import { alertRulesSchema, type WidgetSettings, widgetSettingsSchema } from "@patchbay/protocol";
import type { AlertRulesSet, StandingAlert } from "../alerts/index.js";
import type { MaskingRule } from "../center/masking-rule.js";
import { phoneCountryOf } from "../center/phone-number.js";
import type {
  AfterChatWords,
  CenterWords,
  EntryWords,
  RoleWords,
  ScenarioWords,
  ScheduleWords,
  ServiceLevel,
  ServiceWords,
  UserWords,
} from "../center/records.js";
import type { Database } from "./database.js";

/** What a center calls itself, its people and the things of its configuration; each part may be left out. */
export interface WordsChange {
  readonly users?: ReadonlyMap<string, UserWords>;
  readonly services?: ReadonlyMap<string, ServiceWords>;
  readonly entries?: ReadonlyMap<string, EntryWords>;
  readonly reasons?: ReadonlyMap<string, { readonly name: string; readonly icon: string }>;
  readonly dispositions?: ReadonlyMap<string, { readonly name: string }>;
  readonly skills?: ReadonlyMap<string, { readonly name: string }>;
  readonly teams?: ReadonlyMap<string, { readonly name: string }>;
  readonly scenarios?: ReadonlyMap<string, ScenarioWords>;
  readonly schedules?: ReadonlyMap<string, ScheduleWords>;
}

export interface CenterAddress {
  readonly id: string;
  readonly company: string;
  /** Host names of `tenantUrl` and of the desk, lower case, without a port. */
  readonly hosts: readonly string[];
}

/** Every center of this database; the first thing that start reads. */
export function listCenters(database: Database): Promise<CenterAddress[]> {
  return database.outsideCenters<CenterAddress & Record<string, unknown>>(
    "select id, company, hosts from center order by id",
  );
}

/** Makes the center known, or gives it a new name and new hosts. */
export async function putCenter(database: Database, center: CenterAddress): Promise<void> {
  await database.withCenter(center.id, (tx) =>
    tx.run(
      `insert into center (id, company, hosts) values ($1, $2, $3)
       on conflict (id) do update set company = excluded.company, hosts = excluded.hosts`,
      [center.id, center.company, center.hosts.map((host) => host.toLowerCase())],
    ),
  );
}

export async function readWords(database: Database, centerId: string): Promise<CenterWords> {
  return database.withCenter(centerId, async (tx) => {
    const [center] = await tx.rows<{ company: string }>("select company from center where id = $1", [
      centerId,
    ]);
    const users = await tx.rows<UserColumns>(
      `select agent_id, username, first_name, last_name, nickname, extension, photo_file_id, photo_for_customers
         from user_account where center_id = $1 order by agent_id`,
      [centerId],
    );
    const entries = await tx.rows<EntryColumns>(
      `select entry_id, name, mark, phone_number_required, parameters, masking, widget
         from entry_words where center_id = $1 order by entry_id`,
      [centerId],
    );
    const reasons = await tx.rows<{ id: string; name: string; icon: string }>(
      "select reason_id as id, name, icon from reason_words where center_id = $1 order by reason_id",
      [centerId],
    );
    const scenarios = await tx.rows<ScenarioWords & Record<string, unknown> & { readonly id: string }>(
      `select distinct on (scenario_id) scenario_id as id, version, name, steps from scenario_words
        where center_id = $1 order by scenario_id, version desc`,
      [centerId],
    );
    const prompts = await tx.rows<{ id: string; name: string; text: string | null }>(
      "select prompt_id as id, name, text from prompt_words where center_id = $1 order by prompt_id",
      [centerId],
    );
    const names = async (table: NameTable): Promise<Map<string, { readonly name: string }>> => {
      const rows = await tx.rows<{ id: string; name: string }>(
        `select ${table}_id as id, name from ${table}_words where center_id = $1 order by 1`,
        [centerId],
      );
      return new Map(rows.map(({ id, name }) => [id, { name }]));
    };
    const services = await tx.rows<ServiceColumns>(
      `select service_id as id, name, after_chat as "afterChat", service_level as "serviceLevel"
         from service_words where center_id = $1 order by 1`,
      [centerId],
    );
    const roles = await tx.rows<RoleWords & Record<string, unknown> & { readonly id: string }>(
      "select role_id as id, name, base, privileges from role_words where center_id = $1 order by 1",
      [centerId],
    );
    const schedules = await tx.rows<ScheduleWords & Record<string, unknown> & { readonly id: string }>(
      "select schedule_id as id, name, days from schedule_words where center_id = $1 order by 1",
      [centerId],
    );
    const presenceNotes = await tx.rows<{ id: string; by: string; text: string }>(
      `select agent_id as id, by_agent as "by", text from presence_note where center_id = $1 order by 1`,
      [centerId],
    );
    const [alertRules] = await tx.rows<{ rules: unknown; by: string; at: string }>(
      `select rules, by_agent as "by", at from alert_rules where center_id = $1`,
      [centerId],
    );
    const [standing] = await tx.rows<{ alerts: readonly StandingAlert[] }>(
      "select alerts from standing_alerts where center_id = $1",
      [centerId],
    );
    const [setup] = await tx.rows<{ country: string | null }>(
      "select plan->>'country' as country from network_setup where center_id = $1",
      [centerId],
    );
    return {
      phoneCountry: phoneCountryOf(setup?.country),
      company: center?.company ?? "",
      users: new Map(users.map((row) => [row.agent_id, userOf(row)])),
      services: new Map(services.map((row) => [row.id, serviceOf(row)])),
      entries: new Map(entries.map((row) => [row.entry_id, entryOf(row)])),
      reasons: new Map(reasons.map(({ id, name, icon }) => [id, { name, icon }])),
      dispositions: await names("disposition"),
      skills: await names("skill"),
      teams: await names("team"),
      scenarios: new Map(scenarios.map(({ id, version, name, steps }) => [id, { version, name, steps }])),
      ...alertRulesIn(alertRules),
      standingAlerts: standing?.alerts ?? [],
      roles: new Map(roles.map(({ id, name, base, privileges }) => [id, { name, base, privileges }])),
      schedules: new Map(schedules.map(({ id, name, days }) => [id, { name, days }])),
      presenceNotes: new Map(presenceNotes.map(({ id, by, text }) => [id, { by, text }])),
      prompts: new Map(prompts.map(({ id, name, text }) => [id, text === null ? { name } : { name, text }])),
    };
  });
}

/** Adds words or replaces those of the same ids, in one transaction. Passwords are not touched. */
export async function putWords(database: Database, centerId: string, change: WordsChange): Promise<void> {
  await database.withCenter(centerId, async (tx) => {
    const put = async (statement: string, rows: readonly unknown[]): Promise<void> => {
      if (rows.length > 0) await tx.run(statement, [centerId, JSON.stringify(rows)]);
    };
    await put(
      `insert into user_account (center_id, agent_id, username, first_name, last_name, nickname, extension, photo_file_id)
       select $1, u.id, u.username, u."firstName", u."lastName", u.nickname, u.extension, u."photoFileId"
         from jsonb_to_recordset($2::jsonb) as u(id text, username text, "firstName" text, "lastName" text,
              nickname text, extension text, "photoFileId" text)
       on conflict (center_id, agent_id) do update
          set username = excluded.username, first_name = excluded.first_name, last_name = excluded.last_name,
              nickname = excluded.nickname, extension = excluded.extension, photo_file_id = excluded.photo_file_id`,
      withIds(change.users),
    );
    await put(
      `insert into entry_words (center_id, entry_id, name, mark, phone_number_required, parameters, masking, widget)
       select $1, e.id, e.name, e.mark, e."phoneNumberRequired", e.parameters, e.masking, e.widget
         from jsonb_to_recordset($2::jsonb) as e(id text, name text, mark text, "phoneNumberRequired" boolean,
              parameters jsonb, masking jsonb, widget jsonb)
       on conflict (center_id, entry_id) do update
          set name = excluded.name, mark = excluded.mark,
              phone_number_required = excluded.phone_number_required, parameters = excluded.parameters,
              masking = excluded.masking, widget = excluded.widget`,
      withIds(change.entries),
    );
    await put(
      `insert into reason_words (center_id, reason_id, name, icon)
       select $1, r.id, r.name, r.icon from jsonb_to_recordset($2::jsonb) as r(id text, name text, icon text)
       on conflict (center_id, reason_id) do update set name = excluded.name, icon = excluded.icon`,
      withIds(change.reasons),
    );
    await put(
      `insert into scenario_words (center_id, scenario_id, version, name, steps)
       select $1, s.id, s.version, s.name, s.steps
         from jsonb_to_recordset($2::jsonb) as s(id text, version integer, name text, steps jsonb)
       on conflict (center_id, scenario_id, version) do update set name = excluded.name, steps = excluded.steps`,
      withIds(change.scenarios),
    );
    await put(
      `insert into schedule_words (center_id, schedule_id, name, days)
       select $1, s.id, s.name, s.days from jsonb_to_recordset($2::jsonb) as s(id text, name text, days jsonb)
       on conflict (center_id, schedule_id) do update set name = excluded.name, days = excluded.days`,
      withIds(change.schedules),
    );
    const named: Record<NameTable, WordsChange["teams"]> = {
      disposition: change.dispositions,
      skill: change.skills,
      team: change.teams,
    };
    await put(
      `insert into service_words (center_id, service_id, name, after_chat, service_level)
       select $1, s.id, s.name, s."afterChat", s."serviceLevel"
         from jsonb_to_recordset($2::jsonb) as s(id text, name text, "afterChat" jsonb, "serviceLevel" jsonb)
       on conflict (center_id, service_id) do update
          set name = excluded.name, after_chat = excluded.after_chat, service_level = excluded.service_level`,
      withIds(change.services),
    );
    for (const table of nameTables) {
      await put(
        `insert into ${table}_words (center_id, ${table}_id, name)
         select $1, n.id, n.name from jsonb_to_recordset($2::jsonb) as n(id text, name text)
         on conflict (center_id, ${table}_id) do update set name = excluded.name`,
        withIds(named[table]),
      );
    }
  });
}

export const putUserWords = (database: Database, centerId: string, users: ReadonlyMap<string, UserWords>) =>
  putWords(database, centerId, { users });

const nameTables = ["disposition", "skill", "team"] as const;
type NameTable = (typeof nameTables)[number];

const withIds = (words: ReadonlyMap<string, object> | undefined): object[] =>
  [...(words ?? [])].map(([id, word]) => ({ ...word, id }));

type UserColumns = {
  readonly agent_id: string;
  readonly username: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly nickname: string;
  readonly extension: string | null;
  readonly photo_file_id: string | null;
  readonly photo_for_customers: boolean;
};

const userOf = (row: UserColumns): UserWords => ({
  username: row.username,
  firstName: row.first_name,
  lastName: row.last_name,
  nickname: row.nickname,
  extension: row.extension,
  photoFileId: row.photo_file_id,
  ...(row.photo_for_customers ? {} : { photoForCustomers: false }),
});

type EntryColumns = {
  readonly entry_id: string;
  readonly name: string;
  readonly mark: EntryWords["mark"];
  readonly phone_number_required: boolean;
  readonly parameters: EntryWords["parameters"];
  readonly masking: MaskingRule | null;
  readonly widget: unknown;
};

type ServiceColumns = {
  readonly id: string;
  readonly name: string;
  readonly afterChat: AfterChatWords | null;
  readonly serviceLevel: ServiceLevel | null;
};

const serviceOf = ({ name, afterChat, serviceLevel }: ServiceColumns): ServiceWords => ({
  name,
  ...(afterChat === null ? {} : { afterChat }),
  ...(serviceLevel === null ? {} : { serviceLevel }),
});

const entryOf = (row: EntryColumns): EntryWords => ({
  name: row.name,
  mark: row.mark,
  phoneNumberRequired: row.phone_number_required,
  parameters: row.parameters,
  ...(row.masking === null ? {} : { masking: row.masking }),
  ...widgetIn(row.widget),
});

/** What nobody could have saved is not used: parts of it stand in headers, and pages draw with it. */
function widgetIn(kept: unknown): { readonly widget?: WidgetSettings } {
  const { data } = widgetSettingsSchema.safeParse(kept);
  return data === undefined ? {} : { widget: data };
}

/** Rules that another version has kept read as none where they do not fit. */
function alertRulesIn(
  row: { readonly rules: unknown; readonly by: string; readonly at: string } | undefined,
): { readonly alertRules?: AlertRulesSet } {
  const { data } = alertRulesSchema.safeParse(row?.rules);
  return row === undefined || data === undefined
    ? {}
    : { alertRules: { rules: data, by: row.by, at: Number(row.at) } };
}
