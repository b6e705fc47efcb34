import {
  type AgentId,
  asId,
  type ClientKey,
  type Command,
  type ContactId,
  createCenter,
  type Event,
  type InteractionId,
  type MessageId,
  type OfferId,
  type SessionId,
} from "@patchbay/core";
import type { ContentWrite } from "../../apps/server/src/center/content.js";
import type { JournalEntry } from "../../apps/server/src/center/journal.js";
import { DEMO_CENTER_ID, DEMO_COMPANY } from "../../apps/server/src/demo/index.js";
import { PostgresJournal } from "../../apps/server/src/journal-postgres/index.js";
import { lockDataDir, openDatabase, openSecrets } from "../../apps/server/src/platform/index.js";
import { Database, migrate, putCenter, putWords } from "../../apps/server/src/tables-postgres/index.js";

const AGENTS = 250;
const MESSAGES_A_CHAT = 20;
/** How much time the center's own clock lets pass from one command of a finished chat to the next. */
const STEP_MS = 2_500;
/** Entries of one append. */
const BATCH = 1_000;
const TEXT =
  "The other car came from the right and hit the front door. Nobody is hurt, both cars stand at the kerb now; I wait.";

/**
 * Fills an empty data folder with one center that has been at work for weeks: `events` journal events in all, with
 * every text, and at their end `live` chats in the hands of 250 agents.
 */
export async function fillCenter(options: {
  readonly dataDir: string;
  readonly events: number;
  readonly live: number;
}): Promise<{ readonly events: number; readonly live: number }> {
  const { dataDir } = options;
  const quiet = { info: () => undefined, warn: () => undefined };
  const lock = await lockDataDir(dataDir);
  const secrets = await openSecrets(dataDir);
  const postgres = await openDatabase({ settings: { databaseUrl: null, dataDir }, secrets, log: quiet });
  await migrate(postgres.owner);
  const database = new Database(postgres.app, { queryTimeoutMs: 0 });
  const hosts = ["localhost", "127.0.0.1"];
  await putCenter(database, { id: DEMO_CENTER_ID, company: DEMO_COMPANY, hosts });
  await putWords(database, DEMO_CENTER_ID, {
    users: new Map(
      Array.from({ length: AGENTS }, (_, i) => [
        `a${i}`,
        {
          username: `a${i}`,
          firstName: "Agent",
          lastName: String(i),
          nickname: `A${i}`,
          extension: null,
          photoFileId: null,
        },
      ]),
    ),
    services: new Map([["claims", { name: "Claims" }]]),
    entries: new Map([["app", { name: "App", mark: "mobile", phoneNumberRequired: false, parameters: [] }]]),
  });
  const writer = new Writer(database, Date.now() - (options.events + 50_000) * STEP_MS);
  await writer.open();
  await writer.configure();
  const room = options.events - options.live * (MESSAGES_A_CHAT + 8);
  while (writer.seq < room) {
    await writer.chat(true);
    if (writer.seq % 100_000 < MESSAGES_A_CHAT + 20) process.stdout.write(`\r${writer.seq} events`);
  }
  writer.catchUp();
  for (let i = 0; i < options.live; i++) await writer.chat(false);
  await writer.close();
  process.stdout.write("\r");
  await database.close();
  await postgres.stop();
  await lock.release();
  return { events: writer.seq, live: options.live };
}

/** Decides by the core and appends by the journal, in large batches. */
class Writer {
  readonly #core = createCenter();
  readonly #journal: PostgresJournal;
  #at: number;
  #stepMs = STEP_MS;
  #waiting: JournalEntry[] = [];
  #stored = 0;
  #chats = 0;
  #messages = 0;

