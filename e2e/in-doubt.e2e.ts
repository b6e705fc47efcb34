import { expect } from "vitest";
import { eventually } from "./support/eventually.js";
import { story } from "./support/house.js";

const ADA = "Ada Byrd";
const IVO = "Ivo Stern";
const hello = (name: string) => {
  const [first_name, last_name] = name.split(" ");
  return { first_name, last_name };
};

story("A late answer moves nothing under the agent's hands", "light", async (house) => {
  const desk = await (await house.office()).seat(1);
  await desk.ready("agent1");
  const ada = house.wireCustomer(ADA);
  await ada.start(hello(ADA));
  await desk.offerFrom(ADA).getByRole("button", { name: "Accept" }).click();
  await desk.composer(ADA).waitFor();
  const ivo = house.wireCustomer(IVO);
  await ivo.start(hello(IVO));
  await desk.offerFrom(IVO).waitFor();
  await desk.composer(ADA).fill("For Ada ");

  await house.center.kill();
  await desk.page.keyboard.press("F2");
  await desk.offerFrom(IVO).getByRole("button", { name: "Accepting" }).waitFor();
  // What is on the screen is what was chosen; the agent turns back to Ada and goes on.
  await desk.card(ADA).click();
  await desk.page.keyboard.type("only");
  await house.center.startAgain();
  await desk.card(IVO).waitFor();
  await desk.page.keyboard.type(", and for nobody else");
  expect(await desk.composer(ADA).inputValue()).toBe("For Ada only, and for nobody else");
});

story("A network that goes silently is said within five seconds", "light", async (house) => {
  const desk = await (await house.office()).seat(1);
  await desk.ready("agent1");
  const banner = desk.page.getByText("Reconnecting.", { exact: true });
  expect(await banner.count()).toBe(0);
  // A process that stands still takes nothing and closes nothing: just what a network does that is gone.
  house.center.freeze();
  const frozenAt = performance.now();
  await banner.waitFor({ timeout: 6_000 });
  expect(performance.now() - frozenAt).toBeLessThan(5_500);
  await desk.page.getByRole("region", { name: "Your state" }).getByRole("button").first().click();
  await desk.page.getByRole("menuitem", { name: "Lunch", exact: true }).click();
  await desk.page.getByText("Changing to Lunch").waitFor();
  house.center.thaw();
  await desk.state("Lunch").waitFor();
  await eventually("the banner goes by itself", async () => expect(await banner.count()).toBe(0));
});
