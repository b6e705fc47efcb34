import type { ContactFigures } from "@patchbay/protocol";
import { clockText } from "../../parts/time.js";

/** "1:40"; a dash where there is nothing to take a mean of. */
export const lengthOf = (ms: number | null): string => (ms === null ? "–" : clockText(ms));

/** Of 0 to 100, rounded down: 79.9 % of a promise of 80 % is not kept. `null`: of none. */
export const levelOf = ({ withinLevel, levelOf: all }: ContactFigures): number | null =>
  all === 0 ? null : Math.floor((withinLevel / all) * 100);

/** Of what was offered, without what nobody could have answered. */
export const abandonedOf = ({ abandoned, abandonedSoon, offered }: ContactFigures): number | null =>
  offered - abandonedSoon <= 0
    ? null
    : Math.round(((abandoned - abandonedSoon) / (offered - abandonedSoon)) * 1_000) / 10;
