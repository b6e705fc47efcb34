import { deskErrorCodes } from "@patchbay/protocol";
import { expect, it } from "vitest";
import { errors } from "../../src/words/en/errors.js";

it("every code that a desk may get has its sentence", () => {
  expect(deskErrorCodes.filter((code) => !(code in errors))).toEqual([]);
});
