import {
  type AgentId,
  asId,
  type ClientKey,
  type Command,
  type ContactId,
  type EntryId,
  type InteractionId,
  type MessageId,
  type ReasonId,
  type Role,
  type Service,
  type ServiceId,
  type SessionId,
  type SkillId,
  systemReasons,
} from "@patchbay/core";
import { DESK_PING_MS, type DeskSnapshot } from "@patchbay/protocol";
import type { Blobs, FileInfo } from "../../../src/center/blobs.js";
import { CenterRuntime } from "../../../src/center/center-runtime.js";
import type { ContactRow, ContentWrite, CustomerBody, InteractionData } from "../../../src/center/content.js";
import type { CenterHandle } from "../../../src/center/edge.js";
import { createEphemeral } from "../../../src/center/ephemeral.js";
import { noPrompts, type PromptLibrary } from "../../../src/center/prompts.js";
import type { CenterWords } from "../../../src/center/records.js";
import type { VoiceDoor } from "../../../src/center/voice-door.js";
import {
  DEFAULT_DESK_SETTINGS,
  DeskHub,
  type DeskIdentity,
  type DeskProblem,
} from "../../../src/desk-gateway/index.js";
import { MemoryJournal, MemoryRecords, MemoryStore } from "../../../src/journal-memory/index.js";
import { RecentCalls } from "../../../src/recent/index.js";
import { Desk } from "./desk.js";
import { freshSnapshot } from "./fresh-snapshot.js";
import { countingIds, ManualClock, settle } from "./manual-clock.js";

export const claims = asId<ServiceId>("claims");
export const general = asId<ServiceId>("general");
const claimsSkill = asId<SkillId>("claims-skill");
export const appEntry = asId<EntryId>("demo-app");
export const agent = (name: string) => asId<AgentId>(name);
export const chat = (name: string) => asId<InteractionId>(name);

const service = (id: ServiceId, over: Partial<Service> = {}): Service => ({
  id,
  requires: id === claims ? [{ skillId: claimsSkill, levelMin: 1 }] : [],
  distribution: "longest_idle",
  open: true,
  answerTimeoutMs: 20_000,
  wrapUpMs: 60_000,
  wrapUpEndsItself: false,
  dispositions: [
    { id: asId("opened"), type: "SUCCESS" },
    { id: asId("spam"), type: "SPAM" },
  ],
  dispositionMandatory: id === claims,
  endUndoMs: 5_000,
  graceMs: 600_000,
  graceOfferMs: 15_000,
  inactivityWarnMs: 300_000,
  inactivityEndMs: 60_000,
  queueLengthMax: 100,
  ...over,
});

const people: readonly (readonly [string, string, string, readonly Role[]])[] = [
  ["sofia", "Sofia", "Lindqvist", ["agent"]],
  ["ben", "Ben", "Ortega", ["agent"]],
  ["ines", "Ines", "Duarte", ["agent"]],
  ["anna", "Anna", "Kowalski", ["supervisor"]],
  ["olga", "Olga", "Admin", ["administrator"]],
];

const words: CenterWords = {
  phoneCountry: "US",
  company: "Larkfield Insurance",
  users: new Map(
    people.map(([username, firstName, lastName], index) => [
      username,
      {
        username,
        firstName,
        lastName,
        nickname: firstName,
        extension: String(1001 + index),
        photoFileId: null,
      },
    ]),
  ),
  services: new Map([
    [claims, { name: "Auto claims" }],
    [general, { name: "General" }],
  ]),
  entries: new Map([
    [appEntry, { name: "Mobile app", mark: "mobile", phoneNumberRequired: false, parameters: [] }],
  ]),
  reasons: new Map([["lunch", { name: "Lunch", icon: "lunch" }]]),
  dispositions: new Map([["opened", { name: "Claim opened" }]]),
  skills: new Map(),
  teams: new Map([["claims-team", { name: "Claims" }]]),
  scenarios: new Map(),
  prompts: new Map(),
};

/** Prompts that come along here: enough for a menu. */
const builtInPrompts: PromptLibrary = {
  ...noPrompts,
  builtIn: () =>
    new Map([
      ["welcome-menu", { kind: "speech", text: "Welcome.", durationMs: 1_500 }],
      ["goodbye", { kind: "speech", text: "Goodbye.", durationMs: 700 }],
      ["music", { kind: "music", text: null, durationMs: 17_920 }],
    ]),
};

