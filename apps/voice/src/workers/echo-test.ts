import { Room, steadyNow } from "@patchbay/media";
import type { VoiceReport } from "@patchbay/protocol";
import { levelOf } from "./call-room.js";
import { TappedLeg } from "./echo.js";
import type { PhoneMedia } from "./phone-media.js";

const ECHO = "echo";
/** Nobody tests for longer; a page that was forgotten does not hold a connection for ever. */
const TEST_MS_MAX = 10 * 60_000;

/** A desk's phone outside any call: whoever speaks hears themselves. */
export class EchoTest {
  private readonly room = new Room();
  private readonly begunMs = steadyNow();

  constructor(
    readonly phone: PhoneMedia,
    readonly agentId: string,
  ) {
    const tapped = new TappedLeg(phone.leg);
    this.room.addLeg(tapped);
    this.room.addSource(ECHO, tapped);
    this.room.setPicture({ parties: [{ id: tapped.id, place: { kind: "apart", hears: ECHO } }] });
  }

  tick(dueMs: number): void {
    this.room.tick(dueMs);
  }

  get over(): boolean {
    return this.phone.state === "closed" || steadyNow() - this.begunMs > TEST_MS_MAX;
  }

  report(state = this.phone.state): VoiceReport {
    const { agentId } = this;
    const { phoneId, leg } = this.phone;
    const health = leg.health(steadyNow());
    const level = levelOf(health.peakDb);
    return { type: "phone", phoneId, agentId, state, level, packetsReceived: health.received };
  }
}
