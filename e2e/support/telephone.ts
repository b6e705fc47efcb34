import { SipPhone } from "../../apps/voice/test/support/sip-phone.js";
import type { Desk } from "./desk.js";
import { eventually } from "./eventually.js";
import type { House } from "./house.js";
import { TELEPHONY } from "./ports.js";

/** A caller whom the demo knows by the number. */
export const MARIA = "Maria Gutiérrez";

/** A telephone beyond the trunk; it is put away however the story ends. */
export async function telephone(house: House): Promise<SipPhone> {
  const phone = await SipPhone.open(TELEPHONY.sip, TELEPHONY.trunk);
  house.whenClosed(() => {
    try {
      phone.close();
    } catch {
      // The story has done so.
    }
  });
  return phone;
}

/** Maria calls the insurer, presses 1 and waits until it rings at this desk. */
export async function mariaCalls(house: House, desk: Desk): Promise<SipPhone> {
  const caller = await telephone(house);
  caller.rtp.say(440);
  await caller.connect("8000");
  await eventually("the menu takes the key", async () => {
    caller.rtp.press("1");
    await desk.page
      .getByRole("region", { name: `Incoming call from ${MARIA}`, exact: true })
      .waitFor({ timeout: 2_500 });
  });
  return caller;
}
