import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeServer } from "../support/fake-server.js";
import { SipPhone } from "../support/sip-phone.js";
import { pause, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

let voice: VoiceUnderTest;
let server: FakeServer;

beforeAll(async () => {
  voice = await VoiceUnderTest.start();
  server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
});
afterAll(async () => {
  server?.cut();
  await voice?.stop();
});

const menu = (legId: string) =>
  ({
    id: "menu-1",
    to: [legId],
    kind: "prompts",
    prompts: ["tone-1000", "tone-1000", "tone-1000"],
    keys: { kind: "menu", choices: ["1"], timeoutMs: 3_000 },
  }) as const;

const customer = (legId: string, held = false) =>
  ({ legId, role: "customer", agentId: null, want: "answer", muted: false, held }) as const;

describe("a call comes in", () => {
  it("is answered by its picture, hears the prompt, presses a key, hears music, and is hung up", async () => {
    const phone = await SipPhone.open(voice.sipPort);
    phone.call("8000");
    const { interactionId, to, from, fromName } = await server.event("call.arrived");
    expect({ to, from, fromName }).toEqual({ to: "8000", from: "15035550142", fromName: "Emma Tester" });
    expect(phone.status(100)).toBeDefined();
    const legId = `${interactionId}.l1`;
    server.show(interactionId, 1, { direction: "inbound", legs: [customer(legId)], plays: [menu(legId)] });
    await phone.answered();
    expect(phone.status(180)).toBeDefined();
    phone.acknowledge();
    await server.event("leg.connected", (event) => event.legId === legId);
    await until(() => phone.rtp.amplitude(1_000, 200) > 2_000, 4_000, "the prompt is heard");
    phone.rtp.press("1");
    const key = await server.event("play.key");
    expect(key).toMatchObject({ interactionId, playId: "menu-1", key: "1" });
    server.show(interactionId, 2, {
      direction: "inbound",
      legs: [customer(legId)],
      plays: [{ id: "wait-1", to: [legId], kind: "music", music: "music" }],
    });
    await pause(600);
    expect(phone.rtp.amplitude(1_000, 300)).toBeLessThan(700);
    expect(phone.rtp.loudness(500)).toBeGreaterThan(200);
    server.show(interactionId, 3, null);
    await until(() => phone.request("BYE"), 3_000, "BYE");
    phone.close();
  });
});
