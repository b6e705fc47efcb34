/**
 * Calls of the phone with our own SIP stack, which shares nothing with it, over a wire that counts: each INVITE and each
 * packet of sound that both sides believe in has gone by.
 */

import { randomUUID } from "node:crypto";
import dgram from "node:dgram";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type IncomingCall, type Session, sipUri, userOf } from "../../../packages/sip/src/index.js";
import { freePort, type LiveStation, liveStation, until } from "../../../packages/sip/test/support/live.js";
import { Switchboard } from "../src/phone/switchboard.js";
import type { CallShown, FromPage, SoundShown, ToPage } from "../src/wire/page-wire.js";
import { WireTap } from "./support/wire-tap.js";

// Real sockets and timers: a machine that is busy with something else must not fail them.
vi.setConfig({ testTimeout: 30_000 });

/** How long a phone stays whose tab has gone. */
const LEAVES_MS = 300;

let phones: Switchboard;
let center: LiveStation;
let tap: WireTap;
let echo: dgram.Socket;
const said = new Map<string, ToPage[]>();
const closed: string[] = [];

beforeEach(async () => {
  center = await liveStation(["udp"]);
  const own = await freePort();
  tap = await WireTap.between({ phone: own, center: center.port });
  echo = dgram.createSocket("udp4");
  await new Promise<void>((resolve) => echo.bind(0, "127.0.0.1", resolve));
  echo.on("message", (packet, { port }) => {
    echo.send(packet, port, "127.0.0.1");
  });
  phones = new Switchboard({
    ports: { own, center: tap.centerFace },
    host: "127.0.0.1",
    say: (page, text) => said.get(page)?.push(JSON.parse(text) as ToPage),
    close: (_page, reason) => closed.push(reason),
    log: () => undefined,
    withoutPageMs: LEAVES_MS,
  });
  await phones.start();
});

afterEach(async () => {
  phones.hangUpAll();
  await new Promise((resolve) => setTimeout(resolve, 50));
  phones.close();
  await center.close();
  tap.close();
  echo.close();
  said.clear();
  closed.length = 0;
});

function page(own = "+15035550142", phone: string = randomUUID()) {
  const name = `page-${said.size}`;
  const heard: ToPage[] = [];
  said.set(name, heard);
  phones.opened(name);
  const say = (message: FromPage): void => phones.said(name, JSON.stringify(message));
  say({ say: "hello", phone, own });
  say({ say: "talk", talk: "tone" });
  const last = <T extends ToPage["say"]>(kind: T) =>
    heard.findLast((message): message is Extract<ToPage, { say: T }> => message.say === kind);
  return {
    name,
    say,
    call: (): CallShown | null => last("phone")?.call ?? null,
    levels: (): SoundShown | undefined => last("levels")?.levels,
    refused: () => last("refused")?.why,
  };
}

const echoSdp = (way = "sendrecv") =>
  `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${echo.address().port} RTP/AVP 0 101\r\n` +
  `a=rtpmap:101 telephone-event/8000\r\na=${way}\r\n`;

const over = (shown: { call: () => CallShown | null }) =>
  until("the call is over", () => (shown.call()?.state === "over" ? shown.call() : undefined));

/** Waits until no packet of sound has passed for 200 ms. */
function nothingPasses(sides: readonly ("phone" | "center")[] = ["phone", "center"]): Promise<unknown> {
  const passed = () => sides.reduce((sum, side) => sum + tap.rtp[side], 0);
  let [last, since] = [passed(), performance.now()];
  return until("nothing passes", () => {
    const now = passed();
    if (now !== last) [last, since] = [now, performance.now()];
    return performance.now() - since >= 200;
  });
}

/** The center calls a number. */
function ring(to: string) {
  const told: { status?: number; session?: Session; failed?: unknown } = {};
  const call = center.agent.invite({
    target: sipUri({ user: to, host: "127.0.0.1", port: tap.phoneFace }),
    from: { uri: sipUri({ user: "8000", host: "127.0.0.1" }), params: new Map() },
    sdp: echoSdp(),
    handlers: {
      progress: ({ status }) => {
        told.status = status;
      },
      answered: (session) => {
        told.session = session;
      },
      failed: (failure) => {
        told.failed = failure;
      },
    },
  });
  return { told, call };
}