  constructor(database: Database, beginsAt: number) {
    this.#at = beginsAt;
    this.#journal = new PostgresJournal({
      database,
      centerId: DEMO_CENTER_ID,
      clock: {
        now: () => this.#at,
        after: (delayMs, run) => {
          const timer = setTimeout(run, delayMs);
          return () => clearTimeout(timer);
        },
      },
      owner: "bench",
      appendDeadlineMs: 60_000,
    });
  }

  get seq(): number {
    return this.#core.state.seq;
  }

  async open(): Promise<void> {
    await this.#journal.open();
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#journal.close();
  }

  /** From here on it is today. */
  catchUp(): void {
    this.#at = Math.max(this.#at, Date.now() - 60_000);
    this.#stepMs = 1;
  }

  async configure(): Promise<void> {
    this.#do({
      type: "ConfigureService",
      service: {
        id: asId("claims"),
        requires: [],
        distribution: "longest_idle",
        open: true,
        answerTimeoutMs: 20_000,
        wrapUpMs: 60_000,
        wrapUpEndsItself: true,
        dispositions: [],
        dispositionMandatory: false,
        endUndoMs: 0,
        graceMs: 300_000,
        graceOfferMs: 20_000,
        inactivityWarnMs: 600_000,
        inactivityEndMs: 120_000,
        queueLengthMax: 10_000,
      },
    });
    this.#do({
      type: "ConfigureEntry",
      entry: { id: asId("app"), channel: "chat", serviceId: asId("claims"), priority: 0 },
    });
    for (let i = 0; i < AGENTS; i++) {
      const agentId = asId<AgentId>(`a${i}`);
      this.#do({
        type: "ConfigureUser",
        user: {
          id: agentId,
          roles: ["agent"],
          teamId: null,
          skills: {},
          capacity: { chat: 5, voice: 1, email: 5 },
          mixedMedia: "any",
          enabled: true,
        },
      });
      this.#do({ type: "LogIn", agentId, sessionId: asId<SessionId>(`s${i}`), force: false });
      this.#do({ type: "SetPresence", agentId, presence: { kind: "ready" } });
    }
    await this.#flush();
  }

  /** One chat from the first word on; a finished one to the end of its wrap-up. */
  async chat(finished: boolean): Promise<void> {
    const number = this.#chats++;
    const interactionId = asId<InteractionId>(`chat-${number}`);
    const clientKey = asId<ClientKey>(`client-${number}`);
    const contactId = asId<ContactId>(`contact-${number}`);
    const started = this.#do(
      { type: "StartInteraction", interactionId, entryId: asId("app"), contactId, clientKey },
      [
        {
          table: "contact",
          row: {
            contactId,
            firstName: "Customer",
            lastName: String(number),
            phones: [],
            emails: [],
            account: null,
            createdAt: this.#at,
          },
        },
        {
          table: "interaction_data",
          interactionId,
          data: {
            phoneNumber: null,
            from: null,
            parameters: { policy: `P-${number}` },
            channelMark: "mobile",
          },
        },
      ],
    );
    const offer = started.find((event) => event.type === "OfferMade");
    if (offer?.type !== "OfferMade") throw new Error(`chat ${number} was offered to nobody`);
    const { agentId } = offer;
    const offerId: OfferId = offer.offerId;
    this.#do({ type: "ConfirmOffer", offerId, agentId });
    this.#do({ type: "AcceptOffer", offerId, agentId });
    for (let i = 0; i < MESSAGES_A_CHAT; i++) {
      const messageId = asId<MessageId>(`m${this.#messages++}`);
      const byAgent = i % 2 === 0;
      const content: ContentWrite = {
        table: "message",
        row: {
          messageId,
          interactionId,
          from: byAgent ? agentId : "customer",
          partyId: byAgent ? `${interactionId}.p1` : null,
          audience: "all",
          body: { kind: "text", text: TEXT },
          clientMessageId: null,
        },
      };
      this.#do(
        byAgent
          ? { type: "SendMessage", interactionId, agentId, messageId, kind: "text", audience: "all" }
          : { type: "ReceiveMessage", interactionId, clientKey, messageId, kind: "text" },
        [content],
      );
    }
    if (finished) {
      this.#do({ type: "CustomerEnd", interactionId, clientKey });
      this.#do({ type: "CompleteWrapUp", interactionId, agentId });
    }
    if (this.#waiting.length >= BATCH) await this.#flush();
  }

  #do(command: Command, content: readonly ContentWrite[] = []): readonly Event[] {
    this.#at += this.#stepMs;
    for (
      let due = this.#core.nextDeadline();
      due !== undefined && due <= this.#at;
      due = this.#core.nextDeadline()
    ) {
      const met = this.#core.decide({ type: "MeetDeadlines" }, this.#at);
      if (!met.ok || met.events.length === 0) break;
      this.#waiting.push({ events: met.events, content: [], idempotency: null });
    }
    const decision = this.#core.decide(command, this.#at);
    if (!decision.ok) throw new Error(`${command.type}: ${decision.rejection.code}`);
    this.#waiting.push({ events: decision.events, content, idempotency: null });
    return decision.events;
  }

  async #flush(): Promise<void> {
    const entries = this.#waiting;
    this.#waiting = [];
    await this.#journal.append(this.#stored, entries);
    this.#stored = this.#core.state.seq;
  }
}
