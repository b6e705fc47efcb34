import type { Keep } from "@patchbay/chat-sdk/parts";
import { type Outbox, reopened } from "@patchbay/chat-sdk/parts";
import { type Conversation, newConversation } from "../conversation/index.js";
import type { SentReport } from "./session-state.js";

export interface Remembered {
  readonly report: SentReport | null;
  readonly conversation: Conversation | null;
  readonly outbox: Outbox;
  /** Object URLs of the customer's own pictures by message id. */
  readonly pictures: Readonly<Record<string, string>>;
  readonly live: boolean;
}

/** What an app of before this one kept lacks what came since. */
const whole = (kept: Conversation | undefined): Conversation | null =>
  kept === undefined ? null : { ...newConversation(kept.chatId), ...kept };

/** The device's memory of one chat. Writes leave in the order in which they were asked for. */
export class Memory {
  private writes: Promise<void> = Promise.resolve();

  constructor(private readonly keep: Keep) {}

  async load(): Promise<Remembered> {
    const { keep } = this;
    const pictures: Record<string, string> = {};
    for (const key of await keep.keys("picture:")) {
      const blob = await keep.read<Blob>(key);
      if (blob !== undefined) pictures[key.slice("picture:".length)] = URL.createObjectURL(blob);
    }
    return {
      report: (await keep.read<SentReport>("report")) ?? null,
      conversation: whole(await keep.read<Conversation>("conversation")),
      outbox: reopened((await keep.read<Outbox>("outbox")) ?? []),
      pictures,
      live: (await keep.read<boolean>("live")) ?? false,
    };
  }

  write(key: "report" | "conversation" | "outbox" | "live", value: unknown): Promise<void> {
    const write = () => this.keep.write(key, value);
    this.writes = this.writes.then(write, write);
    return this.writes;
  }

  /** Resolves when everything asked for so far is stored. */
  settled(): Promise<void> {
    return this.writes;
  }

  readPicture(id: string): Promise<Blob | undefined> {
    return this.keep.read<Blob>(`picture:${id}`);
  }

  writePicture(id: string, blob: Blob): Promise<void> {
    return this.keep.write(`picture:${id}`, blob);
  }

  removePicture(id: string): Promise<void> {
    return this.keep.remove(`picture:${id}`);
  }

  async forget(): Promise<void> {
    await this.writes;
    const pictures = await this.keep.keys("picture:");
    for (const key of ["report", "conversation", "outbox", "live", ...pictures]) await this.keep.remove(key);
  }
}
