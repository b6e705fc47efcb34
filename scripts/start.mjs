// `npm start`. Kept in old syntax: an older Node gets its one sentence, and only then the rest is read.
import "./node-version.mjs";

import("./start/run.mjs").then((start) => start.run(process.argv.slice(2)));
