import type { LegPicture } from "@patchbay/core";
import { accountTarget, type LegDial } from "@patchbay/protocol";
import type { Records } from "../center/records.js";

/** Whom to call, and as whom. */
export interface NumberToDial {
  readonly to: string;
  /** `null`: the line's own number. */
  readonly from: string | null;
  /** For whom the call was at first. */
  readonly diversion?: LegDial["diversion"];
}

/**
 * Whom the voice process is to call for which leg. Numbers are content, which the core does not know: they are read
 * when a leg first needs one, and kept while the call is up.
 */
export class NumbersToDial {
  /** By call, then by leg; `null`: nobody knows one. */
  private readonly byCall = new Map<string, Map<string, NumberToDial | null>>();

  /**
   * @param accountOf the account of an agent's desk phone
   * @param forwardTo where a call goes on to that a colleague forwards; `null`: nowhere, or the leg is no such
   */
  constructor(
    private readonly records: () => Pick<Records, "interactionData" | "calledParties" | "directory">,
    private readonly accountOf: (agentId: string) => string | undefined,
    private readonly forwardTo: (interactionId: string, legId: string) => Promise<NumberToDial | null>,
  ) {}

  /** Whether all that these legs need is known. */
  has(interactionId: string, legs: readonly LegPicture[]): boolean {
    const known = this.byCall.get(interactionId);
    return legs.every(({ want, legId }) => want !== "dial" || known?.has(legId) === true);
  }

  /** Rejects when the tables do not answer. */
  async read(interactionId: string, legs: readonly LegPicture[]): Promise<void> {
    const dialled = legs.filter(({ want }) => want === "dial");
    const [data, called] = await Promise.all([
      dialled.some(({ role }) => role !== "external")
        ? this.records().interactionData(interactionId)
        : undefined,
      dialled.some(({ role }) => role === "external") ? this.records().calledParties(interactionId) : [],
    ]);
    const known = this.byCall.get(interactionId) ?? new Map<string, NumberToDial | null>();
    this.byCall.set(interactionId, known);
    for (const { legId, role, agentId, device } of dialled) {
      switch (role) {
        case "customer":
          known.set(legId, dialling(data?.phoneNumber));
          break;
        case "external": {
          // What was kept with the call stays, whatever its agent has set since.
          const kept = called.find((one) => one.legId === legId)?.number;
          known.set(legId, kept === undefined ? await this.forwardTo(interactionId, legId) : dialling(kept));
          break;
        }
        case "agent":
        case "supervisor": {
          const account = device === "sip" && agentId !== null ? this.accountOf(agentId) : undefined;
          const outside =
            device === "external" && agentId !== null
              ? await this.records().directory.ownNumber(agentId)
              : null;
          // A desk phone shows who it is about; a number outside, which of our lines calls.
          if (outside !== null) known.set(legId, dialling(outside));
          else known.set(legId, dialling(account && accountTarget(account), data?.phoneNumber));
        }
      }
    }
  }

  of(interactionId: string, legId: string): NumberToDial | null {
    return this.byCall.get(interactionId)?.get(legId) ?? null;
  }

  forget(interactionId: string): void {
    this.byCall.delete(interactionId);
  }
}

const dialling = (to: string | null | undefined, from: string | null = null): NumberToDial | null =>
  to == null ? null : { to, from };
