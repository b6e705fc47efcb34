import { expect, test } from "vitest";
import { cadenceOf } from "../../src/phone/failure-tone.js";

test("somebody who is busy sounds busy, and what the network could not do sounds like that", () => {
  const lasts = (cause: string) => {
    const { onMs, offMs, times } = cadenceOf(cause);
    return (onMs + offMs) * times;
  };
  expect(cadenceOf("busy")).toEqual(cadenceOf("declined"));
  expect(cadenceOf("busy").onMs).toBe(2 * cadenceOf("network").onMs);
  expect(cadenceOf("number_unknown")).toEqual(cadenceOf("network"));
  expect([lasts("busy"), lasts("network")].every((ms) => ms <= 3_000)).toBe(true);
});
