import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AgentId,
  asId,
  type Command,
  type DispositionId,
  type EntryId,
  type InteractionId,
  type MessageId,
  type OfferId,
  type ReasonId,
  type Service,
  type ServiceId,
  type SessionId,
} from "@patchbay/core";
import Fastify, { type FastifyInstance } from "fastify";
import { FolderBlobs, MemoryFiles } from "../../src/blobs-folder/index.js";
import { CenterRuntime } from "../../src/center/center-runtime.js";
import type { Clock, Ids } from "../../src/center/clock.js";
import type { CenterHandle, Centers, Ephemeral } from "../../src/center/edge.js";
import { createEphemeral } from "../../src/center/ephemeral.js";
import type { CenterWords } from "../../src/center/records.js";
import { MemoryJournal, MemoryRecords, MemoryStore } from "../../src/journal-memory/index.js";
import {
  createSignaling,
  type MessagingHttpOptions,
  registerMessagingHttp,
  type Signaling,
} from "../../src/messaging-http/index.js";
import type { MessagingSettings } from "../../src/messaging-http/settings.js";

export const clock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

let idCount = 0;
const ids: Ids = { next: () => `id${String(++idCount).padStart(20, "0")}` };

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const SOFIA = asId<AgentId>("agent1");
export const BEN = asId<AgentId>("agent2");
const AUTO = asId<ServiceId>("auto");

export const words: CenterWords = {
  phoneCountry: "US",
  company: "Larkfield Insurance",
  users: new Map([
    [
      SOFIA,
      {
        username: "agent1",
        firstName: "Sofia",
        lastName: "Lindqvist",
        nickname: "Sofia",
        extension: "1001",
        photoFileId: null,
      },
    ],
    [
      BEN,
      {
        username: "agent2",
        firstName: "Ben",
        lastName: "Ortega",
        nickname: "Ben",
        extension: "1002",
        photoFileId: null,
      },
    ],
  ]),
  services: new Map([[AUTO, { name: "Auto claims" }]]),
  entries: new Map([
    [
      "demo-app",
      {
        name: "App",
        mark: "mobile",
        phoneNumberRequired: false,
        parameters: [
          { name: "first_name", type: "FIRST_NAME" },
          { name: "last_name", type: "LAST_NAME" },
          { name: "account", type: "ACCOUNT" },
          { name: "phone", type: "PHONE" },
        ],
      },
    ],
  ]),
  reasons: new Map(),
  dispositions: new Map(),
  skills: new Map(),
  teams: new Map(),
  scenarios: new Map(),
  prompts: new Map(),
};

const auto: Service = {
  id: AUTO,
  requires: [],
  distribution: "longest_idle",
  open: true,
  answerTimeoutMs: 20_000,
  wrapUpMs: 60_000,
  wrapUpEndsItself: true,
  dispositions: [{ id: asId<DispositionId>("opened"), type: "SUCCESS" }],
  dispositionMandatory: false,
  endUndoMs: 0,
  graceMs: 600_000,
  graceOfferMs: 15_000,
  inactivityWarnMs: null,
  inactivityEndMs: 60_000,
  queueLengthMax: 100,
};

export interface WorldOptions {
  readonly settings?: Partial<MessagingSettings>;
  readonly service?: Partial<Service>;
  readonly http?: Partial<MessagingHttpOptions>;
  /** Another edge of the center, begun before the messaging API is. */
  readonly beside?: (handle: CenterHandle, signaling: Signaling) => Promise<void>;
  /** Another server on the same records: a restart. */
  readonly after?: World;
  /** Where to listen, for clients that find the next server where the one before was. */
  readonly port?: number;
}

/** Quick enough for tests: the order of the times is that of the real ones. */
const quickTimes: Partial<MessagingSettings> = { pollHoldMs: 250, slowAnswerMs: 150, positionSaveMs: 10 };

/** One center with a real core, runtime and HTTP server on 127.0.0.1, over a record in memory. */
export class World {
  private constructor(
    readonly app: FastifyInstance,
    readonly base: string,
    readonly runtime: CenterRuntime,
    readonly handle: CenterHandle,
    readonly ephemeral: Ephemeral,
    readonly signaling: Signaling,
    readonly store: MemoryStore,
    readonly folder: string,
    readonly words: { current: CenterWords },
  ) {}

