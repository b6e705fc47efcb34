import path from "node:path";
import { fileURLToPath } from "node:url";

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Beside the sources, where the packages of npm are found, and in a place that nothing else looks into. */
export const builtForTests = path.join(folder, "node_modules/.built-for-tests");

/** Builds the voice process once for the run: media workers are processes, and they need a program. */
export default async function buildVoice(): Promise<void> {
  const script = path.resolve(folder, "../../scripts/build.mjs");
  const { buildServer } = (await import(script)) as {
    buildServer: (folder: string, outdir: string) => Promise<void>;
  };
  await buildServer("apps/voice", builtForTests);
}
