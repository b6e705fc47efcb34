import type { Outbox, OutboxBody } from "@patchbay/chat-sdk/parts";
import { AppCall, type AppCallPorts } from "../call/index.js";
import { type Conversation, openCallRequest, withoutCallTrouble } from "../conversation/index.js";
import { signalEvent } from "./outgoing.js";

/** The browser's microphone, connections and bell. */
export type CallSound = Pick<AppCallPorts, "openPeer" | "openMicrophone" | "ring">;

export interface CallsPorts extends Pick<AppCallPorts, "iceServers" | "clock" | "tell"> {
  readonly sound: CallSound;
  readonly post: (events: readonly Readonly<Record<string, unknown>>[]) => Promise<void>;
  readonly conversation: () => Conversation | null;
  readonly outbox: () => Outbox;
  readonly fold: (to: (conversation: Conversation) => Conversation) => Promise<void>;
  readonly put: (body: OutboxBody) => Promise<void>;
  readonly withdraw: (id: string) => Promise<void>;
}

/** What the customer does about calls: by telephone, when an adviser calls, and in the app. */
export class Calls {
  readonly inApp: AppCall;

  constructor(private readonly ports: CallsPorts) {
    const { sound, post, iceServers, clock, tell } = ports;
    const send = (data: readonly object[]) => post(data.map((signal) => signalEvent(signal)));
    this.inApp = new AppCall({ ...sound, iceServers, clock, tell, send });
  }

  /** Asks to be called there. Kept until the center has it. */
  async askFor(number: string): Promise<void> {
    await this.ports.put({ kind: "call_request", number });
  }

  /** The customer no longer wants to be called. */
  async takeBack(): Promise<void> {
    const unsent = this.ports.outbox().filter(({ body }) => body.kind === "call_request");
    for (const { id } of unsent) await this.ports.withdraw(id);
    const conversation = this.ports.conversation();
    if (conversation !== null && openCallRequest(conversation) !== undefined)
      await this.ports.put({ kind: "call_withdrawal" });
  }

  acceptTrouble(): Promise<void> {
    this.inApp.acceptTrouble();
    return this.ports.conversation() === null ? Promise.resolve() : this.ports.fold(withoutCallTrouble);
  }
}

/** Digits of a number that can be called, with their plus; `null` when it cannot be one. The center decides. */
export function numberTyped(typed: string): string | null {
  const bare = typed.replace(/[\s().\-/\u00a0\u2010-\u2015]/g, "");
  return /^\+?\d{7,15}$/.test(bare) ? bare : null;
}
