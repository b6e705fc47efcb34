import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { freePorts } from "../support/free-ports.js";
import { Peer, peerProgram } from "./support.js";

const RUN_MS_MAX = 60_000;

/** What SIPp itself has counted and measured. */
export interface SippFigures {
  readonly code: number | null;
  readonly successful: number;
  readonly failed: number;
  /** Calls that the other side ended. */
  readonly hungUpOn: number;
  /** Messages that it sent, or got, more than once. */
  readonly repeated: number;
  /** From INVITE to 180 of each call, ms, sorted. */
  readonly ringingMs: readonly number[];
}

/** One run of a scenario of the folder sipp/. */
export class Sipp {
  private constructor(private readonly peer: Peer) {}

  static async run(scenario: "caller" | "callee", ...args: readonly string[]): Promise<Sipp> {
    const mediaPort = await freePorts(4);
    const file = path.join(import.meta.dirname, "sipp", `${scenario}.xml`);
    const peer = new Peer(
      peerProgram("SIPP"),
      () => [
        ...["-sf", file, "-i", "127.0.0.1", "-mp", String(mediaPort)],
        ...["-nostdin", "-timeout", `${RUN_MS_MAX / 1_000}s`, "-timeout_error"],
        ...["-trace_rtt", "-rtt_freq", "1"],
        ...args,
      ],
      RUN_MS_MAX,
    );
    return new Sipp(peer);
  }

  /** Its own figures, when it has ended. Its last words are in `said`. */
  async figures(): Promise<SippFigures & { readonly said: string }> {
    const { code, said } = await this.peer.ended;
    const count = (name: string): number =>
      Number(new RegExp(`${name}\\s+\\|\\s+\\d+\\s+\\|\\s+(\\d+)`).exec(said)?.[1] ?? -1);
    // The last screen: each message of the scenario with how often it went, and how often again.
    const screen = said.slice(said.lastIndexOf("Messages  Retrans"));
    const repeated = [...screen.matchAll(/(?:-{4,}>|<-{4,})\s+(?:[BE]-RTD\d\s+)?\d+\s+(\d+)/g)];
    return {
      code,
      successful: count("Successful call"),
      failed: count("Failed call"),
      hungUpOn: Number(/-{4,}>\s+BYE\s+(\d+)/.exec(screen)?.[1] ?? 0),
      repeated: repeated.reduce((sum, [, times]) => sum + Number(times), 0),
      ringingMs: this.responseTimes(),
      said: said.slice(-3_000),
    };
  }

  /** For a run without a number of calls. */
  finish(): void {
    this.peer.finish();
  }

  close(): Promise<void> {
    return this.peer.close();
  }

  /** Lines of `date;ms;name`, under a heading. */
  private responseTimes(): number[] {
    const file = readdirSync(this.peer.folder).find((name) => name.endsWith("_rtt.csv"));
    if (file === undefined) return [];
    const lines = readFileSync(path.join(this.peer.folder, file), "utf8").split("\n").slice(1);
    const times = lines.filter((line) => line.includes(";")).map((line) => Number(line.split(";")[1]));
    return times.sort((a, b) => a - b);
  }
}