class FilesInMemory implements Blobs {
  readonly files = new Map<string, FileInfo>();
  put(): Promise<FileInfo> {
    return Promise.reject(new Error("nobody uploads here"));
  }
  info(fileId: string): Promise<FileInfo | undefined> {
    return Promise.resolve(this.files.get(fileId));
  }
  open(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

export interface Customer {
  readonly interactionId: InteractionId;
  readonly clientKey: ClientKey;
  readonly contactId: ContactId;
}

/** A whole center in memory with its desks: the real core, runtime and gateway on a clock of ours. */
export class House {
  readonly clock = new ManualClock();
  readonly ids = countingIds();
  readonly store = new MemoryStore();
  readonly blobs = new FilesInMemory();
  readonly ephemeral = createEphemeral();
  readonly problems: DeskProblem[] = [];
  runtime: CenterRuntime;
  handle: CenterHandle;
  hub: DeskHub;
  private messages = 0;
  private readonly desks: Desk[] = [];

  private constructor(private readonly voice?: VoiceDoor) {
    this.store.words = words;
    this.runtime = this.newRuntime();
    this.handle = this.newHandle();
    this.hub = this.newHub();
  }

  static async open(voice?: VoiceDoor): Promise<House> {
    const house = new House(voice);
    await house.runtime.start();
    for (const [name, , , roles] of people) {
      await house.command({
        type: "ConfigureUser",
        user: {
          id: agent(name),
          roles,
          teamId: name === "ben" ? asId("claims-team") : null,
          skills: { [claimsSkill]: 50 },
          capacity: { chat: 3, voice: 1, email: 5 },
          mixedMedia: "any",
          enabled: true,
        },
      });
    }
    for (const id of [claims, general])
      await house.command({ type: "ConfigureService", service: service(id) });
    await house.command({
      type: "ConfigureEntry",
      entry: { id: appEntry, channel: "chat", serviceId: claims, priority: 1 },
    });
    const reasons = [asId<ReasonId>("lunch"), ...Object.values(systemReasons)];
    for (const id of reasons) {
      const kind = id === "lunch" ? "agent" : "system";
      await house.command({ type: "ConfigureReason", reason: { id, kind, limitMs: null } });
    }
    return house;
  }

  /** The server dies without a word, and another one starts on the same tables. Connections are gone with it. */
  async killAndRestart(outageMs = 1_000): Promise<void> {
    this.hub.stop();
    await settle();
    await this.runtime.stop();
    await this.clock.advance(outageMs);
    this.runtime = this.newRuntime();
    this.handle = this.newHandle();
    this.hub = this.newHub();
    await this.runtime.start();
    await settle();
  }

  identity(name: string, sessionName = `session-${name}`): DeskIdentity {
    return { agentId: agent(name), sessionId: asId<SessionId>(sessionName), seat: 1 };
  }

  /** A desk that is signed in, connected and has its first frame. */
  async desk(
    name: string,
    options: { readonly session?: string; readonly tab?: string } = {},
  ): Promise<Desk> {
    const identity = this.identity(name, options.session);
    const desk = new Desk(this.hub, identity, options.tab).connect();
    this.desks.push(desk);
    await settle();
    return desk;
  }

  /** Time goes by while every connected desk keeps its pulse. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= DESK_PING_MS) {
      for (const desk of this.desks) desk.say({ frame: "ping" });
      await this.clock.advance(Math.min(left, DESK_PING_MS));
    }
  }

  /** The same, and ready for chats. */
  async readyDesk(name: string): Promise<Desk> {
    const desk = await this.desk(name);
    await desk.done("setPresence", { presence: { kind: "ready" } });
    return desk;
  }

  async command(command: Command, content: readonly ContentWrite[] = []): Promise<boolean> {
    const result = await this.runtime.submit({ command, content });
    await settle();
    return result.ok;
  }

  async startChat(
    name: string,
    options: { readonly contact?: ContactRow; readonly data?: InteractionData } = {},
  ): Promise<Customer> {
    const contact = options.contact ?? contactNamed(name, this.clock.now());
    const customer: Customer = {
      interactionId: chat(name),
      clientKey: asId<ClientKey>(`client-${contact.contactId}`),
      contactId: asId<ContactId>(contact.contactId),
    };
    const data = options.data ?? { phoneNumber: null, from: null, parameters: {}, channelMark: "mobile" };
    // A customer who is known already comes without a contact row.
    const known = this.store.contacts.has(contact.contactId);
    const content: ContentWrite[] = [{ table: "interaction_data", interactionId: name, data }];
    if (!known) content.push({ table: "contact", row: contact });
    await this.command({ type: "StartInteraction", entryId: appEntry, ...customer }, content);
    return customer;
  }

  async says(customer: Customer, text: string): Promise<string> {
    return this.sends(customer, { kind: "text", text });
  }

  async sends(customer: Customer, body: CustomerBody): Promise<string> {
    this.messages += 1;
    const messageId = `customer-message-${this.messages}`;
    const { interactionId, clientKey } = customer;
    const row = {
      messageId,
      interactionId,
      from: "customer",
      partyId: null,
      audience: "all" as const,
      body,
      clientMessageId: null,
    };
    await this.command(
      {
        type: "ReceiveMessage",
        interactionId,
        clientKey,
        messageId: asId<MessageId>(messageId),
        kind: body.kind,
      },
      [{ table: "message", row }],
    );
    return messageId;
  }

  /** What a desk would be told if it came now. */
  fresh(identity: DeskIdentity): Promise<DeskSnapshot> {
    return freshSnapshot(this.handle, this.ephemeral, identity);
  }

  private newRuntime(): CenterRuntime {
    const journal = new MemoryJournal({ store: this.store, clock: this.clock });
    const quiet = { info: () => {}, warn: () => {}, error: (facts: object) => this.crashes.push(facts) };
    return new CenterRuntime({ id: "larkfield", journal, clock: this.clock, ids: this.ids, log: quiet });
  }

  /** What the runtime logged as an error: an edge that threw, a fenced command. */
  readonly crashes: object[] = [];

  private newHandle(): CenterHandle {
    const { clock, ids, blobs, runtime } = this;
    const words = () => this.store.words;
    return { center: runtime, records: new MemoryRecords(this.store), blobs, clock, ids, words };
  }

  private newHub(): DeskHub {
    const { handle, clock, store } = this;
    const log = { warn: (facts: object) => this.crashes.push(facts) };
    return new DeskHub({
      recent: new RecentCalls(handle.center, new MemoryRecords(store), clock, log),
      handle: this.handle,
      ephemeral: this.ephemeral,
      settings: DEFAULT_DESK_SETTINGS,
      prompts: builtInPrompts,
      ...(this.voice && { voice: this.voice }),
      report: (problem) => this.problems.push(problem),
    });
  }
}

export function contactNamed(name: string, createdAt: number): ContactRow {
  return {
    contactId: `contact-${name}`,
    firstName: name,
    lastName: "Miller",
    phones: ["+46701234567"],
    emails: [],
    account: "P-1",
    createdAt,
  };
}
