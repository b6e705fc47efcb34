import type { TestProject } from "vitest/node";
import { CenterProcess, WITHOUT_LINES } from "./center-process.js";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder with the data of a demo center that has been started once and stopped. */
    firstStart: string;
  }
}

/**
 * One first start for all stories: making the database and the demo is half of what a start costs. Each story's center
 * begins with a copy, so that none sees anything of another's.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const center = await CenterProcess.firstStart(WITHOUT_LINES);
  await center.stop();
  project.provide("firstStart", center.folder);
  return () => center.removeFolder();
}
