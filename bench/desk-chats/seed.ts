import {
  type AgentId,
  asId,
  type Command,
  type ContactId,
  type EntryId,
  type InteractionId,
  type MessageId,
  type SessionId,
} from "@patchbay/core";
import { CenterRuntime } from "../../apps/server/src/center/center-runtime.js";
import type { ContentWrite } from "../../apps/server/src/center/content.js";
import { DEMO_CENTER_ID } from "../../apps/server/src/demo/index.js";
import { PostgresJournal } from "../../apps/server/src/journal-postgres/index.js";
import { clientKeyOf } from "../../apps/server/src/messaging-http/authorization.js";
import { lockDataDir, openDatabase, openSecrets } from "../../apps/server/src/platform/index.js";
import { Database } from "../../apps/server/src/tables-postgres/index.js";

const AGENT = asId<AgentId>("agent1");
/** Messages of every chat but the long one. */
const MESSAGES = 20;
/** Submitted together: the runtime makes appends of them. */
const AT_ONCE = 400;
const TEXT =
  "The other car came from the right and hit the front door. Nobody is hurt, both cars stand at the kerb now; I wait.";

export interface SeededChat {
  readonly chatId: string;
  readonly clientId: string;
  readonly name: string;
}

/**
 * Into a demo center that does not run: `chats` chats in the hands of agent1, the first of them with `long` messages in turn
 * of both. Everything goes through the core and the journal, as the server would do it.
 */
export async function seedChats(options: {
  readonly dataDir: string;
  readonly chats: number;
  readonly long: number;
}): Promise<readonly SeededChat[]> {
  const { dataDir } = options;
  const quiet = { info: () => undefined, warn: () => undefined, error: console.error };
  const lock = await lockDataDir(dataDir);
  const secrets = await openSecrets(dataDir);
  const postgres = await openDatabase({ settings: { databaseUrl: null, dataDir }, secrets, log: quiet });
  const database = new Database(postgres.app, { queryTimeoutMs: 0 });
  const clock = {
    now: () => Date.now(),
    after: (delayMs: number, run: () => void) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  };
  let count = 0;
  const ids = { next: () => `seed${String(++count).padStart(18, "0")}` };
  const journal = new PostgresJournal({
    database,
    centerId: DEMO_CENTER_ID,
    clock,
    owner: "bench",
    appendDeadlineMs: 60_000,
  });
  const runtime = new CenterRuntime({ id: DEMO_CENTER_ID, journal, clock, ids, log: quiet });
  await runtime.start();
  const submit = async (command: Command, content: readonly ContentWrite[] = []): Promise<void> => {
    const result = await runtime.submit({ command, content });
    if (!result.ok) throw new Error(`${command.type}: ${JSON.stringify(result)}`);
  };
  const user = runtime.state.configuration.users.get(AGENT);
  const entry = runtime.state.configuration.entries.get(asId<EntryId>("demo-app"));
  const service = entry && runtime.state.configuration.services.get(entry.serviceId);
  if (user === undefined || service === undefined) throw new Error("this is no demo center");
  // Nobody is to be warned of silence, or ended for it, in the middle of a measurement.
  await submit({ type: "ConfigureService", service: { ...service, inactivityWarnMs: null } });
  await submit({
    type: "ConfigureUser",
    user: { ...user, capacity: { ...user.capacity, chat: options.chats + 5 } },
  });
  const sessionId = asId<SessionId>("bench-seed");
  await submit({ type: "LogIn", agentId: AGENT, sessionId, force: true });
  await submit({ type: "SetPresence", agentId: AGENT, presence: { kind: "ready" } });
  const seeded: SeededChat[] = [];
  for (let number = 0; number < options.chats; number++) {
    const chat = await startChat(number);
    seeded.push(chat);
    const total = number === 0 ? options.long : MESSAGES;
    for (let at = 0; at < total; at += AT_ONCE)
      await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, total - at) }, (_, more) => say(chat, at + more)),
      );
  }
  // Not ready: nothing else comes in between.
  await submit({ type: "SetPresence", agentId: AGENT, presence: { kind: "not_ready", reason: null } });
  await runtime.stop();
  await database.close();
  await postgres.stop();
  await lock.release();
  return seeded;

  async function startChat(number: number): Promise<SeededChat> {
    const name = number === 0 ? "Long Story" : `Bench Customer${number}`;
    const [firstName = "", lastName = ""] = name.split(" ");
    const chatId = `bench-chat-${number}`;
    const clientId = `bench-client-${String(number).padStart(4, "0")}`;
    const clientKey = clientKeyOf("demo-app", clientId);
    const contactId = asId<ContactId>(`bench-contact-${number}`);
    const interactionId = asId<InteractionId>(chatId);
    await submit(
      { type: "StartInteraction", interactionId, entryId: asId("demo-app"), contactId, clientKey },
      [
        {
          table: "contact",
          row: {
            contactId,
            firstName,
            lastName,
            phones: [],
            emails: [],
            account: null,
            createdAt: Date.now(),
          },
        },
        { table: "contact_client", clientKey, contactId },
        {
          table: "interaction_data",
          interactionId,
          data: { phoneNumber: null, from: null, parameters: {}, channelMark: "mobile" },
        },
      ],
    );
    const offer = [...runtime.state.offers.values()].find((one) => one.interactionId === interactionId);
    if (offer === undefined) throw new Error(`${chatId} was offered to nobody`);
    await submit({ type: "ConfirmOffer", offerId: offer.id, agentId: AGENT });
    await submit({ type: "AcceptOffer", offerId: offer.id, agentId: AGENT });
    return { chatId, clientId, name };
  }

  function say({ chatId, clientId }: SeededChat, number: number): Promise<void> {
    const interactionId = asId<InteractionId>(chatId);
    const messageId = asId<MessageId>(`${chatId}-m${number}`);
    const byAgent = number % 2 === 1;
    const row = {
      messageId,
      interactionId,
      from: byAgent ? AGENT : "customer",
      partyId: byAgent ? `${interactionId}.p1` : null,
      audience: "all",
      body: { kind: "text", text: `${number + 1}. ${TEXT}` },
      clientMessageId: null,
    } as const;
    const kind = "text";
    return submit(
      byAgent
        ? { type: "SendMessage", interactionId, agentId: AGENT, messageId, kind, audience: "all" }
        : {
            type: "ReceiveMessage",
            interactionId,
            clientKey: clientKeyOf("demo-app", clientId),
            messageId,
            kind,
          },
      [{ table: "message", row }],
    );
  }
}
