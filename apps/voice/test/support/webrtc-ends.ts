import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ToEnds } from "./webrtc-ends.child.js";

type Asked<Message> = Message extends unknown ? Omit<Message, "ask"> : never;

/** Browsers and apps without a browser: see webrtc-ends.child.ts. */
export class WebRtcEnds {
  private readonly child: ChildProcess;
  private last = 0;

  constructor() {
    const file = fileURLToPath(new URL("./webrtc-ends.child.ts", import.meta.url));
    this.child = fork(file, { execArgv: ["--import", "tsx"] });
    this.child.setMaxListeners(100);
  }

  /** @returns a description for `offer` and `answer`, an amplitude for `hear`. */
  ask<Result>(message: Asked<ToEnds>): Promise<Result> {
    this.last += 1;
    const ask = this.last;
    return new Promise((resolve, reject) => {
      const take = (answer: { ask: number; result?: Result; failed?: string }): void => {
        if (answer.ask !== ask) return;
        this.child.off("message", take);
        if (answer.failed === undefined) resolve(answer.result as Result);
        else reject(new Error(answer.failed));
      };
      this.child.on("message", take);
      this.child.send({ ...message, ask });
    });
  }

  close(): void {
    this.child.disconnect();
  }
}