describe("the phone calls", () => {
  test("one INVITE, fifty packets of sound a second each way, keys, and a BYE", async () => {
    const phone = page();
    phone.say({ say: "dial", to: "8001" });
    const call: IncomingCall = await until("an INVITE", () => center.calls[0]);
    expect(userOf(call.from.uri)).toBe("+15035550142");
    call.ring();
    await until("it rings", () => phone.call()?.state === "ringing");
    const session = call.answer(echoSdp());
    const ends: unknown[] = [];
    session?.handle({ ended: (end) => ends.push(end) });
    await until("it talks", () => phone.call()?.state === "talking");
    const before = { ...tap.rtp };
    const began = performance.now();
    await until("its own tone comes back", () => phone.levels()?.hearsOwnTone);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const seconds = (performance.now() - began) / 1_000;
    for (const side of ["phone", "center"] as const) {
      const rate = (tap.rtp[side] - before[side]) / seconds;
      expect(rate, side).toBeGreaterThan(40);
      expect(rate, side).toBeLessThan(60);
    }
    expect([...tap.types.phone]).toEqual([0]);
    phone.say({ say: "press", key: "1" });
    // What was pressed is heard, as the echo sends all of it back.
    await until("the key comes back", () => phone.call()?.heardKeys === "1");
    expect([...tap.types.phone].sort((a, b) => a - b)).toEqual([0, 101]);
    phone.say({ say: "hang_up" });
    expect((await over(phone))?.end).toBe("hung_up_here");
    await until("BYE", () => ends.length === 1);
    expect(tap.count("phone", "INVITE sip:8001@")).toBe(1);
    expect([tap.count("phone", "ACK "), tap.count("phone", "BYE ")]).toEqual([1, 1]);
    const shown = phone.levels();
    // What the page is shown is what went over the wire.
    expect(tap.rtp.phone).toBeGreaterThanOrEqual(shown?.packetsSent ?? Number.POSITIVE_INFINITY);
    expect(shown?.packetsReceived).toBeGreaterThan(50);
    await nothingPasses();
  });

  test("it is put on hold and back, muted, and the other side hangs up", async () => {
    const phone = page();
    phone.say({ say: "dial", to: "8000" });
    const call = await until("an INVITE", () => center.calls[0]);
    const session = call.answer(echoSdp());
    await until("it talks", () => (phone.levels()?.packetsReceived ?? 0) > 10);
    expect(await session?.reinvite(echoSdp("sendonly"))).toMatchObject({ ok: true });
    expect(session?.remoteSdp).toContain("a=recvonly");
    expect(phone.call()?.held).toBe(true);
    await nothingPasses(["phone"]);
    const held = tap.rtp.phone;
    expect(await session?.reinvite(echoSdp())).toMatchObject({ ok: true });
    await until("it speaks again", () => tap.rtp.phone > held + 10);
    phone.say({ say: "mute", muted: true });
    await until("nothing is said", () => phone.levels()?.saysDb === -100 && phone.levels()?.hearsDb === -100);
    expect(await session?.infoDigit("7")).toMatchObject({ ok: true });
    expect(phone.call()?.heardKeys).toBe("7");
    session?.hangUp();
    expect((await over(phone))?.end).toBe("hung_up_there");
  });

  test.each([
    [486, "busy"],
    [404, "unknown_number"],
    [480, "no_answer"],
    [503, "no_center"],
    [603, "declined"],
    [500, "failed"],
  ] as const)("a refusal with %d is told as %s", async (status, end) => {
    const phone = page();
    phone.say({ say: "dial", to: "8999" });
    (await until("an INVITE", () => center.calls[0])).refuse(status);
    expect(await over(phone)).toMatchObject({ end, with: "8999" });
    expect(phone.call()?.words).toContain(String(status));
  });

  test("it hangs up before the answer: CANCEL, and no sound", async () => {
    const phone = page("");
    phone.say({ say: "dial", to: "8000" });
    const call = await until("an INVITE", () => center.calls[0]);
    expect(userOf(call.from.uri)).toBe("anonymous");
    const cancelled: unknown[] = [];
    call.cancelled((how) => cancelled.push(how));
    call.ring();
    await until("it rings", () => phone.call()?.state === "ringing");
    phone.say({ say: "hang_up" });
    expect((await over(phone))?.end).toBe("hung_up_here");
    await until("CANCEL", () => cancelled.length === 1);
    expect([tap.count("phone", "CANCEL "), tap.rtp.phone]).toEqual([1, 0]);
  });

  test("what is no number, and a second call at once, are refused here", async () => {
    const phone = page();
    phone.say({ say: "dial", to: "sip:8000@elsewhere" });
    expect(phone.refused()).toBe("not_a_number");
    phone.say({ say: "dial", to: "8000" });
    phone.say({ say: "dial", to: "8001" });
    expect(phone.refused()).toBe("in_call");
    await until("an INVITE", () => center.calls[0]);
    expect(tap.count("phone", "INVITE ")).toBe(1);
  });
});

