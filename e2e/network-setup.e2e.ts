import { DigestClient, sipUri, systemRandom } from "@patchbay/sip";
import { expect } from "vitest";
import { asksFor, SILENT_SDP, SipStation, uri } from "../apps/voice/test/support/sip-station.js";
import { expectAccessible } from "./support/axe.js";
import { story } from "./support/house.js";
import { TELEPHONY } from "./support/ports.js";

story(
  "An administrator adds a trunk and a desk phone, tries a number, and puts it on the do-not-call list",
  "light",
  async (house) => {
    const carrier = await SipStation.open();
    const phone = await SipStation.open();
    house.whenClosed(() => {
      carrier.close();
      phone.close();
    });
    const known = asksFor("larkfield", "carriers-secret");
    carrier.onRegister = (request) => {
      if (known(request)) request.respond(200);
    };
    const admin = await (await house.office()).seat(1);
    const { page } = admin;
    await admin.signIn("admin");
    await page.getByRole("button", { name: "Set-up", exact: true }).click();
    const section = (name: string) =>
      page.getByRole("navigation", { name: "Set-up" }).getByRole("button", { name });

    await section("Trunks").click();
    await admin.button("Add a trunk").click();
    await page.getByLabel("Host or address").fill("127.0.0.1");
    await admin.button("Save").click();
    // What is missing is said at its field, and nothing is sent.
    await page.getByText("Give it a name.").waitFor();
    await page.getByText("Registering needs a password.").waitFor();
    await expectAccessible("a trunk's form with mistakes", page);
    await page.getByLabel("Name", { exact: true }).fill("North Carrier");
    await page.getByLabel("Port", { exact: true }).fill(String(carrier.port));
    await page.getByLabel("User", { exact: true }).fill("larkfield");
    await page.getByLabel("Password", { exact: true }).fill("carriers-secret");
    await page.getByLabel("Priority", { exact: true }).fill("1");
    await admin.button("Save").click();
    const row = page.getByRole("row").filter({ hasText: "North Carrier" });
    await row.getByText("Registered").waitFor();
    expect(await page.content()).not.toContain("carriers-secret");

    await section("Desk phones").click();
    await admin.button("Add a desk phone").click();
    await page.getByLabel("Agent", { exact: true }).selectOption({ label: "Sofia Lindqvist (1001)" });
    await admin.button("Make one").click();
    const password = await page.getByLabel("Password", { exact: true }).inputValue();
    expect(password).toMatch(/^\w{20}$/);
    await admin.button("Save").click();
    const sofias = page.getByRole("row").filter({ hasText: "Sofia Lindqvist" });
    await sofias.getByText("Not registered").waitFor();
    phone.agent.register({
      registrar: uri(`sip:127.0.0.1:${TELEPHONY.sip}`),
      address: sipUri({ user: "1001", host: "127.0.0.1" }),
      credentials: { user: "1001", password },
    });
    await sofias.getByText("Registered", { exact: true }).waitFor();

    await section("Dial plan").click();
    const trial = page.getByRole("complementary", { name: "About it" });
    const tried = async (number: string): Promise<void> => {
      await trial.getByLabel("Number", { exact: true }).fill(number);
      await page.keyboard.press("Enter");
    };
    await tried("503 555 0142");
    await trial.getByText("It would go out.").waitFor();
    await trial.getByText("is sent +15035550142, from 8000").first().waitFor();
    expect(await trial.getByRole("listitem").first().innerText()).toContain("North Carrier");
    await tried("1-900-555-0100");
    await trial.getByText("This number is blocked for you by the rule Everybody.").waitFor();
    await expectAccessible("the dial plan", page);

    await section("Do not call").click();
    await page.getByLabel("Number", { exact: true }).fill("(503) 555-0142");
    await page.getByLabel("Reason", { exact: true }).fill("asked us");
    await admin.button("Add").click();
    await page.getByRole("cell", { name: "+15035550142", exact: true }).waitFor();
    await expectAccessible("the do-not-call list", page);
    // A slip of the hand takes nobody off the list for good.
    await page.getByRole("button", { name: "Take +15035550142 off the list" }).click();
    await page.getByText("+15035550142 may be called again.").waitFor();
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await page.getByRole("cell", { name: "+15035550142", exact: true }).waitFor();
    await page.getByRole("cell", { name: "asked us", exact: true }).waitFor();
    await section("Dial plan").click();
    await tried("5035550142");
    await trial.getByText("This number is on the do-not-call list.").waitFor();
    // Trying is not calling.
    expect(carrier.calls).toEqual([]);

    // Whoever guesses is seen, and let in again.
    const guesser = await SipStation.open();
    house.whenClosed(() => guesser.close());
    for (const guess of ["1234", "password", "sofia", "larkfield", "0000", "1001"]) {
      await new Promise<void>((resolve) => {
        guesser.agent.invite({
          target: uri(`sip:8000@127.0.0.1:${TELEPHONY.sip}`),
          from: { uri: sipUri({ user: "1001", host: "127.0.0.1" }), params: new Map() },
          sdp: SILENT_SDP,
          auth: new DigestClient({ user: "1001", password: guess }, systemRandom),
          handlers: { answered: () => resolve(), failed: () => resolve() },
        });
      });
    }
    await section("Network access").click();
    const ban = page.getByRole("row").filter({ hasText: "127.0.0.1" });
    await ban.getByText(/^banned until/).waitFor();
    await ban.getByText("a wrong password").waitFor();
    await expectAccessible("a banned address", page);
    await ban.getByRole("button", { name: "Listen again" }).click();
    await page.getByText("Nobody has done anything that would put them here.").waitFor();
  },
  { voice: true },
);
