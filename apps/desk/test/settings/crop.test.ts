import { expect, it } from "vitest";
import { squareOf, wholeCrop, within, ZOOM_MAX } from "../../src/features/settings/profile/crop.js";

const wide = { width: 400, height: 200 };

it("shows the middle square first", () => {
  expect(squareOf(wide, wholeCrop, 100)).toEqual({ left: 100, top: 0, side: 200 });
});

it("stays within the picture, however far it is dragged or enlarged", () => {
  const far = within(wide, { zoom: 99, x: -1e6, y: 1e6 }, 100);
  expect(far.zoom).toBe(ZOOM_MAX);
  const { left, top, side } = squareOf(wide, far, 100);
  expect([left + side, top, side]).toEqual([400, 0, 50]);
  expect(within(wide, { zoom: 0, x: 0, y: 30 }, 100)).toEqual(wholeCrop);
});

it("drags the picture along with the pointer", () => {
  expect(squareOf(wide, within(wide, { zoom: 1, x: 20, y: 0 }, 100), 100).left).toBe(60);
});