describe("the phone is called", () => {
  test("it rings, answers and talks", async () => {
    const phone = page();
    const { told } = ring("15035550142");
    await until("it rings", () => phone.call()?.state === "ringing" && told.status === 180);
    expect(phone.call()).toMatchObject({ direction: "in", with: "8000", dialled: "15035550142" });
    phone.say({ say: "answer" });
    const session = await until("an answer", () => told.session);
    await until("its own tone comes back", () => phone.levels()?.hearsOwnTone);
    expect([tap.count("center", "INVITE "), tap.count("phone", "SIP/2.0 200")]).toEqual([1, 1]);
    session.hangUp();
    expect((await over(phone))?.end).toBe("hung_up_there");
  });

  test("its own number rings there alone; another's rings at all, and one of them takes it", async () => {
    const mine = page("+15035550142");
    const other = page("+15035550143");
    const first = ring("15035550142");
    await until("it rings", () => mine.call()?.state === "ringing");
    expect(other.call()).toBeNull();
    mine.say({ say: "hang_up" });
    await until("it is declined", () => first.told.failed);
    expect(first.told.failed).toMatchObject({ status: 603 });
    const second = ring("15035550199");
    await until("both ring", () => [mine, other].every((one) => one.call()?.state === "ringing"));
    other.say({ say: "answer" });
    await until("an answer", () => second.told.session);
    expect(mine.call()).toBeNull();
    // Whoever talks is not rung.
    ring("15035550143");
    await until("a second INVITE arrives", () => tap.count("center", "INVITE ") === 3);
    expect(other.call()).toMatchObject({ dialled: "15035550199" });
  });

  test("a tab that was closed leaves the call to another one of the same number", async () => {
    const gone = page();
    const mine = page();
    phones.closed(gone.name);
    const { told } = ring("15035550142");
    await until("it rings", () => mine.call()?.state === "ringing" && told.status === 180);
    await new Promise((resolve) => setTimeout(resolve, 2 * LEAVES_MS));
    expect(told.failed).toBeUndefined();
    expect(mine.call()?.state).toBe("ringing");
    mine.say({ say: "answer" });
    await until("an answer", () => told.session);
  });

  test("the caller gives up", async () => {
    const phone = page();
    const { told, call } = ring("15035550142");
    await until("it rings", () => phone.call()?.state === "ringing" && told.status === 180);
    call.cancel();
    expect((await over(phone))?.end).toBe("hung_up_there");
  });

  test.each([
    ["15035550486", 486],
    ["15035550404", 404],
    ["15035550480", 480],
  ])("%s ends with %d, and no page rings", async (number, status) => {
    const phone = page(number);
    const { told } = ring(number);
    await until("a refusal", () => told.failed);
    expect(told.failed).toMatchObject({ status });
    expect(phone.call()).toBeNull();
    expect(told.status).toBe(status === 480 ? 180 : undefined);
  });
});

describe("pages", () => {
  test("a page that comes back has its call, and the one before is told", async () => {
    const name = randomUUID();
    const phone = page("", name);
    phone.say({ say: "dial", to: "8001" });
    (await until("an INVITE", () => center.calls[0])).answer(echoSdp());
    await until("it talks", () => phone.call()?.state === "talking");
    phones.closed(phone.name);
    const again = page("", name);
    expect(again.call()?.state).toBe("talking");
    page("", name);
    expect(closed).toEqual(["elsewhere"]);
  });

  test("what is not understood, too many phones, and too many words end a connection", () => {
    const phone = page();
    phones.said(phone.name, "{");
    expect(closed).toEqual(["bad_frame"]);
    for (let count = 0; count < 8; count++) page();
    expect(closed).toEqual(["bad_frame", "too_many"]);
    const loud = page("", randomUUID());
    for (let count = 0; count < 100; count++) loud.say({ say: "mute", muted: false });
    expect(closed.slice(2)).toContain("too_many");
  });
});
