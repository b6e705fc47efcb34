import {
  type AgentId,
  asId,
  type Command,
  type ContactId,
  type EntryId,
  type InteractionId,
  type SessionId,
} from "@patchbay/core";
import { Passwords, PostgresAccounts, Sessions } from "../../apps/server/src/auth/index.js";
import { CenterRuntime } from "../../apps/server/src/center/center-runtime.js";
import type { ContentWrite } from "../../apps/server/src/center/content.js";
import { DEMO_CENTER_ID } from "../../apps/server/src/demo/index.js";
import { PostgresJournal } from "../../apps/server/src/journal-postgres/index.js";
import { clientKeyOf } from "../../apps/server/src/messaging-http/authorization.js";
import { lockDataDir, openDatabase, openSecrets } from "../../apps/server/src/platform/index.js";
import { realClock, realIds } from "../../apps/server/src/platform/real-clock.js";
import { Database } from "../../apps/server/src/tables-postgres/index.js";

const ENTRY = asId<EntryId>("demo-app");

export interface SeededWorld {
  readonly agents: readonly { readonly name: string; readonly cookie: string }[];
  /** Chat i is in the hands of agent i % agents. */
  readonly chats: readonly { readonly chatId: string; readonly clientId: string }[];
}

/**
 * Into a demo center that does not run: signed-in agents, each with their share of the chats in hand. Everything goes
 * through the core, the journal and the sign-in's own table; only the check of a password, once a day for an agent, is
 * left out.
 */
export async function seedWorld(options: {
  readonly dataDir: string;
  readonly agents: number;
  readonly customers: number;
}): Promise<SeededWorld> {
  const { dataDir, agents, customers } = options;
  const quiet = { info: () => undefined, warn: () => undefined, error: console.error };
  const lock = await lockDataDir(dataDir);
  const secrets = await openSecrets(dataDir);
  const postgres = await openDatabase({ settings: { databaseUrl: null, dataDir }, secrets, log: quiet });
  const database = new Database(postgres.app, { queryTimeoutMs: 0 });
  const [clock, ids] = [realClock, realIds];
  const accounts = new PostgresAccounts(database, DEMO_CENTER_ID);
  const sessions = new Sessions(accounts, new Passwords(), clock, ids);
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
  const { configuration } = runtime.state;
  const pattern = configuration.users.get(asId<AgentId>("agent1"));
  const entry = configuration.entries.get(ENTRY);
  const service = entry && configuration.services.get(entry.serviceId);
  if (pattern === undefined || service === undefined) throw new Error("this is no demo center");
  // Nobody is to be warned of silence, or ended for it, in the middle of a measurement.
  await submit({
    type: "ConfigureService",
    service: { ...service, inactivityWarnMs: null, queueLengthMax: 10_000 },
  });
  const share = Math.ceil(customers / agents);

  const chats: { chatId: string; clientId: string }[] = [];
  const seeded: { name: string; cookie: string }[] = [];
  for (let number = 0; number < agents; number++) seeded.push(await addAgent(number));
  await runtime.stop();
  await database.close();
  await postgres.stop();
  await lock.release();
  return { agents: seeded, chats };

  async function addAgent(number: number): Promise<{ name: string; cookie: string }> {
    const name = `bench${number}`;
    const agentId = asId<AgentId>(name);
    const words = {
      username: name,
      firstName: "Agent",
      lastName: String(number),
      nickname: `Agent ${number}`,
      extension: null,
      photoFileId: null,
    };
    if (pattern === undefined) throw new Error("nobody to take after");
    const capacity = { ...pattern.capacity, chat: share + 1 };
    await submit({ type: "ConfigureUser", user: { ...pattern, id: agentId, capacity } }, [
      { table: "user_words", agentId, words },
    ]);
    const { session, token } = await sessions.open(agentId, 1);
    const sessionId = asId<SessionId>(session.sessionId);
    await submit({ type: "LogIn", agentId, sessionId, force: true });
    await submit({ type: "SetPresence", agentId, presence: { kind: "ready" } });
    // At most as many at once as are offered to somebody at once.
    for (let chat = number; chat < customers; chat += agents) await startChat(chat, agentId);
    // Not ready: the next chats are the next agent's.
    await submit({ type: "SetPresence", agentId, presence: { kind: "not_ready", reason: null } });
    return { name, cookie: `pb_seat_1=${token}` };
  }

  async function startChat(number: number, agentId: AgentId): Promise<void> {
    const chatId = `bench-chat-${number}`;
    const clientId = `bench-client-${String(number).padStart(5, "0")}`;
    const clientKey = clientKeyOf(ENTRY, clientId);
    const contactId = asId<ContactId>(`bench-contact-${number}`);
    const interactionId = asId<InteractionId>(chatId);
    const createdAt = Date.now();
    const contact = { contactId, firstName: "Customer", lastName: String(number), phones: [], emails: [] };
    await submit({ type: "StartInteraction", interactionId, entryId: ENTRY, contactId, clientKey }, [
      { table: "contact", row: { ...contact, account: null, createdAt } },
      { table: "contact_client", clientKey, contactId },
      {
        table: "interaction_data",
        interactionId,
        data: { phoneNumber: null, from: null, parameters: {}, channelMark: "mobile" },
      },
    ]);
    const offer = [...runtime.state.offers.values()].find((one) => one.interactionId === interactionId);
    if (offer === undefined) throw new Error(`${chatId} was offered to nobody`);
    await submit({ type: "ConfirmOffer", offerId: offer.id, agentId });
    await submit({ type: "AcceptOffer", offerId: offer.id, agentId });
    chats[number] = { chatId, clientId };
  }
}
