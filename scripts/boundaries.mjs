import "./node-version.mjs";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cruise } from "dependency-cruiser";
import { findImpurities } from "./boundaries/purity.mjs";

/**
 * Checks that imports point inwards and that the core is pure. Fails when it examined nothing: a check that sees
 * no file finds no fault.
 *
 * @param folder another tree to check, for its own tests.
 */
export async function checkBoundaries(folder) {
  const problems = [];
  const places = ["packages", "apps"].filter((place) => existsSync(path.join(folder, place)));
  const rules = createRequire(import.meta.url)("../.dependency-cruiser.cjs");
  let modules = 0;
  if (places.length > 0) {
    const { output } = await cruise(
      places,
      { ...rules.options, baseDir: folder, ruleSet: { forbidden: rules.forbidden }, validate: true },
      rules.options.enhancedResolveOptions,
    );
    modules = output.modules.filter((module) => /^(packages|apps)\/[^/]+\/src\//.test(module.source)).length;
    for (const { rule, from, to } of output.summary.violations)
      problems.push(`${rule.name}: ${from} -> ${to}`);
  }
  if (modules === 0) problems.push("no module was examined for its imports");
  const { files, impurities } = findImpurities(path.join(folder, "packages/core/src"));
  problems.push(...impurities.map((found) => `core-is-pure: ${found}`));
  if (files === 0) problems.push("no file of the core was examined for purity");
  return { modules, files, problems };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const named = process.argv.slice(2).map((folder) => path.resolve(folder));
  let clean = true;
  for (const folder of named.length > 0 ? named : [fileURLToPath(new URL("..", import.meta.url))]) {
    process.chdir(folder);
    const { modules, files, problems } = await checkBoundaries(folder);
    if (named.length > 1) console.log(`== ${folder}`);
    for (const problem of problems) console.log(problem);
    console.log(`${modules} modules and ${files} files of the core examined, ${problems.length} problems`);
    if (problems.length > 0) clean = false;
  }
  process.exitCode = clean ? 0 : 1;
}
