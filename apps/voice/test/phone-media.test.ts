import { expect, it } from "vitest";
import { deskPreference } from "../src/workers/phone-media.js";

it("desks speak what is spoken towards the network, so that nothing is transcoded, and what every browser speaks", () => {
  expect(deskPreference({ sipCodecs: ["PCMU", "PCMA"] })).toEqual(["PCMU", "PCMA", "opus"]);
  expect(deskPreference({ sipCodecs: ["G722", "PCMA"] })).toEqual(["G722", "PCMA", "PCMU", "opus"]);
});
