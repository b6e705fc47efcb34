import type { ScreenPopForm } from "@patchbay/protocol";
import { expect, test } from "vitest";
import { policyFor } from "../../src/screen-pop/frame-page.js";
import { FramingCheck, mayFrame, openedFor } from "../../src/screen-pop/index.js";
import { claims, House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

const page = { label: "CRM", when: "answered", stays: true } as const;
// A name that no resolver knows: the server cannot ask it, and says so.
const ORIGIN = "https://crm.invalid";
const form: ScreenPopForm = {
  pages: [
    { ...page, url: `${ORIGIN}/find?q={{customer.name}}&case={{case.number}}&lang={{customer.language|}}` },
    { ...page, label: "Policy", url: `${ORIGIN}/policy/{{customer.field.Car}}` },
  ],
  origins: [ORIGIN],
  text: "Greet {{customer.firstName}} & be kind.",
};

test("administrators set it, and whoever has the interaction gets the pages with its values", async () => {
  const house = await House.open();
  const olga = await house.desk("olga");
  const save = { serviceId: claims, version: 0, form };
  const sofia = await house.readyDesk("sofia");
  expect((await sofia.refused("saveScreenPop", save)).code).toBe("not_enough_privileges");
  expect(await olga.done("saveScreenPop", save)).toEqual({ version: 1 });
  // Asked again it is done; from an older version it is refused.
  expect(await olga.done("saveScreenPop", save)).toEqual({ version: 1 });
  const late = await olga.refused("saveScreenPop", { ...save, form: { ...form, text: "" } });
  expect(late).toMatchObject({ code: "version_conflict", facts: { changedBy: "Olga Admin" } });
  const { services } = await olga.done("setupScreenPops", {});
  expect(services.find(({ serviceId }) => serviceId === claims)).toMatchObject({ version: 1, form });

  await house.startChat("Maria");
  const asked = { interactionId: "Maria", origin: "https://desk.example" };
  const offerId = sofia.shown.offers[0]?.offerId ?? "";
  await sofia.done("confirmOffer", { offerId });
  await sofia.done("acceptOffer", { offerId });
  await settle();
  const ben = await house.desk("ben");
  expect((await ben.refused("screenPop", asked)).code).toBe("object_not_found");
  // What the request gives, with the other system's answer made here.
  const framing = new FramingCheck(house.clock, async () => ({ "x-frame-options": "DENY" }));
  const { pages, text } = await openedFor(
    { handle: house.handle, framing },
    { interactionId: "Maria", agentId: "sofia", deskOrigin: asked.origin },
  );
  expect(pages).toEqual([
    {
      ...page,
      url: `${ORIGIN}/find?q=Maria%20Miller&case=10000&lang=`,
      missing: [],
      framing: "refused",
    },
    { ...page, label: "Policy", url: null, missing: ["customer.field.Car"], framing: "unknown" },
  ]);
  expect(text).toBe("Greet Maria & be kind.");
});

test("what cannot be framed is refused with its place", async () => {
  const house = await House.open();
  const olga = await house.desk("olga");
  const refused = async (more: Partial<ScreenPopForm>) =>
    (await olga.refused("saveScreenPop", { serviceId: claims, version: 0, form: { ...form, ...more } }))
      .facts;
  const urls = [
    "https://elsewhere.example/",
    "http://crm.example/",
    "javascript:alert(1)",
    "https://{{data.host}}/x",
    `${ORIGIN}/{{nobody}}`,
  ];
  for (const url of urls)
    expect(await refused({ pages: [{ ...page, url }] })).toEqual({ path: "form.pages.0.url" });
  for (const origin of ["http://crm.example", "https://crm.example/path", "https://a:b@crm.example", "*"])
    expect(await refused({ pages: [], origins: [origin] })).toEqual({ path: "form.origins.0" });
  expect(await refused({ text: "{{nobody}}" })).toEqual({ path: "form.text" });
});

test("headers are read as browsers read them", () => {
  const desk = "https://desk.example";
  const may = (headers: Record<string, string>) => mayFrame(headers, ORIGIN, desk);
  expect(may({})).toBe(true);
  expect(may({ "x-frame-options": "DENY" })).toBe(false);
  expect(may({ "x-frame-options": "SAMEORIGIN" })).toBe(false);
  expect(may({ "content-security-policy": "default-src *; frame-ancestors 'none'" })).toBe(false);
  expect(may({ "content-security-policy": "frame-ancestors 'self'" })).toBe(false);
  expect(
    may({ "content-security-policy": "frame-ancestors https://desk.example", "x-frame-options": "DENY" }),
  ).toBe(true);
  expect(may({ "content-security-policy": "frame-ancestors *.example" })).toBe(true);
  expect(may({ "content-security-policy": "frame-ancestors http:" })).toBe(false);
  expect(policyFor([])).toContain("frame-src 'none'");
  expect(policyFor([ORIGIN, ORIGIN])).toContain(`frame-src ${ORIGIN};`);
});
