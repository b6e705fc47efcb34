// `npm run mutants`. Kept in old syntax: an older Node gets its one sentence, and only then the rest is read.
import "./node-version.mjs";

import("./mutants/run.mjs").then((mutants) => mutants.run(process.argv.slice(2)));
