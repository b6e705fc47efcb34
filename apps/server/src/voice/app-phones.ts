import { appOfferSchema, type VoiceReport } from "@patchbay/protocol";
import type { AppCandidate, AppDoor, VoiceOutcome } from "../center/voice-door.js";
import type { VoiceAttachment } from "./attachment.js";
import { outcomeOf, refusalOf } from "./outcomes.js";

/** The negotiation of customers' apps with the voice process, which offers. */
export class AppPhones implements AppDoor {
  private readonly listeners = new Set<(candidate: AppCandidate) => void>();

  constructor(private readonly attachment: Pick<VoiceAttachment, "request">) {}

  async offer(leg: {
    readonly interactionId: string;
    readonly legId: string;
  }): Promise<VoiceOutcome<{ readonly phoneId: string; readonly offer: string }>> {
    const answer = await this.attachment.request({ name: "app.offer", leg });
    if (!answer.ok) return { ok: false, code: refusalOf(answer.code) };
    const result = appOfferSchema.safeParse(answer.result);
    return result.success ? { ok: true, result: result.data } : { ok: false, code: "media_failed" };
  }

  async answer(phoneId: string, answer: string): Promise<VoiceOutcome<null>> {
    return outcomeOf(await this.attachment.request({ name: "app.answer", phoneId, answer }));
  }

  async addCandidate(phoneId: string, candidate: string, mid: string): Promise<VoiceOutcome<null>> {
    return outcomeOf(await this.attachment.request({ name: "phone.candidate", phoneId, candidate, mid }));
  }

  onCandidate(listener: (candidate: AppCandidate) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  found({ phoneId, candidate, mid }: Extract<VoiceReport, { readonly type: "candidate" }>): void {
    for (const listener of this.listeners) listener({ phoneId, candidate, mid });
  }
}