  static async open(options: WorldOptions = {}): Promise<World> {
    const store = options.after?.store ?? new MemoryStore();
    // As if the process had been killed: its lock is gone with it.
    store.lock = null;
    const journal = new MemoryJournal({ store, clock });
    const runtime = new CenterRuntime({ id: "larkfield", journal, clock, ids, log: quiet });
    const folder = options.after?.folder ?? (await mkdtemp(join(tmpdir(), "patchbay-messaging-")));
    const blobs =
      options.after?.handle.blobs ??
      (await FolderBlobs.open({ folder, index: new MemoryFiles(), clock, ids }));
    const current = { current: words };
    const handle: CenterHandle = {
      center: runtime,
      records: new MemoryRecords(store),
      blobs,
      clock,
      ids,
      words: () => current.current,
    };
    const ephemeral = createEphemeral();
    const signaling = createSignaling();
    const known = new Set(["localhost", "127.0.0.1", "claims.example"]);
    const centers: Centers = {
      byTenant: (tenant) => (known.has(tenant.replace(/:\d+$/, "")) ? handle : undefined),
      byHost: () => handle,
      byId: (id) => (id === "larkfield" ? handle : undefined),
      all: () => [handle],
    };
    const app = Fastify({ logger: false, forceCloseConnections: true });
    const messaging = await registerMessagingHttp(app, {
      centers,
      ephemeralFor: () => ephemeral,
      signalingFor: () => signaling,
      ...options.http,
      settings: { ...quickTimes, ...options.settings },
    });
    await app.listen({ host: "127.0.0.1", port: options.port ?? 0 });
    const address = app.server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const world = new World(
      app,
      `http://127.0.0.1:${port}`,
      runtime,
      handle,
      ephemeral,
      signaling,
      store,
      folder,
      current,
    );
    await runtime.start();
    await options.beside?.(handle, signaling);
    messaging.begin();
    if (options.after === undefined) await world.#configure({ ...auto, ...options.service });
    return world;
  }

  async #configure(service: Service): Promise<void> {
    for (const reason of ["no_answer", "rejected", "signed_in"]) {
      await this.do({
        type: "ConfigureReason",
        reason: { id: asId<ReasonId>(reason), kind: "system", limitMs: null },
      });
    }
    await this.do({ type: "ConfigureService", service });
    const entry = {
      id: asId<EntryId>("demo-app"),
      channel: "chat",
      serviceId: service.id,
      priority: 0,
    } as const;
    await this.do({ type: "ConfigureEntry", entry });
    for (const id of [SOFIA, BEN]) {
      await this.do({
        type: "ConfigureUser",
        user: {
          id,
          roles: ["agent"],
          teamId: null,
          skills: {},
          capacity: { chat: 5, voice: 1, email: 5 },
          mixedMedia: "any",
          enabled: true,
        },
      });
    }
  }

  async do(command: Command) {
    const result = await this.runtime.submit({ command });
    if (!result.ok) throw new Error(`${command.type}: ${JSON.stringify(result.rejection)}`);
    return result;
  }

  async ready(agentId: AgentId): Promise<void> {
    await this.do({ type: "LogIn", agentId, sessionId: asId<SessionId>(`session-${agentId}`), force: true });
    await this.do({ type: "SetPresence", agentId, presence: { kind: "ready" } });
  }

  /** Logs in as a supervisor. */
  async supervise(agentId: AgentId): Promise<void> {
    const user = this.runtime.state.configuration.users.get(agentId);
    if (user === undefined) throw new Error(`no user ${agentId}`);
    await this.do({ type: "ConfigureUser", user: { ...user, roles: ["supervisor"] } });
    await this.do({ type: "LogIn", agentId, sessionId: asId<SessionId>(`session-${agentId}`), force: true });
  }

  offerOf(agentId: AgentId) {
    return [...this.runtime.state.offers.values()].find((offer) => offer.agentId === agentId);
  }

  async accept(agentId: AgentId): Promise<InteractionId> {
    const offer = this.offerOf(agentId);
    if (offer === undefined) throw new Error(`nothing is offered to ${agentId}`);
    const offerId: OfferId = offer.id;
    const { interactionId } = offer;
    await this.do({ type: "ConfirmOffer", offerId, agentId });
    await this.do({ type: "AcceptOffer", offerId, agentId });
    return interactionId;
  }

  /** The agent writes; gives our message id. */
  async say(
    agentId: AgentId,
    chatId: string,
    text: string,
    audience: "all" | "team" = "all",
  ): Promise<string> {
    const interactionId = asId<InteractionId>(chatId);
    const messageId = asId<MessageId>(ids.next());
    const partyId = this.partyOf(agentId, chatId);
    const result = await this.runtime.submit({
      command: { type: "SendMessage", interactionId, agentId, messageId, kind: "text", audience },
      content: [
        {
          table: "message",
          row: {
            messageId,
            interactionId,
            from: agentId,
            partyId,
            audience,
            body: { kind: "text", text },
            clientMessageId: null,
          },
        },
      ],
    });
    if (!result.ok) throw new Error(JSON.stringify(result.rejection));
    return messageId;
  }

  partyOf(agentId: AgentId, chatId: string): string {
    const chat = this.runtime.state.interactions.get(asId<InteractionId>(chatId));
    return chat?.parties.find((party) => party.agentId === agentId)?.partyId ?? "";
  }

  messagesOf(chatId: string) {
    return this.handle.records.messages(chatId);
  }

  /** The process dies: nothing is answered any more, nothing is written any more. */
  async kill(): Promise<void> {
    await this.app.close();
    await this.runtime.stop().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
