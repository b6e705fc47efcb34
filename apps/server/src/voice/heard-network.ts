import {
  type BansAnswer,
  bansAnswerSchema,
  type Registration,
  type TrunkState,
  type VoiceReport,
  type VoiceRequest,
} from "@patchbay/protocol";
import type { NetworkStates, VoiceOutcome } from "../center/voice-door.js";
import type { VoiceAnswer } from "./attachment.js";

type NetworkReport = Extract<VoiceReport, { readonly type: "trunks" | "registrations" }>;

/** What the voice process has told of trunks and desk phones last. */
export class HeardNetwork implements NetworkStates {
  private states: readonly TrunkState[] = [];
  private readonly phones = new Map<string, Registration>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly ask: (request: VoiceRequest) => Promise<VoiceAnswer>) {}

  trunks(): readonly TrunkState[] {
    return this.states;
  }

  registrations(): readonly Registration[] {
    return [...this.phones.values()];
  }

  isRegistered(user: string): boolean {
    return this.phones.has(user.toLowerCase());
  }

  onStates(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async bans(): Promise<VoiceOutcome<BansAnswer>> {
    const answer = await this.ask({ name: "network.bans" });
    const bans = answer.ok ? bansAnswerSchema.safeParse(answer.result) : null;
    return bans?.success === true
      ? { ok: true, result: bans.data }
      : { ok: false, code: "voice_unreachable" };
  }

  async unban(address: string): Promise<VoiceOutcome<null>> {
    const answer = await this.ask({ name: "network.unban", address });
    return answer.ok ? { ok: true, result: null } : { ok: false, code: "voice_unreachable" };
  }

  heard(report: NetworkReport): void {
    if (report.type === "trunks") this.states = report.trunks;
    else {
      if (report.whole) this.phones.clear();
      for (const account of report.accounts) {
        const user = account.user.toLowerCase();
        if (account.contacts.length === 0) this.phones.delete(user);
        else this.phones.set(user, account);
      }
    }
    this.tell();
  }

  /** Another voice process: nobody is registered there yet. */
  forget(): void {
    this.states = [];
    this.phones.clear();
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
