import type { InteractionView } from "@patchbay/protocol";
import { expect, it } from "vitest";
import { type HoldAlerts, holdAlerts } from "../../src/features/call/hold-alerts.js";
import { callOf, maria, me } from "../phone/views.js";
import { interaction } from "../state/views.js";

const MINUTE_MS = 60_000;
const held = (heldSince: number | null): InteractionView =>
  interaction("i1", { channel: "voice", call: callOf([maria(), me()], { heldSince }) });

/** Looks at these minutes. @returns those at which something was told */
function toldAt(minutes: readonly number[], view: (minute: number) => InteractionView, front: string | null) {
  let told: HoldAlerts["told"] = new Map();
  return minutes.filter((minute) => {
    const alerts = holdAlerts([view(minute)], told, front, minute * MINUTE_MS);
    told = alerts.told;
    return alerts.due.length > 0;
  });
}
const MINUTES = [0, 0.5, 1, 1.5, 2, 3, 3.5, 5];

it("tells of a call on hold after a minute, and again every two", () => {
  expect(toldAt(MINUTES, () => held(0), null)).toEqual([1, 3, 5]);
  expect(toldAt(MINUTES, () => held(0), "i2")).toEqual([1, 3, 5]);
});

it("does not tell of what is in front, nor of a call that is not on hold", () => {
  expect(toldAt(MINUTES, () => held(0), "i1")).toEqual([]);
  expect(toldAt(MINUTES, () => held(null), null)).toEqual([]);
});

it("begins anew with the next hold", () => {
  expect(toldAt(MINUTES, (minute) => held(minute < 2 ? 0 : 2 * MINUTE_MS), null)).toEqual([1, 3, 5]);
});
