import { type Keep, type Outbox, reopened } from "../parts/index.js";
import type { Pages } from "./pages.js";

/**
 * What a device remembers of a chat. Several pages of one site share it: the chat's id is common, and each page has an
 * outbox of its own, so that no two write the same list. Requests carry keys, so an outbox that was taken over from a
 * page that lives after all does nothing twice.
 */
export class ChatMemory {
  constructor(
    private readonly keep: Keep,
    /** Of this page, as long as it lives. */
    private readonly pageId: string,
    private readonly pages: Pick<Pages, "living" | "alone">,
  ) {}

  /** Two pages that are opened at once must not make two: the chat of one of them would be lost at its next reload. */
  clientId(made: () => string): Promise<string> {
    return this.pages.alone(async () => {
      const known = await this.keep.read<string>("client");
      if (known !== undefined) return known;
      const fresh = made();
      await this.keep.write("client", fresh);
      return fresh;
    });
  }

  chatId(): Promise<string | undefined> {
    return this.keep.read<string>("chat");
  }

  async setChatId(chatId: string | null): Promise<void> {
    if (chatId === null) await this.keep.remove("chat");
    else await this.keep.write("chat", chatId);
  }

  /** What pages that are gone have left unsent, in its order; it is this page's now. */
  async adopt(): Promise<Outbox> {
    const [keys, living] = await Promise.all([this.keep.keys("outbox:"), this.pages.living()]);
    const orphans = keys.filter((key) => living === null || !living.has(key.slice("outbox:".length)));
    const lists = await Promise.all(orphans.map((key) => this.keep.read<Outbox>(key)));
    const items = lists.flatMap((list) => list ?? []).toSorted((a, b) => a.at - b.at || a.order - b.order);
    const outbox = reopened(items.map((item, order) => ({ ...item, order })));
    if (outbox.length > 0) await this.setOutbox(outbox);
    for (const key of orphans) if (key !== `outbox:${this.pageId}`) await this.keep.remove(key);
    return outbox;
  }

  async setOutbox(outbox: Outbox): Promise<void> {
    if (outbox.length === 0) await this.keep.remove(`outbox:${this.pageId}`);
    else await this.keep.write(`outbox:${this.pageId}`, outbox);
  }

  async setFile(id: string, file: Blob): Promise<void> {
    await this.keep.write(`file:${id}`, file);
  }

  file(id: string): Promise<Blob | undefined> {
    return this.keep.read<Blob>(`file:${id}`);
  }

  removeFile(id: string): Promise<void> {
    return this.keep.remove(`file:${id}`);
  }

  /** All but who the device is. */
  async forget(): Promise<void> {
    await this.setChatId(null);
    await this.setOutbox([]);
    for (const key of await this.keep.keys("file:")) await this.keep.remove(key);
  }
}
