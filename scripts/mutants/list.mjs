/**
 * Faults that somebody might make, each of which a test must notice. `find` stands exactly once in `file`.
 * `caughtBy` says who is asked, and each of them has to notice: `stories` (the core's), `day` (three short simulated
 * days; not asked about what they meet too seldom), or a test file.
 */
const core = "packages/core/src";
const server = "apps/server/src";

export const mutants = [
  {
    name: "capacity-ignored",
    file: `${core}/queue/eligibility.ts`,
    find: 'if (loadOf(agent, channel) >= user.capacity[channel]) return "ELI-3";',
    replace: "",
    caughtBy: ["stories", "day"],
  },
  {
    name: "mixed-media-ignored",
    file: `${core}/queue/eligibility.ts`,
    find: 'if (!mayMix(agent, user, channel)) return "ELI-4";',
    replace: "",
    caughtBy: ["stories", "day"],
  },
  {
    name: "offered-to-lost-desk",
    file: `${core}/queue/eligibility.ts`,
    find: 'if (agent.deskLost !== null) return "ELI-5";',
    replace: "",
    caughtBy: ["stories", "day"],
  },
  {
    name: "next-state-ignored-by-routing",
    file: `${core}/queue/eligibility.ts`,
    find: 'if (agent.next !== null && agent.next.kind !== "ready") return "ELI-2";',
    replace: "",
    caughtBy: ["stories", "day"],
  },
  {
    name: "next-state-never-comes",
    file: `${core}/center/policies.ts`,
    find: "if (!agent || agent.next === null || agent.loads.length > 0) continue;",
    replace: "if (agent !== undefined) continue; else continue;",
    caughtBy: ["stories", "day"],
  },
  {
    name: "age-dropped-on-requeue",
    file: `${core}/interaction/lifecycle.ts`,
    find: "enqueuedAt: interaction.enqueuedAt,",
    replace: "enqueuedAt: deciding.at,",
    caughtBy: ["stories", "day"],
  },
  {
    name: "priority-ignored",
    file: `${core}/queue/line.ts`,
    find: "if (a.priority !== b.priority) return a.priority > b.priority;",
    replace: "",
    caughtBy: ["stories", "day"],
  },
  {
    name: "newest-first",
    file: `${core}/queue/line.ts`,
    find: "if (a.enqueuedAt !== b.enqueuedAt) return a.enqueuedAt < b.enqueuedAt;",
    replace: "if (a.enqueuedAt !== b.enqueuedAt) return a.enqueuedAt > b.enqueuedAt;",
    caughtBy: ["stories", "day"],
  },
  {
    name: "undo-window-ignored",
    file: `${core}/interaction/decide-interaction.ts`,
    find: "if (endUndoMs === 0 ||",
    replace: "if (endUndoMs >= 0 ||",
    caughtBy: ["stories", "day"],
  },
  {
    name: "offer-outlives-the-customer",
    file: `${core}/interaction/lifecycle.ts`,
    find: 'if (offer) withdraw(deciding, offer, cause === "interaction_ended" ? "customer_left" : "cancelled");',
    replace: "",
    caughtBy: ["stories", "day"],
  },
  {
    name: "expired-offer-acceptable",
    file: `${core}/offer/decide-offer.ts`,
    find: 'if (deciding.at >= offer.until) return reject("offer_closed", { offerId: command.offerId });',
    replace: "",
    caughtBy: ["stories"],
  },
  {
    name: "deadline-met-early",
    file: `${core}/center/center.ts`,
    find: "const due = store.indexes.firstDue(at);",
    replace: "const due = store.indexes.firstDue(at + 1_000);",
    caughtBy: ["stories", "day"],
  },
  {
    name: "outage-charged-to-offers",
    file: `${core}/center/evolve.ts`,
    find: "for (const offer of store.state.offers.values()) offer.until = later(offer.until);",
    replace: "",
    caughtBy: ["stories", "day"],
  },
  {
    name: "giver-leaves-at-once",
    file: `${core}/interaction/decide-interaction.ts`,
    find: `const party = leaves ? partyOf(interaction, command.agentId) : undefined;`,
    replace: `const party = command.kind === "transfer" ? partyOf(interaction, command.agentId) : undefined;`,
    caughtBy: ["stories", "day"],
  },
  {
    name: "taker-leaves-as-giver",
    file: `${core}/offer/decide-offer.ts`,
    find: 'const gives = kind === "transfer" && by !== agentId;',
    replace: 'const gives = kind === "transfer";',
    caughtBy: ["stories"],
  },
  {
    name: "newcomer-before-the-queue",
    file: `${core}/queue/route.ts`,
    find: "if (first === undefined || first.id === id) {",
    replace: "if (first !== null) {",
    caughtBy: ["stories"],
  },
  {
    name: "refusal-leaves-a-trace",
    file: `${core}/center/center.ts`,
    find: `      if (verdict !== null) {
        store.rollback();`,
    replace: `      if (verdict !== null) {
        state.lastCaseNumber += 1;
        store.rollback();`,
    caughtBy: ["stories", "day"],
  },
  {
    name: "snapshot-misses-a-field",
    file: `${core}/center/serialize.ts`,
    find: 'recent: map("recent"),',
    replace: "recent: new Map(),",
    caughtBy: ["stories", "day"],
  },
  {
    name: "told-before-the-commit",
    file: `${server}/center/center-runtime.ts`,
    find: "await this.options.journal.append(this.tail.state.seq, entries);",
    replace: "void this.options.journal.append(this.tail.state.seq, entries).catch(() => undefined);",
    caughtBy: ["day"],
  },
  {
    name: "unknown-outcome-taken-for-stored",
    file: `${server}/center/center-runtime.ts`,
    find: 'if (error.code !== "refused") return error;',
    replace: 'if (error.code !== "refused") return "stored";',
    caughtBy: ["day"],
  },
  {
    name: "idempotency-key-ignored",
    file: `${server}/center/center-runtime.ts`,
    find: "if (key === undefined) return this.accept(submission);",
    replace:
      "if (key !== null) return this.accept({ command: submission.command, content: submission.content ?? [] });",
    caughtBy: ["day"],
  },
  {
    name: "late-request-done-twice",
    file: `${server}/center/once-per-key.ts`,
    find: "if (late) return answeredInTime(this.options.clock, late).then(asRepeated);",
    replace: "",
    caughtBy: ["apps/server/test/center/patience.test.ts"],
  },
  {
    name: "outage-not-journaled",
    file: `${server}/center/center-runtime.ts`,
    find: "if (resumed.ok && resumed.events.length > 0) {",
    replace: "if (resumed.ok && resumed.events.length < 0) {",
    caughtBy: ["day"],
  },
  {
    name: "epoch-not-checked",
    file: `${server}/journal-memory/memory-store.ts`,
    find: "if (epoch !== this.writer.epoch || plan.expectedLastSeq",
    replace: "if (plan.expectedLastSeq",
    caughtBy: ["apps/server/test/journal-memory"],
  },
  {
    name: "desk-change-dropped",
    file: `${server}/desk-gateway/hub/own-views.ts`,
    find: 'if (!isEqual(shown?.view, view)) changes.push({ on: "interaction", view });',
    replace: 'if (shown === undefined) changes.push({ on: "interaction", view });',
    caughtBy: ["day"],
  },
  {
    name: "roster-change-dropped",
    file: `${server}/desk-gateway/hub/shared-views.ts`,
    find: 'if ("agentId" in event && event.agentId !== null) this.dirtyAgents.add(event.agentId);',
    replace:
      'if ("agentId" in event && event.type !== "AgentPresenceChanged" && event.agentId !== null) this.dirtyAgents.add(event.agentId);',
    caughtBy: ["apps/server/test/desk-gateway/gapless.test.ts"],
  },
  {
    name: "duplicates-stored",
    file: `${server}/messaging-http/posting.ts`,
    find: "if (!Duplicates.applies(clientMessageId)) return act().catch(withoutFate);",
    replace: "if (clientMessageId !== undefined) return act().catch(withoutFate);",
    caughtBy: ["apps/server/test/messaging-http/polling.test.ts"],
  },
  {
    name: "poll-counts-as-heard-when-lost",
    file: `${server}/messaging-http/chat-feed.ts`,
    find: "this.#backlog.unshift(...taken);",
    replace: "",
    caughtBy: ["day"],
  },
  {
    name: "poll-position-before-the-answer",
    file: `${server}/messaging-http/feeds.ts`,
    find: "for (const frame of frames) if (frame.seq > position) feed.push(frame);",
    replace: "for (const frame of frames) if (frame.seq > position + 3) feed.push(frame);",
    caughtBy: ["day"],
  },
  {
    name: "whisper-told",
    file: `${server}/messaging-http/chat-fold.ts`,
    find: 'if (event.audience === "team" || message === undefined || message.audience === "team") return [];',
    replace: "if (message === undefined) return [];",
    caughtBy: ["day"],
  },
  {
    name: "legs-outlive-the-end",
    file: `${core}/call/settle.ts`,
    find: `    // Whoever has nothing to wrap up is gone with it at once: its legs and recordings have their end before.
    closeAll(deciding, interaction);`,
    replace: "",
    caughtBy: ["stories", "day"],
  },
  {
    name: "talks-in-two-calls",
    file: `${core}/call/legs.ts`,
    find: "if (leg && leg.heldSince === null)",
    replace: "if (leg && leg.heldSince !== null)",
    caughtBy: ["stories", "day"],
  },
  {
    name: "alone-without-music",
    file: `${core}/call/picture.ts`,
    find: `other.role === "agent") ? "ringback" : "music";`,
    replace: `other.role === "agent") ? "ringback" : null;`,
    caughtBy: ["stories", "day"],
  },
  {
    name: "asked-although-the-asker-is-gone",
    file: `${core}/call/settle.ts`,
    find: `  if (activeParties(interaction).length > 0) closeRequest(deciding, interaction, "cancelled");
  else deciding.emit`,
    replace: `  if (activeParties(interaction).length > 99) closeRequest(deciding, interaction, "cancelled");
  else if (activeParties(interaction).length === 0) deciding.emit`,
    caughtBy: ["stories"],
  },
  {
    name: "asked-about-what-was-taken-over",
    file: `${core}/call/decide-monitoring.ts`,
    find: "  notAsked(deciding, interaction, supervisorId);",
    replace: "",
    caughtBy: ["stories"],
  },
  {
    name: "recording-outlives-its-leg",
    file: `${core}/call/settle-recordings.ts`,
    find: 'if (leg && !refused && (kind === "call" || (customer && canBeHeard(customer, leg)))) continue;',
    replace: 'if (kind === "call" || (customer && leg && canBeHeard(customer, leg))) continue;',
    caughtBy: ["stories", "day"],
  },
  {
    name: "overheard-with-an-application",
    file: `${core}/call/picture.ts`,
    find: " && call.application === null ? leg.circle : null",
    replace: " ? leg.circle : null",
    caughtBy: ["stories", "day"],
  },
  {
    name: "secrets-outlive-their-application",
    file: `${core}/call/evolve-call.ts`,
    find: `call.application = null;
      call.run = null;
      call.secrets = {};`,
    replace: `call.application = null;
      call.run = null;`,
    caughtBy: ["stories"],
  },
  {
    name: "supervisor-stays-beside-nobody",
    file: `${core}/call/settle.ts`,
    find: "else if (!active.some((party) => party.agentId === monitoring.beside)) {",
    replace: "else if (active.length > 99) {",
    caughtBy: ["stories", "day"],
  },
  {
    name: "ended-call-left-up-after-a-recovery",
    file: `${server}/voice/drawn-calls.ts`,
    find: "() => this.sendEnds([...this.shown]),",
    replace: "() => this.sendEnds([]),",
    caughtBy: ["apps/server/test/voice/voice-edge.test.ts"],
  },
  {
    name: "facts-asked-for-all-at-once",
    file: `${server}/voice/told-facts.ts`,
    find: "pLimit(AT_ONCE)",
    replace: "pLimit(10_000)",
    caughtBy: ["apps/server/test/voice/told-facts.test.ts"],
  },
  {
    name: "number-of-another-leg-dialled",
    file: `${server}/voice/numbers-to-dial.ts`,
    find: "called.find((one) => one.legId === legId)?.number",
    replace: "called.find((one) => one.legId !== legId)?.number",
    caughtBy: ["apps/server/test/voice/dialled-legs.test.ts", "day"],
  },
  {
    name: "all-calls-told-to-everybody",
    file: `${server}/desk-gateway/views/supervises.ts`,
    find: 'return mayDo(configuration.users.get(asId(agentId)), "see_live");',
    replace:
      'return mayDo(configuration.users.get(asId(agentId)), "see_live") || configuration.users.has(asId(agentId));',
    caughtBy: ["apps/server/test/desk-gateway/supervision.test.ts"],
  },
  {
    name: "live-call-change-dropped",
    file: `${server}/desk-gateway/hub/live-views.ts`,
    find: "const moved = new Set([...this.dirty, ...this.waiting]);",
    replace: "const moved = new Set(this.waiting);",
    caughtBy: ["apps/server/test/desk-gateway/supervision.test.ts", "day"],
  },
  {
    name: "listener-told-to-the-agent",
    file: `${server}/desk-gateway/content/live-interaction.ts`,
    find: 'if (event.role === "supervisor") live.discreetLegs.add(event.legId);',
    replace: "",
    caughtBy: ["apps/server/test/desk-gateway/supervision.test.ts"],
  },
];
