import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { toneAmplitude } from "@patchbay/media";
import { freePorts } from "../support/free-ports.js";
import { pause, until } from "../support/until.js";
import { Peer, peerProgram } from "./support.js";

/** What baresip says all the time. */
export const BARESIP_HZ = 440;
const RATE = 8_000;
const MODULES = "/usr/lib/baresip/modules";

/** baresip as somebody's desk phone: registers, answers by itself, says a tone and writes down what it hears. */
export class Baresip {
  private constructor(
    private readonly peer: Peer,
    private readonly controlPort: number,
    private readonly folder: string,
    private readonly sipPort: number,
  ) {}

  static async start(sipPort: number, user: string, password: string): Promise<Baresip> {
    const port = await freePorts(1);
    const controlPort = await freePorts(1);
    const rtp = await freePorts(20);
    let home = "";
    const peer = new Peer(peerProgram("BARESIP"), (folder) => {
      home = folder;
      mkdirSync(path.join(folder, "conf"));
      writeFileSync(path.join(folder, "says.wav"), toneWav(BARESIP_HZ, 30));
      const conf = (name: string, lines: readonly string[]): void =>
        writeFileSync(path.join(folder, "conf", name), `${lines.join("\n")}\n`);
      conf("config", [
        `sip_listen 127.0.0.1:${port}`,
        `rtp_ports ${rtp}-${rtp + 19}`,
        "call_local_timeout 60",
        "call_max_calls 4",
        // Plays into nothing, and the filter writes what comes in.
        "audio_player aubridge,nowhere",
        `snd_path ${folder}`,
        `audio_source aufile,${path.join(folder, "says.wav")}`,
        "audio_alert aubridge,nowhere",
        "ausrc_srate 8000",
        "auplay_srate 8000",
        "ausrc_channels 1",
        "auplay_channels 1",
        `module_path ${MODULES}`,
        ...["g711", "aufile", "aubridge", "sndfile"].map((name) => `module ${name}.so`),
        ...["account", "menu", "ctrl_tcp"].map((name) => `module_app ${name}.so`),
        `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
      ]);
      const credentials = `auth_user=${user};auth_pass=${password}`;
      const manner = "answermode=auto;regint=60;audio_codecs=PCMU/8000/1;dtmfmode=rtp";
      conf("accounts", [`<sip:${user}@127.0.0.1:${sipPort};transport=udp>;${credentials};${manner}`]);
      conf("contacts", []);
      return ["-f", path.join(folder, "conf"), "-v", "-s"];
    });
    const phone = new Baresip(peer, controlPort, home, sipPort);
    await until(() => phone.said.includes("baresip is ready"), 10_000, "baresip").catch((cause) => {
      throw new Error(`${String(cause)}\n${phone.said}`);
    });
    return phone;
  }

  get said(): string {
    return this.peer.said;
  }

  /** Calls a number, as its user would by the keypad. */
  dial(number: string): Promise<void> {
    return this.command("dial", `sip:${number}@127.0.0.1:${this.sipPort}`);
  }

  /** Keys in a call, as telephone events. */
  async press(keys: string): Promise<void> {
    // It says each key until the next one, or "released", which is its code 4.
    for (const key of keys) {
      await this.command("sndcode", key);
      await pause(120);
      await this.command("sndcode", "\u0004");
      await pause(80);
    }
  }

  /** Hands its call on (REFER). */
  transfer(number: string): Promise<void> {
    return this.command("transfer", `sip:${number}@127.0.0.1:${this.sipPort}`);
  }

  /**
   * Hands its first call on to whoever is in its second one, to this number (REFER with Replaces). Its menu has no command for
   * that: the dialog's name is written out for it, from what it has sent and got.
   */
  async transferToSecond(number: string): Promise<void> {
    const answers = this.said.split("SIP/2.0 200 OK").filter((text) => text.includes(`To: <sip:${number}@`));
    const field = (name: string): string =>
      new RegExp(`^${name}:.*?(?:tag=)?([^=\\s;]+)\\s*$`, "m").exec(answers.at(-1) ?? "")?.[1] ?? "";
    const replaces = `${field("Call-ID")};to-tag=${field("To")};from-tag=${field("From")}`;
    await this.command("line", "1");
    const target = `sip:${number}@127.0.0.1:${this.sipPort}?Replaces=${encodeURIComponent(replaces)}`;
    await this.command("transfer", `<${target}>`);
  }

  /**
   * From now on it says what it hears, in place of its tone, or its tone again. Its record of what it hears ends at its
   * first hold (seen with 1.0.0): this is how its ear is proven after one.
   */
  repeats(whatItHears: boolean): Promise<void> {
    return this.command("ausrc", whatItHears ? "aubridge,nowhere" : `aufile,${this.folder}/says.wav`);
  }

  /** One command of its menu, such as `hold`, `resume`, `hangup`. */
  async command(command: string, params = ""): Promise<void> {
    const text = JSON.stringify({ command, params });
    await new Promise<void>((resolve, reject) => {
      const socket = connect(this.controlPort, "127.0.0.1", () => {
        // A netstring: its length, a colon, itself, a comma.
        socket.write(`${text.length}:${text},`);
      });
      socket.once("data", () => {
        socket.destroy();
        resolve();
      });
      socket.once("error", reject);
    });
  }

  /** How loud this tone is in what comes from now on, for so many ms; 0 when nothing comes. */
  async hears(hertz: number, ms = 400): Promise<number> {
    const from = this.recorded().length;
    await pause(ms);
    return toneAmplitude(this.recorded().subarray(from), RATE, hertz);
  }

  /** All that it has heard in its newest call. */
  private recorded(): Int16Array {
    // One file a call, named by the moment at which it began.
    const file = readdirSync(this.folder)
      .filter((name) => name.endsWith("-dec.wav"))
      .sort()
      .at(-1);
    if (file === undefined) return new Int16Array();
    const bytes = readFileSync(path.join(this.folder, file));
    const count = Math.max(0, Math.floor((bytes.length - 44) / 2));
    return Int16Array.from({ length: count }, (_, i) => bytes.readInt16LE(44 + 2 * i));
  }

  close(): Promise<void> {
    return this.peer.close();
  }
}

/** RIFF, 16-bit, one channel. */
function toneWav(hertz: number, seconds: number): Buffer {
  const samples = RATE * seconds;
  const bytes = Buffer.alloc(44 + 2 * samples);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(36 + 2 * samples, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(2 * RATE, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(2 * samples, 40);
  for (let i = 0; i < samples; i++)
    bytes.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * hertz * i) / RATE)), 44 + 2 * i);
  return bytes;
}
