import { type ChildProcess, fork } from "node:child_process";
import dgram from "node:dgram";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { interleave, wavHeader } from "../packages/media/src/source/wav.js";
import { dice, sine } from "../packages/media/test/support/sound.js";
import { OWN_PORTS } from "./support/ports.js";

const FRONT_PORT = OWN_PORTS.first + 1;

/**
 * A bad network between browser and leg: 5 % of all packets are lost, the others come 0 to 60 ms late and so out of
 * order, each way. The browser sends to `front`; the leg sees `back` as its far end.
 */
class BadNetwork {
  private browserPort = 0;
  private legPort = 0;
  lost = 0;
  passed = 0;
  bad = false;
  private closed = false;

  private constructor(
    private readonly front: dgram.Socket,
    private readonly back: dgram.Socket,
    private readonly roll: () => number,
  ) {
    front.on("message", (packet, from) => {
      this.browserPort = from.port;
      this.carry(packet, this.back, this.legPort);
    });
    back.on("message", (packet) => this.carry(packet, this.front, this.browserPort));
  }

  static async between(): Promise<BadNetwork> {
    const bound = (port: number) =>
      new Promise<dgram.Socket>((resolve) => {
        const socket = dgram.createSocket("udp4");
        socket.bind(port, "127.0.0.1", () => resolve(socket));
      });
    return new BadNetwork(await bound(FRONT_PORT), await bound(FRONT_PORT + 1), dice(7));
  }

  /** The leg's candidate as the browser is to see it. */
  instead(candidate: string): string {
    const parts = candidate.split(" ");
    this.legPort = Number(parts[5]);
    parts[5] = String(FRONT_PORT);
    return parts.join(" ");
  }

  close(): void {
    this.closed = true;
    this.front.close();
    this.back.close();
  }

  private carry(packet: Buffer, by: dgram.Socket, port: number): void {
    if (port === 0) return;
    if (this.bad && this.roll() < 0.05) {
      this.lost += 1;
      return;
    }
    this.passed += 1;
    const send = (): void => {
      if (!this.closed) by.send(packet, port, "127.0.0.1", () => {});
    };
    if (this.bad) setTimeout(send, this.roll() * 60);
    else send();
  }
}

/** What a page knows of its phone. Runs in the browser, so it may use nothing from outside. */
const PHONE_PAGE = `<!doctype html><title>phone</title><script>
  let pc, analyser, context, sender;
  const queued = [];
  let outgoing = [];
  const tell = ({ candidate, sdpMid }) => toChild({ type: "candidate", candidate, mid: sdpMid });
  function listen(track) {
    const remote = new MediaStream([track]);
    // Chromium only decodes what some element plays.
    const audio = new Audio(); audio.srcObject = remote; audio.muted = true; audio.play();
    analyser = context.createAnalyser(); analyser.fftSize = 8192;
    context.createMediaStreamSource(remote).connect(analyser);
  }
  async function call(hasPermission) {
    context = context ?? new AudioContext();
    await context.resume();
    pc?.close();
    pc = new RTCPeerConnection();
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    sender = pc.addTrack(stream.getAudioTracks()[0], stream);
    // Candidates go out when the answer has come, so that the child knows which connection they belong to.
    pc.onicecandidate = ({ candidate }) => candidate && (outgoing ? outgoing.push(candidate) : tell(candidate));
    pc.ontrack = ({ track }) => listen(track);
    await pc.setLocalDescription(await pc.createOffer());
    return pc.localDescription.sdp;
  }
  async function restart() {
    await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
    return pc.localDescription.sdp;
  }
  async function answered(sdp) {
    await pc.setRemoteDescription({ type: "answer", sdp });
    for (const candidate of outgoing ?? []) tell(candidate);
    outgoing = undefined;
    for (const candidate of queued.splice(0)) await pc.addIceCandidate(candidate);
  }
  async function invited(sdp) {
    context = context ?? new AudioContext();
    await context.resume();
    pc?.close();
    pc = new RTCPeerConnection();
    pc.onicecandidate = ({ candidate }) => candidate && tell(candidate);
    pc.ontrack = ({ track }) => listen(track);
    await pc.setRemoteDescription({ type: "offer", sdp });
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    sender = pc.addTrack(stream.getAudioTracks()[0], stream);
    for (const candidate of queued.splice(0)) await pc.addIceCandidate(candidate);
    await pc.setLocalDescription(await pc.createAnswer());
    return pc.localDescription.sdp;
  }
  const candidate = (value) => pc?.remoteDescription ? pc.addIceCandidate(value) : queued.push(value);
  function loudest() {
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const at = bins.indexOf(Math.max(...bins));
    return { hertz: at * context.sampleRate / analyser.fftSize, decibels: bins[at] };
  }
  const press = (keys) => sender.dtmf.insertDTMF(keys, 100, 70);
</script>`;

