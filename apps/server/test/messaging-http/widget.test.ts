import {
  textColourOn,
  usualWidget,
  type WidgetSettings,
  widgetAnswerSchema,
  widgetSettingsSchema,
} from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { EntryWords } from "../../src/center/records.js";
import { demoWidget } from "../../src/demo/web-widget.js";
import { saidOfCustomer } from "../../src/messaging-http/contacts.js";
import { World, words } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

const asked = (query: string) =>
  fetch(`${world.base}/api/customer/v1/widget${query}`, { headers: { origin: "https://shop.example" } });

function setUp(widget: WidgetSettings): void {
  const entry = words.entries.get("demo-app");
  if (entry === undefined) throw new Error("no entry");
  world.words.current = { ...words, entries: new Map([["demo-app", { ...entry, widget }]]) };
}

test("a page learns how its chat looks, from every origin, but not which pages may show it", async () => {
  setUp({ ...demoWidget, allowedOrigins: ["https://shop.example"] });
  const answer = await asked("?appId=demo-app");
  expect([
    answer.status,
    answer.headers.get("access-control-allow-origin"),
    answer.headers.get("cache-control"),
  ]).toEqual([200, "https://shop.example", "no-cache"]);
  const { allowedOrigins: _, ...known } = demoWidget;
  const body: unknown = await answer.json();
  expect(body).toEqual({
    ...known,
    company: "Larkfield Insurance",
    textColour: "#ffffff",
    open: true,
    opensAt: null,
  });
  expect(widgetAnswerSchema.parse(body)).toEqual(body);
});

test("who has it is told so until it changes; who asks without end is told to wait", async () => {
  const address = `${world.base}/api/customer/v1/widget?appId=demo-app`;
  const first = await fetch(address);
  const etag = first.headers.get("etag") ?? "";
  const again = await fetch(address, { headers: { "if-none-match": `"other", W/${etag}` } });
  expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
  setUp({ ...demoWidget, colour: "#123456" });
  const changed = await fetch(address, { headers: { "if-none-match": etag } });
  expect([changed.status, ((await changed.json()) as { colour: string }).colour]).toEqual([200, "#123456"]);
  await world.close();
  world = await World.open({ settings: { looksBurst: 2, looksPerSecond: 0.001 } });
  expect(
    [await asked("?appId=demo-app"), await asked(""), await asked("?appId=demo-app")].map(
      ({ status }) => status,
    ),
  ).toEqual([200, 403, 429]);
});

test("the text on the colour is what was chosen, or what can be read", async () => {
  setUp({ ...demoWidget, colour: "#f2c84b" });
  expect(await (await asked("?appId=demo-app")).json()).toMatchObject({ textColour: "#000000" });
  setUp({ ...demoWidget, colour: "#f2c84b", textColour: "#402000" });
  expect(await (await asked("?appId=demo-app")).json()).toMatchObject({ textColour: "#402000" });
});

test("what a page asks for as an email address or a phone number is known as such, whatever it is sent as", () => {
  const [field] = demoWidget.fields;
  if (field === undefined) throw new Error("no field");
  const fields = [
    { ...field, name: "your_address", kind: "email" as const },
    { ...field, name: "mobile", kind: "phone" as const },
  ];
  const entry = { ...words.entries.get("demo-app"), parameters: [], widget: { ...demoWidget, fields } };
  const sent = { your_address: "maria@example.com", mobile: "+1 503 555 0100" };
  expect(saidOfCustomer(null, sent, entry as EntryWords)).toMatchObject({
    email: "maria@example.com",
    phone: "+1 503 555 0100",
  });
  expect(saidOfCustomer(null, sent, undefined)).toMatchObject({ email: null, phone: null });
});

test("an entry that nobody has set up has the usual look; a closed service says so; no entry is 3000", async () => {
  const usual = (await (await asked("?appId=demo-app")).json()) as { title: unknown; open: boolean };
  expect(usual).toMatchObject({ title: usualWidget.title, open: true });
  const service = [...world.runtime.state.configuration.services.values()][0];
  if (service === undefined) throw new Error("no service");
  await world.do({ type: "ConfigureService", service: { ...service, open: false } });
  expect(await (await asked("?appId=demo-app")).json()).toMatchObject({ open: false });
  for (const query of ["?appId=nobody", "", "?appId=demo-app&tenantUrl=elsewhere.example"]) {
    const refused = await asked(query);
    expect([query, refused.status]).toEqual([query, 403]);
  }
});

test("settings are read strictly: what a page could not draw or a browser not hold to is refused", () => {
  expect(widgetSettingsSchema.parse(demoWidget)).toEqual(demoWidget);
  expect(widgetSettingsSchema.parse(usualWidget)).toEqual(usualWidget);
  for (const wrong of [
    { colour: "teal" },
    { languages: [] },
    { languages: ["tlh"] },
    { allowedOrigins: ["https://shop.example/"] },
    { allowedOrigins: ["javascript:alert(1)"] },
    { allowedOrigins: ["*"] },
    { privacyUrl: "javascript:alert(1)" },
    { fields: [{ name: "First name", kind: "text", required: true, label: { en: "x" }, choices: [] }] },
  ])
    expect(widgetSettingsSchema.safeParse({ ...demoWidget, ...wrong }).success, JSON.stringify(wrong)).toBe(
      false,
    );
});

test("the text on a colour is the one of black and white that can be read", () => {
  expect(["#0b6e75", "#000000", "#c8372c", "#e9a13b", "#ffffff", "#808080"].map(textColourOn)).toEqual([
    "#ffffff",
    "#ffffff",
    "#ffffff",
    "#000000",
    "#000000",
    "#000000",
  ]);
});
