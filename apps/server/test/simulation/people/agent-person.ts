import type { AgentId } from "@patchbay/core";
import { DESK_PING_MS, type DeskSnapshot, type InteractionView, type OfferView } from "@patchbay/protocol";
import { dispositions } from "../day/configuration.js";
import type { Dice } from "../day/dice.js";
import type { World } from "../day/world.js";
import { AgentCalls } from "./agent-calls.js";
import { Seat } from "./seat.js";

/** One human at a desk: looks at it every half second or so, and does what people do, also what they should not. */
export class AgentPerson {
  readonly seat: Seat;
  private readonly calls: AgentCalls;
  private frozenUntil = 0;
  private pingedAt = 0;
  private signedInAgainAt = 0;
  private texts = 0;
  private readonly confirmed = new Set<string>();
  private readonly decided = new Set<string>();
  private lastOffer: string | null = null;
  /** Nobody starts anything new: what is in hand is brought to its end. */
  finishing = false;
  paused = false;

  constructor(
    private readonly world: World,
    readonly agentId: AgentId,
    private readonly dice: Dice,
  ) {
    this.seat = new Seat(world, agentId, dice.fork("seat"));
    this.calls = new AgentCalls(world, this.seat, dice.fork("calls"));
  }

  async live(isOver: () => boolean): Promise<void> {
    await this.world.sleep(this.dice.between(0, 3_000));
    await this.seat.signIn();
    while (!isOver()) {
      await this.world.sleep(this.dice.between(250, 800));
      if (this.world.now() - this.pingedAt >= DESK_PING_MS - 800) {
        this.pingedAt = this.world.now();
        this.seat.keep();
      }
      if (this.seat.ended !== null) await this.signInAgain();
      const { view } = this.seat;
      if (view === null || this.world.now() < this.frozenUntil) continue;
      for (const offer of view.offers) this.show(offer);
      if (this.paused) continue;
      if (this.world.chaos && !this.finishing) this.haveTrouble();
      this.minds(view);
      for (const offer of view.offers) this.meet(offer);
      for (const interaction of view.interactions) this.workOn(interaction, view);
      if (!this.finishing) this.calls.idle(view);
    }
  }

  private async signInAgain(): Promise<void> {
    if (this.world.now() < this.signedInAgainAt) return;
    this.signedInAgainAt = this.world.now() + (this.finishing ? 3_000 : this.dice.between(4_000, 20_000));
    if (!this.finishing) await this.world.sleep(this.dice.between(1_000, 8_000));
    await this.seat.signIn();
  }

  private haveTrouble(): void {
    const { dice, seat } = this;
    if (dice.chance(0.002)) seat.lose();
    if (dice.chance(0.001)) {
      seat.reload();
      // Its sound goes with the page.
      this.world.voice.pageGone(this.agentId);
    }
    if (dice.chance(0.002)) seat.openSecondTab();
    if (dice.chance(0.0007)) void seat.signIn();
    if (dice.chance(0.004)) seat.askOldAgain();
    if (dice.chance(0.002)) {
      // The page hangs; its connection goes on answering for itself.
      this.frozenUntil = this.world.now() + dice.between(3_000, 15_000);
      this.world.ledger.count("frozen desks");
    }
    if (this.lastOffer !== null && dice.chance(0.01)) seat.ask("acceptOffer", { offerId: this.lastOffer });
  }

  private show(offer: OfferView): void {
    this.lastOffer = offer.offerId;
    if (offer.status !== "reserved" || this.confirmed.has(offer.offerId)) return;
    this.confirmed.add(offer.offerId);
    this.seat.ask("confirmOffer", { offerId: offer.offerId });
  }

  private meet(offer: OfferView): void {
    if (offer.status !== "ringing" || this.decided.has(offer.offerId)) return;
    if (!this.finishing && !this.dice.chance(0.3)) return;
    this.decided.add(offer.offerId);
    const kind = this.finishing ? 0 : this.dice.next();
    if (kind < 0.82) this.seat.ask("acceptOffer", { offerId: offer.offerId });
    else if (kind < 0.9) this.seat.ask("rejectOffer", { offerId: offer.offerId });
    else this.world.ledger.count("offers left ringing");
  }

