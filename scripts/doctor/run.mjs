import { existsSync } from "node:fs";
import { fromRoot } from "../start/paths.mjs";

/**
 * Runs the doctor from its sources: it has to speak when nothing could be built, and beside a running server nothing
 * may be built anew.
 */
export async function run(args) {
  if (!existsSync(fromRoot("node_modules/tsx"))) {
    process.stderr.write(
      "The packages are not installed yet: npm start installs them, and npm ci alone does too.\n",
    );
    process.exit(1);
  }
  const { register } = await import("tsx/esm/api");
  register();
  const { doctorCommand } = await import("../../apps/server/src/doctor/command.ts");
  process.exitCode = await doctorCommand(args, process.env, (text) => process.stdout.write(text));
}
