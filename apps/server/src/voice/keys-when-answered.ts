import { asId, type InteractionId } from "@patchbay/core";
import type { CenterHandle } from "../center/edge.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import type { VoiceDoor } from "../center/voice-door.js";

/**
 * Sends the keys that were dialled behind a number's first comma, when the other side answers (decision 0149). They are
 * content, and stand in no event; that they were sent, and how many, is noted as of keys that an agent presses.
 */
export class KeysWhenAnswered {
  /** A connection that was lost and is back has answered before. */
  private readonly answered = new Set<InteractionId>();

  constructor(
    private readonly handle: CenterHandle,
    private readonly voice: Pick<VoiceDoor, "sendKeys">,
    private readonly log: Pick<RuntimeLog, "warn">,
  ) {}

  /** @returns how to stop it */
  start(): () => void {
    return this.handle.center.onCommitted(({ entries }) => {
      for (const { events } of entries) {
        for (const event of events) {
          if (event.type === "LegChanged" && event.state === "connected")
            this.legConnected(event.interactionId, event.legId);
          else if (event.type === "InteractionCompleted") this.answered.delete(event.interactionId);
        }
      }
    });
  }

  private legConnected(interactionId: InteractionId, legId: string): void {
    const call = this.handle.center.state.interactions.get(interactionId)?.call;
    const leg = call?.legs.find(({ id }) => id === legId);
    if (call?.direction !== "outbound" || leg?.role !== "customer" || this.answered.has(interactionId))
      return;
    this.answered.add(interactionId);
    this.send(interactionId, legId).catch((cause: unknown) =>
      this.log.warn({ cause: String(cause), interactionId }, "keys behind a dialled number were not sent"),
    );
  }

  private async send(interactionId: InteractionId, legId: string): Promise<void> {
    const { records, center } = this.handle;
    const keys = (await records.interactionData(interactionId))?.keysWhenAnswered ?? "";
    if (keys === "") return;
    const sent = await this.voice.sendKeys(interactionId, legId, keys);
    if (!sent.ok) throw new Error(sent.code);
    const agentId = center.state.interactions.get(interactionId)?.parties[0]?.agentId;
    if (agentId === undefined) return;
    const count = keys.replaceAll(",", "").length;
    await center.submit({
      command: { type: "NoteKeysSent", interactionId: asId(interactionId), agentId, count },
    });
  }
}
