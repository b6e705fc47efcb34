import { sleep } from "../soak/dice.js";
import type { House } from "../soak/house.js";

/** PostgreSQL sleeps so long before it writes the log of a commit out, with nobody else at work as well. */
export async function slowCommits(house: House, ms: number): Promise<void> {
  const tables = await house.tables();
  await tables.query(`alter system set commit_delay = ${ms * 1_000}`);
  await tables.query("alter system set commit_siblings = 0");
  await tables.query("select pg_reload_conf()");
  await tables.end();
  await sleep(500);
}
