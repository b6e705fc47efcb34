// `npm test`. Kept in old syntax: an older Node gets its one sentence, and only then the rest is read.
import "./node-version.mjs";

import("./test/run.mjs").then((test) => test.run(process.argv.slice(2)));
