import type { CallView, DeskSnapshot, InteractionView } from "@patchbay/protocol";
import type { Dice } from "../day/dice.js";
import type { World } from "../day/world.js";
import type { Seat } from "./seat.js";

/** A page that got no sound offers anew after this. */
const CONNECT_AGAIN_MS = 2_500;

/** What one human does with calls: all that can be done, in any order, and what has no place now as well. */
export class AgentCalls {
  private readonly connectedAt = new Map<string, number>();

  constructor(
    private readonly world: World,
    private readonly seat: Seat,
    private readonly dice: Dice,
  ) {}

  /** A call in hand, or one that is listened to. */
  workOn(interaction: InteractionView, view: DeskSnapshot, finishing: boolean): void {
    const { call, interactionId, phase } = interaction;
    if (call === null) return;
    this.connectPhone(interactionId, call);
    if (phase === "monitoring") this.watch(interactionId, call, finishing);
    if (phase !== "connected") return;
    if (finishing) this.finish(interaction, call);
    else this.handle(interaction, call, view);
  }

  /** Between two calls. */
  idle(view: DeskSnapshot): void {
    const { dice, seat } = this;
    if (dice.chance(0.0015)) seat.ask("placeCall", { agentId: dice.pick(view.roster).agentId });
    const [line] = view.voice.lines;
    if (line && dice.chance(0.0015))
      seat.ask("placeCall", { entryId: line.entryId, number: this.number(), beside: null });
    if (view.liveCalls.length > 0 && dice.chance(0.04)) this.lookInto(view);
  }

  private connectPhone(interactionId: string, { own }: CallView): void {
    if (own === null || own.device !== "browser" || own.state === "connected") return;
    const now = this.world.now();
    if (now - (this.connectedAt.get(own.legId) ?? Number.NEGATIVE_INFINITY) < CONNECT_AGAIN_MS) return;
    this.connectedAt.set(own.legId, now);
    this.seat.ask("connectPhone", { interactionId, offer: "v=0" });
  }

  private handle(interaction: InteractionView, call: CallView, view: DeskSnapshot): void {
    const { dice, seat } = this;
    const { interactionId } = interaction;
    const { consultation, own, heldSince } = call;
    const together = call.parties.length > 2;
    if (dice.chance(heldSince === null ? 0.008 : 0.08))
      seat.ask("holdCall", { interactionId, held: heldSince === null });
    if (dice.chance(own?.muted === true ? 0.05 : 0.004))
      seat.ask("muteCall", { interactionId, muted: own?.muted !== true });
    if (consultation?.own === true) this.consulting(interactionId, call);
    else if (dice.chance(0.014)) this.ask(interactionId, view);
    if (dice.chance(0.004)) this.giveAway(interactionId, view);
    if (call.host && together && dice.chance(0.02)) this.host(interactionId, call);
    if (dice.chance(0.02)) this.record(interactionId, call);
    if (dice.chance(0.004)) seat.ask("sendKeys", { interactionId, keys: "12" });
    if (dice.chance(0.01)) seat.ask("endInteraction", { interactionId });
    if (dice.chance(together ? 0.02 : 0.002)) seat.ask("leaveInteraction", { interactionId });
    if (interaction.request !== null && dice.chance(0.03)) seat.ask("cancelRequest", { interactionId });
    if (dice.chance(0.004)) this.nonsense(interactionId, call);
    if (call.application === null ? dice.chance(0.012) : dice.chance(0.05))
      this.application(interactionId, call, view);
  }

  private consulting(interactionId: string, { own, consultation }: CallView): void {
    const { dice, seat } = this;
    if (dice.chance(0.04))
      seat.ask("switchCircle", { interactionId, circle: own?.circle === "main" ? "consult" : "main" });
    if (consultation?.reached === true && dice.chance(0.03)) seat.ask("mergeConsultation", { interactionId });
    if (dice.chance(0.02)) seat.ask("completeTransfer", { interactionId });
    if (dice.chance(0.02)) seat.ask("endConsultation", { interactionId });
  }

  private ask(interactionId: string, view: DeskSnapshot): void {
    const { dice, seat } = this;
    const kind = dice.next();
    if (kind < 0.45)
      seat.ask("consult", { interactionId, to: { agentId: dice.pick(view.roster).agentId }, note: "why?" });
    else if (kind < 0.6)
      seat.ask("consult", { interactionId, to: { serviceId: dice.pick(view.services).serviceId } });
    else if (kind < 0.8) seat.ask("consult", { interactionId, to: { number: this.number() } });
    else if (kind < 0.9)
      seat.ask("invite", { interactionId, to: { agentId: dice.pick(view.roster).agentId }, note: "" });
    else seat.ask("callNumberIn", { interactionId, kind: "invite", number: this.number() });
  }

