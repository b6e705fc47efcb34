import { packEmoji } from "./src/features/emoji/pack.js";

/** For vite.config.ts: evaluates features/emoji/list.ts while building. The type of its own keeps Vite's out of here. */
export function emojiList(): {
  name: string;
  enforce: "pre";
  load(id: string): { code: string; moduleType: "js" } | undefined;
} {
  return {
    name: "patchbay-emoji",
    enforce: "pre",
    load(id) {
      if (!/[\\/]features[\\/]emoji[\\/]list\.ts$/.test(id.split("?")[0] ?? id)) return undefined;
      return { code: `export const packedEmoji = ${JSON.stringify(packEmoji())};`, moduleType: "js" };
    },
  };
}
