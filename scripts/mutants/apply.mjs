import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mutants } from "./list.mjs";

/** How often `part` stands in `whole`. */
const times = (whole, part) => whole.split(part).length - 1;

/** @returns one sentence for each mutant that does not fit its source any more */
export function misfits(root) {
  const problems = [];
  const names = new Set();
  for (const { name, file, find, replace, caughtBy } of mutants) {
    if (names.has(name)) problems.push(`${name}: two mutants have this name`);
    names.add(name);
    if (find === replace || caughtBy.length === 0)
      problems.push(`${name}: changes nothing, or nobody is asked`);
    const found = times(readFileSync(join(root, file), "utf8"), find);
    if (found !== 1)
      problems.push(`${name}: its text stands ${found} times in ${file}, it must stand there once`);
  }
  return problems;
}

/**
 * A vite plugin that plants one fault while the sources are read. The files stay as they are.
 * @param name of the mutant; `undefined` plants nothing.
 */
export function plant(root, name) {
  if (name === undefined || name === "") return { name: "no-mutant" };
  const mutant = mutants.find((one) => one.name === name);
  if (mutant === undefined) throw new Error(`no mutant is called ${name}`);
  const path = join(root, mutant.file);
  return {
    name: "mutant",
    enforce: "pre",
    transform(code, id) {
      if (id.split("?")[0] !== path) return undefined;
      if (times(code, mutant.find) !== 1) throw new Error(`the mutant ${name} does not fit ${mutant.file}`);
      // So that whoever runs it knows that the fault was really there.
      process.stderr.write(`planted: ${name}\n`);
      return code.replace(mutant.find, () => mutant.replace);
    },
  };
}