const PAGE_URL = `http://127.0.0.1:${OWN_PORTS.first}/`;
const MICROPHONE_HERTZ = 440;

interface Report {
  readonly amplitude: number;
  readonly own: number;
  readonly digits: string;
  readonly codec: string;
  readonly rate: number;
  readonly state: string;
  readonly health: {
    readonly state: string;
    readonly bufferMs: number;
    readonly lossShare: number;
    readonly received: number;
    readonly playout: { readonly late: number };
    readonly farEnd?: { roundTripMs?: number };
    readonly mos?: number;
  };
}

describe("a browser's phone", () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  let child: ChildProcess;
  /** In the way when a test puts it there. */
  let network: BadNetwork | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "media-leg-"));
    const microphone = path.join(folder, "microphone.wav");
    const body = interleave([sine(MICROPHONE_HERTZ, 48_000, 5000, { amplitude: 8000 })]);
    await writeFile(
      microphone,
      Buffer.concat([wavHeader({ sampleRate: 48_000, channels: 1 }, body.length), body]),
    );
    const executablePath = process.env["CHROMIUM"];
    if (executablePath === undefined) throw new Error("CHROMIUM must name a Chromium");
    browser = await chromium.launch({
      executablePath,
      args: [
        "--no-sandbox",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        `--use-file-for-fake-audio-capture=${microphone}`,
        "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required",
      ],
    });
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    const file = fileURLToPath(
      new URL("../packages/media/test/support/browser-leg.child.ts", import.meta.url),
    );
    child = fork(file, { execArgv: ["--import", "tsx"] });
    child.on("message", (message: { type: string; candidate: string; mid: string }) => {
      if (message.type !== "candidate") return;
      const value = {
        candidate: (network?.instead(message.candidate) ?? message.candidate).replace(/^a=/, ""),
        sdpMid: message.mid,
      };
      void page.evaluate(`candidate(${JSON.stringify(value)})`);
    });
    page = await browser.newPage();
    await page.exposeFunction("toChild", (message: object) => {
      // With a network in the way, the leg must not know another way.
      if (network === undefined) child.send(message);
    });
    await page.route(`${PAGE_URL}**`, (route) =>
      route.fulfill({ contentType: "text/html", body: PHONE_PAGE }),
    );
    await page.goto(PAGE_URL);
  });

  afterEach(async () => {
    await page.close();
    child.disconnect();
    network?.close();
    network = undefined;
  });

  function ask<Answer>(message: object, type: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const take = (answer: { type: string; reason?: string }): void => {
        if (answer.type === "failed") reject(new Error(answer.reason));
        else if (answer.type === type) resolve(answer as Answer);
        else return;
        child.off("message", take);
      };
      child.on("message", take);
      child.send(message);
    });
  }

  async function connect(preference: string[], again = false): Promise<void> {
    const offer = await page.evaluate<string>(again ? "restart()" : "call()");
    const { sdp } = await ask<{ sdp: string }>({ type: "offer", sdp: offer, preference, again }, "answer");
    await page.evaluate(`answered(${JSON.stringify(sdp)})`);
  }

  const report = () => ask<Report>({ type: "report", hertz: MICROPHONE_HERTZ }, "report");

  async function bothHear(): Promise<void> {
    await expect.poll(async () => (await report()).amplitude, { timeout: 15_000 }).toBeGreaterThan(5000);
    await expect
      .poll(async () => (await page.evaluate<{ hertz: number }>("loudest()")).hertz, { timeout: 15_000 })
      .toBeCloseTo(1000, -1.5);
    // The analyser smooths over some frames, so loudness takes its time.
    await expect
      .poll(async () => (await page.evaluate<{ decibels: number }>("loudest()")).decibels, { timeout: 5000 })
      .toBeGreaterThan(-35);
  }

  it.each([
    ["PCMU", 8000],
    ["opus", 16_000],
    ["G722", 16_000],
  ] as const)("WEB-3 talks %s both ways with Chromium, and each key comes once", async (codec, rate) => {
    await connect([codec, "PCMU"]);
    await bothHear();
    const first = await report();
    expect(first).toMatchObject({ codec, rate, state: "connected", health: { state: "flowing" } });
    // Nobody hears themselves.
    expect(first.own).toBeLessThan(100);
    await page.evaluate('press("1590#")');
    await expect.poll(async () => (await report()).digits, { timeout: 10_000 }).toBe("1590#");
    await expect
      .poll(async () => (await report()).health.farEnd?.roundTripMs, { timeout: 15_000 })
      .toBeLessThan(200);
    expect((await report()).health.mos).toBeGreaterThan(3.5);
  });

  it("WEB-4 goes on when the page is reloaded: a new connection under the same leg", async () => {
    await connect(["PCMU"]);
    await bothHear();
    await page.reload();
    await expect.poll(async () => (await report()).amplitude, { timeout: 5000 }).toBeLessThan(100);
    const began = Date.now();
    await connect(["PCMU"]);
    await bothHear();
    expect(Date.now() - began).toBeLessThan(4000);
  });

  it("WEB-5 refuses an ICE restart, which the stack cannot do, and the connection before goes on", async () => {
    await connect(["PCMU"]);
    await bothHear();
    await expect(connect(["PCMU"], true)).rejects.toThrow("Invalid ICE settings");
    await bothHear();
    expect((await report()).health.state).toBe("flowing");
  });

  it("WEB-6 bears 5 % loss, 60 ms jitter and reordering each way between Chromium and the leg", async () => {
    network = await BadNetwork.between();
    await connect(["PCMU"]);
    await bothHear();
    // Both were heard within less than a second: so many packets may still be to come.
    await expect.poll(() => network?.passed, { timeout: 5000 }).toBeGreaterThan(50);
    network.bad = true;
    await new Promise((resolve) => setTimeout(resolve, 6000));
    expect(network.lost).toBeGreaterThan(10);
    await bothHear();
    const { health, amplitude } = await report();
    expect(health.state).toBe("flowing");
    expect(health.bufferMs).toBeGreaterThan(40);
    expect(health.lossShare).toBeGreaterThan(0.02);
    // What comes too late counts as lost too, and a busy machine makes more of it than the 60 ms: without it.
    const late = health.playout.late / health.received;
    expect(health.lossShare - late).toBeLessThan(0.15);
    // Over a whole second, with all that was concealed and stretched in it.
    expect(amplitude).toBeGreaterThan(5000);
    await page.evaluate('press("4711")');
    await expect.poll(async () => (await report()).digits, { timeout: 10_000 }).toBe("4711");
  });

  it.each([["opus"], ["PCMU"]] as const)(
    "WEB-7 offers %s to Chromium, which answers; each key comes once; a second answer is refused",
    async (codec) => {
      const { sdp } = await ask<{ sdp: string }>({ type: "invite", preference: [codec] }, "offer");
      expect(sdp).toContain("a=setup:actpass");
      const answer = await page.evaluate<string>(`invited(${JSON.stringify(sdp)})`);
      await ask({ type: "accept", sdp: answer }, "accepted");
      await expect.poll(async () => (await report()).state, { timeout: 15_000 }).toBe("connected");
      await bothHear();
      expect(await report()).toMatchObject({ codec, state: "connected", health: { state: "flowing" } });
      await page.evaluate('press("17#")');
      await expect.poll(async () => (await report()).digits, { timeout: 10_000 }).toBe("17#");
      await expect(ask({ type: "accept", sdp: answer }, "accepted")).rejects.toThrow("no offer waits");
    },
  );
});
