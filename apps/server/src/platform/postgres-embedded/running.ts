import { readFile } from "node:fs/promises";
import path from "node:path";
import { OWNER_ROLE } from "./cluster.js";
import { SOCKET_PORT } from "./postmaster.js";

/** How to reach the PostgreSQL of a folder whose server runs: by the socket that it has noted there. */
export async function connectionNoted(dataDir: string): Promise<{
  readonly host: string;
  readonly port: number;
  readonly user: string;
} | null> {
  const noted = await readFile(path.join(dataDir, "postgres-run-folder"), "utf8").catch(() => "");
  const [host = ""] = noted.split("\n");
  return host === "" ? null : { host, port: SOCKET_PORT, user: OWNER_ROLE };
}
