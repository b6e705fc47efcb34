import { expect } from "vitest";
import { story } from "./support/house.js";
import { hasFocus } from "./support/keyboard.js";

const ADA = "Ada Byrd";

story(
  "In a narrow window the map comes with the offer, and goes when an answer is written",
  "light",
  async (house) => {
    const desk = await (await house.office()).seat(1);
    await desk.page.setViewportSize({ width: 1024, height: 768 });
    await desk.ready("agent1");
    const ada = house.wireCustomer(ADA);
    const position = { latitude: "45.52014", longitude: "-122.6731", accuracy: "8" };
    await ada.start({ first_name: "Ada", last_name: "Byrd", ...position });
    await desk.offerFrom(ADA).waitFor();
    await desk.coordinates("45.52014, -122.67310").waitFor();
    const close = desk.button("Close contact and context");
    expect(await hasFocus(close), "it takes no focus").toBe(false);

    await desk.page.keyboard.press("F2");
    await desk.composer(ADA).waitFor();
    await desk.coordinates("45.52014, -122.67310").waitFor();
    expect(await hasFocus(desk.composer(ADA))).toBe(true);
    await desk.page.keyboard.type("I see where you are.");
    await desk.map.waitFor({ state: "hidden" });
    expect(await desk.composer(ADA).inputValue()).toBe("I see where you are.");
    // Asked for, it comes with the focus, and stays closed for this customer otherwise.
    await desk.page.keyboard.press("Alt+i");
    await desk.map.waitFor();
    expect(await hasFocus(close)).toBe(true);
    await desk.page.keyboard.press("Escape");
    await desk.map.waitFor({ state: "hidden" });
  },
);
