import { expect, test } from "vitest";
import { isOther } from "../../src/shell/first-module.js";

const own = "https://center.example/desk/assets/index-B3xYz.js";
const page = (src: string): string =>
  `<!doctype html><html><head><script src="/desk/theme-boot.js"></script><script type="module" crossorigin src="${src}"></script></head></html>`;

test("the page of the server begins with the same module: nothing is newer", () => {
  expect(isOther(page("/desk/assets/index-B3xYz.js"), own)).toBe(false);
});

test("it begins with another one: the desk was renewed", () => {
  expect(isOther(page("/desk/assets/index-Q9abc.js"), own)).toBe(true);
});

test("what is no page of the desk is no news, such as what a proxy says while the server is away", () => {
  for (const text of ["", "<h1>502 Bad Gateway</h1>", '<script src="/x.js"></script>'])
    expect(isOther(text, own), text).toBe(false);
});
