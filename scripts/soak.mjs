// `npm run soak`. Kept in old syntax: an older Node gets its one sentence, and only then the rest is read.
import "./node-version.mjs";

import("./soak/run.mjs").then((soak) => soak.run(process.argv.slice(2)));
