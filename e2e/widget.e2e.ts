import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FrameLocator, Page } from "playwright-core";
import { expect } from "vitest";
import { expectAccessible } from "./support/axe.js";
import { eventually } from "./support/eventually.js";
import { type House, story } from "./support/house.js";

const CLARA = "Clara Winter";

/** A company's page on an origin of its own, with a policy that lets in what docs/web-chat.md names, and the one tag. */
async function companyPage(house: House): Promise<string> {
  const { origin } = house.center;
  const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}; frame-src ${origin}; style-src 'self'`;
  const server = createServer((request, response) => {
    const body = `<!doctype html><html lang="en"><title>Bicycles</title><main><h1>Bicycles</h1><p><a href="/next">Next</a></p></main>
      <script src="${origin}/widget.js" data-entry="demo-web" async></script></html>`;
    response.setHeader("content-security-policy", policy);
    response.setHeader("content-type", "text/html");
    response.end(request.url === "/favicon.ico" ? "" : body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  house.whenClosed(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const panelOf = (page: Page): FrameLocator => page.frameLocator('iframe[title="Larkfield Insurance"]');

story(
  "A visitor chats from a company's page: by keys alone, over a killed server and to the next page, and rates it",
  "light",
  async (house) => {
    const address = await companyPage(house);
    const page = await house.visitor();
    await page.goto(address);
    const launcher = page.getByRole("button", { name: "Larkfield Insurance", exact: true });
    await launcher.waitFor();
    await expectAccessible("the launcher", page);
    await launcher.focus();
    await page.keyboard.press("Enter");
    const panel = panelOf(page);
    const firstName = panel.getByLabel("First name");
    await eventually("the cursor is where to write", () =>
      expect(firstName.evaluate((field) => field === document.activeElement)).resolves.toBe(true),
    );
    await expectAccessible("the form before a chat", page);
    // Nothing is sent with mistakes.
    await page.keyboard.press("Enter");
    await panel.getByText("Please fill this in.").first().waitFor();
    await page.keyboard.type("Clara");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Winter");
    for (const _ of ["email", "topic", "message"]) await page.keyboard.press("Tab");
    await page.keyboard.type("Is my bicycle insured?");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const log = panel.getByRole("log");
    await log.getByText("Is my bicycle insured?").waitFor();

    const office = await house.office();
    const marcus = await office.seat(1);
    await marcus.signIn("agent4");
    await marcus.state("Not ready").waitFor();
    await marcus.pick("Ready");
    const offer = marcus.offerFrom(CLARA);
    await offer.waitFor();
    await marcus.page.keyboard.press("F2");
    await marcus.heard(CLARA, "Is my bicycle insured?");
    await marcus.context.getByText(address, { exact: true }).waitFor();
    await log.getByText("Marcus is here").waitFor();
    await marcus.say(CLARA, "Which one is it?");
    await log.getByText("Which one is it?").waitFor();
    await expectAccessible("the chat in the panel", page);

    // An agent asks for a form, and has the answer.
    await marcus.button("Ask for a form").click();
    const question = marcus.page.getByRole("dialog", { name: "Ask Clara for a form" });
    await question.getByLabel("Name of the form").fill("Frame number");
    await question.getByRole("button", { name: "Ask", exact: true }).click();
    await panel.getByLabel("Please fill in: Frame number").fill("WBK 4711");
    await panel.getByRole("button", { name: "Send answer" }).click();
    await log.getByText("Answered", { exact: true }).waitFor();
    await marcus.log(CLARA).getByText("WBK 4711").waitFor();

    // The server dies; what is written meanwhile waits, and is there once when it is back.
    await house.center.kill();
    await panel.getByText("No connection. What you write is sent when it is back.").waitFor();
    const composer = panel.getByRole("textbox", { name: "Write a message" });
    for (const text of ["The red one.", "From 2024."]) {
      await composer.fill(text);
      await composer.press("Enter");
    }
    await house.center.startAgain();
    for (const text of ["The red one.", "From 2024."]) {
      await marcus.heard(CLARA, text);
      expect(await log.getByText(text, { exact: true }).count(), text).toBe(1);
      expect(await marcus.log(CLARA).getByText(text, { exact: true }).count(), text).toBe(1);
    }

    // The chat goes on on the next page, and does not take its cursor.
    await page.getByRole("link", { name: "Next" }).click();
    await log.getByText("From 2024.").waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
    // A message that comes while the panel is closed is counted at the launcher.
    await page.getByRole("button", { name: "Close the chat" }).click();
    await marcus.say(CLARA, "It is insured.");
    await page.getByRole("button", { name: "Larkfield Insurance: 1 new message" }).click();
    await log.getByText("It is insured.").waitFor();

    await panel.getByRole("button", { name: "End chat" }).click();
    await panel.getByRole("button", { name: "End it" }).click();
    await panel.getByRole("button", { name: "New chat" }).waitFor();
    await panel.getByRole("radio", { name: "5 of 5 stars" }).press(" ");
    await panel.getByRole("button", { name: "Send rating" }).click();
    await panel.getByText("Thank you for your rating.").waitFor();
    await expectAccessible("the panel after the chat", page);
    await composer.waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Larkfield Insurance", exact: true }).waitFor();
  },
);

/** Of a browser's push service: a point of the curve and a secret, of nobody. */
const SUBSCRIPTION = {
  endpoint: "https://fcm.googleapis.com/fcm/send/nobody",
  keys: {
    p256dh: Buffer.alloc(65, 4).toString("base64url"),
    auth: Buffer.alloc(16, 1).toString("base64url"),
  },
};

story(
  "A visitor agrees to notifications; the center is told where to push, and the page's worker shows what comes",
  "light",
  async (house) => {
    const page = await house.visitor();
    const { origin } = house.center;
    await page.context().grantPermissions(["notifications"], { origin });
    // No browser of a test has a push service; all before and after it is real.
    await page.addInitScript((subscription) => {
      PushManager.prototype.subscribe = async () =>
        ({ toJSON: () => subscription }) as unknown as PushSubscription;
    }, SUBSCRIPTION);
    await page.goto(`${origin}/web/`);
    await page.getByRole("button", { name: "Larkfield Insurance", exact: true }).click();
    const panel = panelOf(page);
    await panel.getByLabel("First name").fill("Clara");
    await panel.getByLabel("Last name").fill("Winter");
    await panel.getByLabel("Your message").fill("Is my bicycle insured?");
    await panel.getByRole("button", { name: "Start chat" }).click();
    await panel.getByRole("log").getByText("Is my bicycle insured?").waitFor();
    const yes = panel.getByRole("button", { name: "Notify me" });
    await yes.waitFor();
    await expectAccessible("the question whether to notify", page);
    const told = page.waitForResponse((answer) => new URL(answer.url()).pathname.endsWith("/notifications"));
    await yes.click();
    const answer = await told;
    expect([answer.status(), answer.request().postDataJSON()]).toEqual([
      200,
      { web_push_subscription: SUBSCRIPTION },
    ]);
    await yes.waitFor({ state: "detached" });

    const session = await page.context().newCDPSession(page);
    const registered = new Promise<string>((resolve) =>
      session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        const found = registrations.find(({ scopeURL }) => scopeURL === `${origin}/web/`);
        if (found !== undefined) resolve(found.registrationId);
      }),
    );
    await session.send("ServiceWorker.enable");
    const data = JSON.stringify({ chatID: "chat-1", title: "Marcus", body: "It is insured." });
    await session.send("ServiceWorker.deliverPushMessage", {
      origin,
      registrationId: await registered,
      data,
    });
    await eventually("the notification is shown", () =>
      expect(
        page.evaluate(async () => {
          const worker = await navigator.serviceWorker.ready;
          return (await worker.getNotifications()).map(({ title, body, tag }) => [title, body, tag]);
        }),
      ).resolves.toEqual([["Marcus", "It is insured.", "chat-1"]]),
    );
  },
);
