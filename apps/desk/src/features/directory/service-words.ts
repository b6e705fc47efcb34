import type { ServiceView } from "@patchbay/protocol";
import { clockText } from "../../parts/time.js";
import { word } from "../../words/words.js";

/** "2 waiting · about 1:40": how long a line is, and how long it takes. */
export function waitWords({ waiting, ewtSeconds }: Pick<ServiceView, "waiting" | "ewtSeconds">): string {
  const count = word("directory.waiting", { count: waiting });
  const wait =
    ewtSeconds === null
      ? word("directory.waitUnknown")
      : word("directory.wait", { time: clockText(ewtSeconds * 1_000) });
  return `${count} · ${wait}`;
}
