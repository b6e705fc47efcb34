import { Desk } from "../../apps/voice/test/support/desk.js";
import { sleep } from "../soak/dice.js";

const NAMES = ["agent1", "agent2", "agent3"];
const SERVICE = "auto_claims";

interface Rule {
  readonly serviceId: string;
  readonly form: { readonly mode: string };
}

/** Agents who talk through a number outside: they take what rings, and finish what is over. */
export class Agents {
  /** Calls that were taken. */
  taken = 0;
  private working = true;

  private constructor(
    private readonly desks: readonly Desk[],
    private readonly supervisor: Desk,
  ) {
    for (const desk of desks) void this.work(desk);
  }

  /** Signs everybody in; from now on each call of the service is recorded. */
  static async begin(host: string): Promise<Agents> {
    const admin = await Desk.open(host, "admin");
    const { rules } = (await admin.request("desk.setup.recording", {})) as { rules: Rule[] };
    const was = rules.find(({ serviceId }) => serviceId === SERVICE)?.form;
    const form = { ...was, mode: "always" };
    await admin.request("desk.setup.save_recording_rule", { serviceId: SERVICE, was, form });
    admin.close();
    const desks: Desk[] = [];
    for (const [nth, name] of NAMES.entries()) {
      const desk = await Desk.open(host, name);
      await desk.request("desk.phone.choose", { device: "external", number: `503555019${nth}` });
      await desk.request("desk.presence.set", { presence: { kind: "ready" } });
      desks.push(desk);
    }
    return new Agents(desks, await Desk.open(host, "supervisor1"));
  }

  get liveCalls(): number {
    return this.supervisor.liveCalls.size;
  }

  get inHand(): number {
    return this.desks.reduce((sum, { interactions }) => sum + interactions.size, 0);
  }

  close(): void {
    this.working = false;
    for (const desk of [...this.desks, this.supervisor]) desk.close();
  }

  private async work(desk: Desk): Promise<void> {
    while (this.working) {
      // What is offered may be gone when it is taken, and a caller may hang up before the result is set: then there is
      // nothing to do.
      for (const { offerId } of desk.offers.values()) {
        await desk.request("desk.offer.confirm", { offerId }).catch(() => undefined);
        const taken = await desk.request("desk.offer.accept", { offerId }).catch(() => undefined);
        if (taken !== undefined) this.taken += 1;
      }
      for (const { interactionId, phase } of desk.interactions.values()) {
        if (phase !== "wrap_up") continue;
        const result = { interactionId, dispositionId: "information_given" };
        await desk.request("desk.wrap_up.disposition", result).catch(() => undefined);
        await desk.request("desk.wrap_up.complete", { interactionId }).catch(() => undefined);
      }
      if (desk.self?.presence.kind === "not_ready")
        await desk.request("desk.presence.set", { presence: { kind: "ready" } }).catch(() => undefined);
      await sleep(50);
    }
  }
}
