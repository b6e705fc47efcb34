import { packPlaces } from "./pack.js";

/** What Vite needs of a plugin here; its own type would tie this package to Vite. */
interface LoadPlugin {
  name: string;
  enforce: "pre";
  load(id: string): { code: string; moduleType: "js" } | undefined;
}

/** For vite.config.ts of every app that shows the map: evaluates places/gazetteer.ts while building. */
export function places(): LoadPlugin {
  return {
    name: "patchbay-places",
    enforce: "pre",
    load(id) {
      if (!/[\\/]map[\\/]src[\\/]places[\\/]gazetteer\.ts$/.test(id.split("?")[0] ?? id)) return undefined;
      return { code: `export const packedPlaces = ${JSON.stringify(packPlaces())};`, moduleType: "js" };
    },
  };
}
