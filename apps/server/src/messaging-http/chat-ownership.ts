import { asId, type Interaction, type InteractionId } from "@patchbay/core";
import type { CenterHandle } from "../center/edge.js";
import { isPossibleId } from "../center/plain-text.js";
import type { InteractionRow } from "../center/records.js";
import type { Customer } from "./customer.js";
import { stored } from "./feeds.js";
import { chatNotFound, MessagingError } from "./messaging-error.js";

/** Which chats are whose. Another app's chat is as unknown as none, so that no id is ever confirmed. */
export class ChatOwnership {
  constructor(
    private readonly handle: CenterHandle,
    /** How long an ended chat's last events are still news. */
    private readonly endedKeptMs: number,
  ) {}

  /** The app's live chat. */
  liveOf(customer: Customer): Interaction | undefined {
    const { state } = this.handle.center;
    const id = state.liveByClient.get(customer.clientKey);
    const chat = id === undefined ? undefined : state.interactions.get(id);
    return chat !== undefined && chat.stage !== "ended" ? chat : undefined;
  }

  isOver(chatId: string): boolean {
    const chat = this.handle.center.state.interactions.get(asId(chatId));
    return chat === undefined || chat.stage === "ended";
  }

  /** @throws {MessagingError} 5005 unless it is the caller's and live. */
  live(customer: Customer, chatId: string): InteractionId {
    const chat = this.handle.center.state.interactions.get(asId(chatId));
    if (chat === undefined || chat.clientKey !== customer.clientKey || chat.stage === "ended")
      throw chatNotFound();
    return chat.id;
  }

  /** @throws {MessagingError} 5005 unless it is the caller's, live or not. */
  async owned(customer: Customer, chatId: string): Promise<Interaction | InteractionRow> {
    if (!isPossibleId(chatId)) throw chatNotFound();
    const live = this.handle.center.state.interactions.get(asId(chatId));
    const owned = live ?? (await stored(this.handle.records.interaction(chatId)));
    if (owned === undefined || owned.clientKey !== customer.clientKey) throw chatNotFound();
    return owned;
  }

  /** As `owned`, and not ended so long ago that its last events are no news any more. */
  async ownedFresh(customer: Customer, chatId: string): Promise<void> {
    const owned = await this.owned(customer, chatId);
    if (!("status" in owned)) return;
    if (this.handle.clock.now() - (owned.endedAt ?? owned.startedAt) > this.endedKeptMs) throw chatNotFound();
  }

  /**
   * The row whose case is meant.
   * @param chatId `null`: the app's latest chat, for the calls that the description has at the root.
   * @throws {MessagingError} 5005, or 5601 when the app has never had a chat.
   */
  async caseOf(customer: Customer, chatId: string | null): Promise<InteractionRow> {
    const { records } = this.handle;
    if (chatId !== null) await this.owned(customer, chatId);
    const row =
      chatId === null
        ? await stored(records.latestInteractionOfClient(customer.clientKey))
        : await stored(records.interaction(chatId));
    if (row === undefined) throw new MessagingError("5601");
    return row;
  }
}
