import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { toneAmplitude } from "@patchbay/media";
import { freePorts } from "../support/free-ports.js";
import { until } from "../support/until.js";
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
      return ["-f", path.join(folder, "conf"), "-v"];
    });
    const phone = new Baresip(peer, controlPort, home);
    await until(() => phone.said.includes("baresip is ready"), 10_000, "baresip").catch((cause) => {
      throw new Error(`${String(cause)}\n${phone.said}`);
    });
    return phone;
  }

  get said(): string {
    return this.peer.said;
  }

  /** One command of its menu, such as `dial sip:8000@...`, `hold`, `hangup`. */
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

  /** How loud this tone was in the newest so many ms of what it has heard. */
  hears(hertz: number, ms = 300): number {
    const file = readdirSync(this.folder).findLast((name) => name.endsWith("-dec.wav"));
    if (file === undefined) return 0;
    const bytes = readFileSync(path.join(this.folder, file));
    const samples = (RATE * ms) / 1_000;
    const start = Math.max(44, bytes.length - 2 * samples);
    const even = start - ((start - 44) % 2);
    const count = Math.floor((bytes.length - even) / 2);
    const heard = Int16Array.from({ length: count }, (_, i) => bytes.readInt16LE(even + 2 * i));
    return toneAmplitude(heard, RATE, hertz);
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