  /** The agent's own state. */
  private minds({ self, user, roster }: DeskSnapshot): void {
    const { dice, seat } = this;
    if (self === null) return;
    const isAgent = user.roles.includes("agent");
    if (isAgent && self.presence.kind !== "ready" && dice.chance(this.finishing ? 0.5 : 0.05)) {
      seat.ask("setPresence", { presence: { kind: "ready" } });
    }
    if (self.phone.health !== "ok" && dice.chance(this.finishing ? 0.5 : 0.1)) {
      seat.ask("setPhone", { device: "browser", health: "ok" });
    }
    if (self.next !== null && dice.chance(this.finishing ? 0.5 : 0.02)) {
      if (dice.chance(0.5)) seat.ask("clearNext", {});
      else if (isAgent) seat.ask("setPresence", { presence: { kind: "ready" } });
    }
    if (this.finishing) return;
    if (isAgent && dice.chance(0.004)) {
      seat.ask("setPresence", {
        presence: { kind: "not_ready", reason: dice.pick(["lunch", "training", null]) },
      });
    }
    if (dice.chance(0.002)) {
      const health = dice.pick(["mic_missing", "ice_failed"] as const);
      seat.ask("setPhone", { device: dice.pick(["browser", "none"] as const), health });
    }
    if (dice.chance(0.0008)) seat.ask("logOut", {});
    if (user.roles.includes("supervisor") && dice.chance(0.008)) {
      const presence = dice.pick([
        { kind: "ready" },
        { kind: "not_ready", reason: "training" },
        { kind: "not_ready", reason: "no_such_reason" },
        { kind: "logged_out" },
        { kind: "supervising" },
      ] as const);
      seat.ask("forcePresence", { agentId: dice.pick(roster).agentId, presence });
    }
  }

  private workOn(interaction: InteractionView, view: DeskSnapshot): void {
    const { dice, seat } = this;
    const { interactionId, stage, phase } = interaction;
    if (phase === "wrap_up") this.wrapUp(interaction, view);
    else if (phase === "ending") {
      if (!this.finishing && dice.chance(0.05)) seat.ask("undoEnd", { interactionId });
      if (dice.chance(0.03)) this.wrapUp(interaction, view);
    } else if (interaction.call !== null) this.calls.workOn(interaction, view, this.finishing);
    else if (stage === "open") this.talk(interaction, view);
    if (dice.chance(0.01)) seat.ask("saveNote", { interactionId, text: `note ${this.count()}` });
    // What has no place in this state must be refused, and change nothing.
    if (dice.chance(0.003))
      seat.ask(dice.pick(["undoEnd", "completeWrapUp", "extendWrapUp"]), { interactionId });
  }

  private talk(interaction: InteractionView, view: DeskSnapshot): void {
    const { dice, seat } = this;
    const { interactionId } = interaction;
    const together = interaction.parties.filter((party) => party.state === "active").length > 1;
    if (interaction.unansweredSince !== null && dice.chance(0.25)) this.write(interactionId, "all");
    if (dice.chance(0.01)) this.write(interactionId, "all");
    if (dice.chance(together ? 0.05 : 0.01)) this.write(interactionId, "team");
    const seen = view.messages.findLast(
      (one) => one.interactionId === interactionId && one.from.who === "customer",
    );
    if (interaction.unread > 0 && seen && dice.chance(0.2)) {
      seat.ask("markRead", { interactionId, messageId: seen.messageId });
    }
    if (dice.chance(0.03)) {
      const version = interaction.draft.version + dice.between(0, 2);
      seat.ask("saveDraft", { interactionId, text: `draft ${this.count()}`, version });
    }
    const { request } = interaction;
    if (this.finishing) {
      if (request !== null && request.by === this.agentId) seat.ask("cancelRequest", { interactionId });
      else if (dice.chance(0.3)) seat.ask("endInteraction", { interactionId });
      return;
    }
    if (dice.chance(0.012)) seat.ask("endInteraction", { interactionId });
    if (together && dice.chance(0.03)) seat.ask("leaveInteraction", { interactionId });
    if (request === null && dice.chance(0.01)) this.askFor(interactionId, view);
    if (request?.by === this.agentId && dice.chance(0.03)) seat.ask("cancelRequest", { interactionId });
    if (request !== null && dice.chance(0.01)) seat.ask("leaveInteraction", { interactionId });
  }

  private askFor(interactionId: string, view: DeskSnapshot): void {
    const { dice } = this;
    const to = dice.chance(0.6)
      ? { agentId: dice.pick(view.roster).agentId }
      : { serviceId: dice.pick(view.services).serviceId };
    this.seat.ask(dice.pick(["transfer", "invite"]), { interactionId, to, note: `please ${this.count()}` });
  }

  private wrapUp({ interactionId, disposition }: InteractionView, view: DeskSnapshot): void {
    const { dice, seat } = this;
    const busy = view.offers.length > 0 && !this.finishing;
    if (busy || !dice.chance(this.finishing ? 0.4 : 0.05)) return;
    if (dice.chance(0.15)) seat.ask("extendWrapUp", { interactionId });
    if (disposition === null && dice.chance(0.7)) {
      seat.ask("setDisposition", { interactionId, dispositionId: dice.pick(dispositions) });
    }
    seat.ask("completeWrapUp", { interactionId });
  }

  private write(interactionId: string, audience: "all" | "team"): void {
    const text = `${audience === "team" ? "whisper" : "answer"} ${this.agentId} ${this.count()}`;
    const clientMessageId = `line of ${text}`;
    const written = this.world.ledger.write({
      clientMessageId,
      interactionId,
      from: this.agentId,
      text,
      audience,
    });
    this.seat.ask(
      "sendMessage",
      { interactionId, audience, body: { kind: "text", text }, clientMessageId },
      written,
    );
  }

  private count(): number {
    this.texts += 1;
    return this.texts;
  }
}
