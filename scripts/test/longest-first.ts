import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files that take more than 20 s on two cores, the longest first. One that is begun late is what a whole run waits for in the
 * end, with the other workers idle; without times of an earlier run vitest goes by the size of a file, which says nothing here.
 */
const LONG = [
  "apps/server/test/simulation/simulated-day.test.ts",
  "apps/server/test/platform/postgres-embedded.test.ts",
  "apps/server/test/platform/server-ends.test.ts",
  "apps/server/test/platform/boundaries.test.ts",
  "apps/server/test/simulation/mutant-day.test.ts",
  "apps/voice/test/live/faults.test.ts",
  "apps/voice/test/live/matrix.test.ts",
  "apps/voice/test/live/survival.test.ts",
  "e2e/main-job.e2e.ts",
  "e2e/calls.e2e.ts",
  "e2e/typed-words.e2e.ts",
  "e2e/directory.e2e.ts",
];

/** Begins with the longest files; the others keep vitest's order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((file) => moduleId.endsWith(`/${file}`));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
