import { type AgentId, asId } from "@patchbay/core";
import type { Center } from "../../center/center.js";
import type { MessageLine } from "../content/live-interaction.js";
import type { DeskProblem } from "./ports.js";

/**
 * Tells the core that a customer's message has reached a desk: the first time a frame with it goes to a connected
 * desk of an agent who is in the interaction. Receipts of one turn go in together and share a commit.
 *
 * One that fails is forgotten here, and told again when the message is next sent, after a recovery at the latest.
 */
export class DeliveryReceipts {
  private readonly told = new Set<string>();
  private readonly next: {
    readonly interactionId: string;
    readonly messageId: string;
    readonly agentId: AgentId;
  }[] = [];

  constructor(
    private readonly center: Center,
    private readonly report: (problem: DeskProblem) => void,
  ) {}

  delivered(interactionId: string, line: MessageLine, agentId: AgentId): void {
    if (this.told.has(line.messageId)) return;
    this.told.add(line.messageId);
    this.next.push({ interactionId, messageId: line.messageId, agentId });
    if (this.next.length === 1) queueMicrotask(() => this.submit());
  }

  /** The receipt has become an event, or the interaction has ended: nothing to remember. */
  forget(messageIds: Iterable<string>): void {
    for (const messageId of messageIds) this.told.delete(messageId);
  }

  clear(): void {
    this.told.clear();
  }

  private submit(): void {
    for (const { interactionId, messageId, agentId } of this.next.splice(0)) {
      this.center
        .submit({
          command: {
            type: "ReportReceipt",
            interactionId: asId(interactionId),
            messageId: asId(messageId),
            reader: agentId,
            receipt: "delivered",
          },
        })
        .then((result) => {
          if (!result.ok) this.told.delete(messageId);
        })
        .catch((cause: unknown) => {
          this.told.delete(messageId);
          this.report({ what: "receipt_failed", cause });
        });
    }
  }
}
