import type { LegPicture } from "@patchbay/core";
import type { Records } from "../center/records.js";

/**
 * Whom the voice process is to call for which leg. Numbers are content, which the core does not know: they are read
 * when a leg first needs one, and kept while the call is up.
 */
export class NumbersToDial {
  /** By call, then by leg; `null`: nobody knows one. */
  private readonly byCall = new Map<string, Map<string, string | null>>();

  constructor(private readonly records: () => Pick<Records, "interactionData" | "calledParties">) {}

  /** Whether all that these legs need is known. */
  has(interactionId: string, legs: readonly LegPicture[]): boolean {
    const known = this.byCall.get(interactionId);
    return legs.every(({ want, legId }) => want !== "dial" || known?.has(legId) === true);
  }

  /** Rejects when the tables do not answer. */
  async read(interactionId: string, legs: readonly LegPicture[]): Promise<void> {
    const dialled = legs.filter(({ want }) => want === "dial");
    const [data, called] = await Promise.all([
      dialled.some(({ role }) => role === "customer")
        ? this.records().interactionData(interactionId)
        : undefined,
      dialled.some(({ role }) => role === "external") ? this.records().calledParties(interactionId) : [],
    ]);
    const known = this.byCall.get(interactionId) ?? new Map<string, string | null>();
    this.byCall.set(interactionId, known);
    for (const { legId, role } of dialled) {
      switch (role) {
        case "customer":
          known.set(legId, data?.phoneNumber ?? null);
          break;
        case "external":
          known.set(legId, called.find((one) => one.legId === legId)?.number ?? null);
          break;
        case "agent":
        case "supervisor":
          // Where a desk phone or an outside number of an agent is, nobody can say yet.
          known.set(legId, null);
      }
    }
  }

  of(interactionId: string, legId: string): string | null {
    return this.byCall.get(interactionId)?.get(legId) ?? null;
  }

  forget(interactionId: string): void {
    this.byCall.delete(interactionId);
  }
}
