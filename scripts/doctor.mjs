// `npm run doctor`. Kept in old syntax: an older Node gets its one sentence, and only then the rest is read.
import "./node-version.mjs";

import("./doctor/run.mjs").then((doctor) => doctor.run(process.argv.slice(2)));