  private giveAway(interactionId: string, view: DeskSnapshot): void {
    const { dice, seat } = this;
    const kind = dice.next();
    const leave = dice.chance(0.6);
    if (kind < 0.4)
      seat.ask("transfer", { interactionId, to: { agentId: dice.pick(view.roster).agentId }, leave });
    else if (kind < 0.7)
      seat.ask("transfer", { interactionId, to: { serviceId: dice.pick(view.services).serviceId }, leave });
    else seat.ask("callNumberIn", { interactionId, kind: "transfer", number: this.number() });
  }

  private host(interactionId: string, call: CallView): void {
    const { dice, seat } = this;
    const { legId, muted, heldSince } = dice.pick(call.parties);
    const kind = dice.next();
    if (kind < 0.35) seat.ask("muteParty", { interactionId, legId, muted: !muted });
    else if (kind < 0.7) seat.ask("holdParty", { interactionId, legId, held: heldSince === null });
    else if (kind < 0.9) seat.ask("removeParty", { interactionId, legId });
    else seat.ask("endCallForAll", { interactionId });
  }

  private record(interactionId: string, { recordings, signatureScript }: CallView): void {
    const { dice, seat } = this;
    const own = recordings.find((one) => one.own);
    if (dice.chance(0.2)) seat.ask("setConsent", { interactionId, consent: dice.chance(0.8) });
    const signature = dice.chance(0.3);
    if (signature && signatureScript !== null && dice.chance(0.6))
      seat.ask("startSignature", { interactionId, scriptId: signatureScript });
    else if (signature) seat.ask("stopSignature", { interactionId });
    else if (own === undefined) seat.ask("record", { interactionId, do: "start" });
    else seat.ask("record", { interactionId, do: dice.pick(["stop", "pause", "resume"]) });
  }

  private application(interactionId: string, { application }: CallView, { voice }: DeskSnapshot): void {
    const { dice, seat } = this;
    if (application !== null && dice.chance(0.9)) return void seat.ask("endApplication", { interactionId });
    if (voice.applications.length === 0) return;
    const { scenarioId, takesPayment } = dice.pick(voice.applications);
    // Now and then without an amount, or with one that is not asked for.
    const amount = takesPayment !== dice.chance(0.05) ? { minor: 12_900, currency: "USD" } : null;
    seat.ask("connectApplication", { interactionId, scenarioId, amount });
  }

  private nonsense(interactionId: string, { parties }: CallView): void {
    const { dice, seat } = this;
    const legId = dice.pick(parties).legId;
    switch (dice.between(1, 6)) {
      case 1:
        return void seat.ask("mergeConsultation", { interactionId });
      case 2:
        return void seat.ask("completeTransfer", { interactionId });
      case 3:
        return void seat.ask("switchCircle", { interactionId, circle: "consult" });
      case 4:
        return void seat.ask("removeParty", { interactionId, legId });
      case 5:
        return void seat.ask("endCallForAll", { interactionId });
      default:
        return void seat.ask("stopMonitoring", { interactionId });
    }
  }

  /** A supervisor chooses a call to be beside. */
  private lookInto({ liveCalls }: DeskSnapshot): void {
    const { dice, seat } = this;
    const { interactionId, agents } = dice.pick(liveCalls);
    const agentId = agents.length === 0 ? "nobody" : dice.pick(agents).agentId;
    const mode = dice.pick(["listen", "whisper", "barge"] as const);
    seat.ask("monitorCall", { interactionId, agentId, mode });
  }

  private watch(interactionId: string, { parties }: CallView, finishing: boolean): void {
    const { dice, seat } = this;
    const own = parties.find((party) => party.own);
    const agentId = own?.monitoring?.beside ?? "nobody";
    if (finishing ? dice.chance(0.5) : dice.chance(0.03)) seat.ask("stopMonitoring", { interactionId });
    else if (dice.chance(0.03))
      seat.ask("monitorCall", {
        interactionId,
        agentId,
        mode: dice.pick(["listen", "whisper", "barge"] as const),
      });
    else if (dice.chance(0.02)) seat.ask("takeOverCall", { interactionId, agentId });
  }

  /** Everything is brought to its end. */
  private finish({ interactionId, request }: InteractionView, call: CallView): void {
    const { dice, seat } = this;
    if (!dice.chance(0.4)) return;
    if (request?.by === this.seat.agentId) seat.ask("cancelRequest", { interactionId });
    if (call.consultation?.own === true) seat.ask("endConsultation", { interactionId });
    else if (dice.chance(0.7)) seat.ask("endInteraction", { interactionId });
    else seat.ask("leaveInteraction", { interactionId });
  }

  private number(): string {
    // Some are none.
    return this.dice.chance(0.95) ? `+1503555${this.dice.between(1_000, 9_999)}` : "ask Bob";
  }
}
