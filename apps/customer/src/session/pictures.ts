import type { OutboxBody } from "@patchbay/chat-sdk/parts";
import { type MessagingApi, WireFailure } from "../wire/index.js";
import type { Memory } from "./memory.js";
import type { ReportPhoto } from "./report.js";
import type { SessionState, Store } from "./session-state.js";

/**
 * The files that the customer sent from this device. Their bytes stay on it: a reload goes on with an upload that
 * it cut off, and her own pictures need no line to be seen.
 */
export class Pictures {
  constructor(
    private readonly store: Store<SessionState>,
    private readonly memory: Memory,
    private readonly api: MessagingApi,
  ) {}

  /** Resolves when the bytes are stored. */
  async keep(photos: readonly ReportPhoto[]): Promise<void> {
    for (const { id, blob } of photos) {
      await this.memory.writePicture(id, blob);
      this.store.set({ pictures: { ...this.store.get().pictures, [id]: URL.createObjectURL(blob) } });
    }
  }

  /**
   * @returns the id under which the server has it
   * @throws WireFailure
   */
  async upload(id: string, name: string, signal: AbortSignal): Promise<string> {
    const blob = await this.memory.readPicture(id);
    // The browser threw its storage away: nothing is left to send.
    if (blob === undefined) throw WireFailure.refused(400, undefined);
    const told = (ratio: number) =>
      this.store.set({ progress: { ...this.store.get().progress, [id]: ratio } });
    told(0);
    try {
      return await this.api.upload(blob, name, told, signal);
    } finally {
      const { [id]: _done, ...progress } = this.store.get().progress;
      this.store.set({ progress });
    }
  }

  async remove(id: string): Promise<void> {
    const { [id]: url, ...pictures } = this.store.get().pictures;
    if (url !== undefined) URL.revokeObjectURL(url);
    this.store.set({ pictures });
    await this.memory.removePicture(id);
  }

  /** Frees what the page holds; the stored bytes go with the memory. */
  release(): void {
    for (const url of Object.values(this.store.get().pictures)) URL.revokeObjectURL(url);
  }
}

export function fileBodyOf({ name, blob }: ReportPhoto): OutboxBody {
  return { kind: "file", name, mediaType: blob.type, bytes: blob.size, fileId: null };
}
