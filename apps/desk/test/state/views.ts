import type { DeskSnapshot, InteractionView, MessageView, OfferView } from "@patchbay/protocol";

/** Views with dull fields filled in, so that a test names only what it is about. */

const contact = {
  contactId: "c1",
  name: "Maria Gutiérrez",
  firstName: "Maria",
  lastName: "Gutiérrez",
  phones: [],
  emails: [],
  account: null,
  since: 0,
};

export function interaction(id: string, fields: Partial<InteractionView> = {}): InteractionView {
  return {
    interactionId: id,
    channel: "chat",
    mark: "mobile",
    phase: "connected",
    stage: "open",
    stageUntil: null,
    contact,
    serviceId: "s1",
    serviceName: "Auto claims",
    entryName: "demo-app",
    caseNumber: 10_000,
    startedAt: 0,
    enqueuedAt: 0,
    answeredAt: null,
    joinedAt: 0,
    unansweredSince: null,
    unread: 0,
    customerPresence: "here",
    inactivityEndsAt: null,
    parties: [],
    monitors: [],
    request: null,
    callRequest: null,
    app: { talks: false, callId: null },
    data: [],
    locations: [],
    disposition: null,
    note: "",
    draft: { text: "", audience: "all", version: 0 },
    transferNote: null,
    teamNotes: [],
    wrapUpSince: null,
    wrapUpUntil: null,
    wrapUpExtendable: false,
    call: null,
    ...fields,
  };
}

export function message(interactionId: string, seq: number, fields: Partial<MessageView> = {}): MessageView {
  return {
    interactionId,
    messageId: `${interactionId}.m${seq}`,
    seq,
    at: seq,
    from: { who: "customer" },
    audience: "all",
    body: { kind: "text", text: `message ${seq}` },
    state: "sent",
    stateAt: null,
    clientMessageId: null,
    ...fields,
  };
}

export function offer(interactionId: string, fields: Partial<OfferView> = {}): OfferView {
  return {
    offerId: `${interactionId}.o1`,
    interactionId,
    kind: "first",
    channel: "chat",
    mark: "mobile",
    status: "ringing",
    until: 0,
    ringMs: 20_000,
    customerName: "Maria Gutiérrez",
    contact,
    serviceId: "s1",
    serviceName: "Auto claims",
    waitingSince: 0,
    firstMessage: null,
    locations: [],
    data: [],
    from: null,
    forwardedBy: null,
    note: null,
    beside: null,
    teamNotes: [],
    ...fields,
  };
}

export const colleague = (agentId: string, name: string): DeskSnapshot["roster"][number] => ({
  agentId,
  name,
  username: agentId,
  extension: null,
  photoUrl: null,
  roles: ["supervisor"],
  serviceIds: [],
  word: "supervising",
  wordSince: 0,
  reason: null,
  next: null,
  load: 0,
  capacity: 5,
  deskAlive: true,
  callsGoOn: false,
  phone: null,
  onCall: false,
  team: null,
});

export function snapshot(seq: number, fields: Partial<DeskSnapshot> = {}): DeskSnapshot {
  return {
    seq,
    serverTime: 0,
    company: "Larkfield Insurance",
    user: {
      agentId: "sofia",
      username: "agent1",
      firstName: "Sofia",
      lastName: "Lindqvist",
      roles: ["agent"],
      photoUrl: null,
      extension: "1001",
    },
    self: null,
    offers: [],
    interactions: [],
    messages: [],
    happenings: [],
    roster: [],
    services: [],
    liveCalls: [],
    liveChats: [],
    queues: [],
    reasons: [],
    settings: { waitAmberMs: 30_000, waitRedMs: 60_000, uploadBytesMax: 1_000, mapTilesUrl: null },
    voice: {
      state: "off",
      problem: null,
      iceServers: [],
      lines: [],
      applications: [],
      payments: { mode: "off", currency: "USD" },
    },
    ...fields,
  };
}
