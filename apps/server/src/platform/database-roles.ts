import type pg from "pg";
import { scramVerifier } from "./postgres-embedded/index.js";

/** Who the migrations grant to. The server works as this role, or as a member of it. */
export const APP_ROLE = "patchbay_app";

/** The database can't be used as it is set up. The message says what its administrator has to do. */
export class DatabaseRightsError extends Error {
  override readonly name = "DatabaseRightsError";
}

/**
 * Makes sure that there is a role for the server which owns nothing and which row level security binds, and that
 * it has this password. Safe to repeat.
 *
 * @param login another name when the PostgreSQL is not ours alone: then it is a member of `patchbay_app`, so
 *   that a second Patchbay on the same server changes nobody's password.
 * @throws {DatabaseRightsError} when the owner may not do that.
 */
export async function ensureAppRole(
  owner: Pick<pg.Client, "query">,
  options: { readonly password: string; readonly login?: string },
): Promise<void> {
  const login = options.login ?? APP_ROLE;
  for (const role of new Set([APP_ROLE, login])) {
    if (!/^[a-z_][a-z0-9_]{0,62}$/.test(role)) throw new TypeError(`not a role name: ${role}`);
  }
  const known = new Map<string, RoleRow>();
  const { rows } = await owner.query<RoleRow>(
    `select rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb from pg_roles
     where rolname = any($1)`,
    [[APP_ROLE, login]],
  );
  for (const row of rows) known.set(row.rolname, row);
  const verifier = scramVerifier(options.password);
  try {
    if (!known.has(APP_ROLE)) await owner.query(`create role ${APP_ROLE} nosuperuser nobypassrls nologin`);
    if (login !== APP_ROLE && !known.has(login)) {
      await owner.query(`create role ${login} nosuperuser nobypassrls nologin in role ${APP_ROLE}`);
    }
    // The verifier has only letters, digits and +/=:$- in it.
    await owner.query(`alter role ${login} login password '${verifier}'`);
  } catch (cause) {
    const { rows: me } = await owner.query<{ name: string; may: boolean }>(
      "select rolname as name, rolcreaterole or rolsuper as may from pg_roles where rolname = current_user",
    );
    const name = me[0]?.name;
    // With CREATEROLE it may still not add to a group that somebody else has made.
    const missing = me[0]?.may
      ? `GRANT ${APP_ROLE} TO "${name}" WITH ADMIN OPTION;`
      : `ALTER ROLE "${name}" CREATEROLE;`;
    throw new DatabaseRightsError(
      `The user ${name} of DATABASE_URL may not make the role ${login} that the server works as: ` +
        `let an administrator run  ${missing}  and start again.`,
      { cause },
    );
  }
}

interface RoleRow {
  rolname: string;
  rolsuper: boolean;
  rolbypassrls: boolean;
  rolcanlogin: boolean;
  rolcreaterole: boolean;
  rolcreatedb: boolean;
}

/**
 * Refuses a connection that row level security would not bind: then one center could read another's rows.
 * @throws {DatabaseRightsError}
 */
export async function refuseUnboundRole(app: Pick<pg.Client, "query">): Promise<void> {
  const { rows } = await app.query<{ name: string; unbound: string | null; owns: string | null }>(
    `with recursive reachable(oid) as (
       select oid from pg_roles where rolname in (current_user, session_user)
       union select m.roleid from pg_auth_members m join reachable r on m.member = r.oid
     )
     select current_user as name,
       (select string_agg(rolname, ', ') from pg_roles join reachable using (oid)
         where rolsuper or rolbypassrls) as unbound,
       (select min(c.oid::regclass::text) from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relowner in (select oid from reachable) and c.relkind in ('r', 'p')
           and n.nspname not like 'pg\\_%') as owns`,
  );
  const row = rows[0];
  if (row?.unbound) {
    throw new DatabaseRightsError(
      `The server would work as the role ${row.name}, which row level security does not bind ` +
        `(SUPERUSER or BYPASSRLS through ${row.unbound}): ` +
        `let an administrator run  ALTER ROLE ${row.unbound.split(", ")[0]} NOSUPERUSER NOBYPASSRLS;  and start again.`,
    );
  }
  if (row?.owns) {
    throw new DatabaseRightsError(
      `The server would work as the role ${row.name}, which owns the table ${row.owns}: ` +
        "the tables must belong to the user of DATABASE_URL alone.",
    );
  }
}
