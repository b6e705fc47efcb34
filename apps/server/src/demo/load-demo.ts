import { asId, type ScriptId, type Service } from "@patchbay/core";
import type { AccountStore, Passwords } from "../auth/index.js";
import type { CenterHandle } from "../center/edge.js";
import type { PromptLibrary } from "../center/prompts.js";
import type { UserWords } from "../center/records.js";
import { type SignatureRows, scriptIdOf } from "../signatures/index.js";
import type { WordsChange } from "../tables-postgres/index.js";
import { putSharedResponses } from "./canned.js";
import { DEMO_HISTORY_MS, type DemoClock } from "./demo-clock.js";
import {
  isReadablePassword,
  readablePassword,
  storeDemoPassword,
  storedDemoPassword,
} from "./demo-password.js";
import {
  demoEntries,
  demoPeople,
  demoReasons,
  demoScenarios,
  demoScript,
  demoServices,
  demoWords,
  userOf,
  wordsOf,
} from "./larkfield.js";
import { portraitOf } from "./portraits.js";
import { putSharedMessages } from "./shared-messages.js";
import { demoStories } from "./stories.js";
import { clearUnfinished, submit, tellStory } from "./tell-story.js";

export interface DemoDeps {
  readonly handle: CenterHandle;
  readonly accounts: AccountStore;
  readonly passwords: Passwords;
  /** Stores words and reloads those that the handle gives. */
  readonly putWords: (change: WordsChange) => Promise<void>;
  /** Stores what agents read for a voice signature; without it the demo has none. */
  readonly signatures?: Pick<SignatureRows, "addScript">;
  /** Takes the sounds of the shared messages; without it the demo has none. */
  readonly prompts?: Pick<PromptLibrary, "take">;
  /** The setting DEMO_PASSWORD; `null`: the stored one, or a new one of our own. */
  readonly passwordSetting: string | null;
  /** `DATA_DIR/secrets/demo-password`. */
  readonly passwordFile: string;
  /** The clock that the center runs on; without it the finished conversations happen now, one after the other. */
  readonly demoClock?: DemoClock;
}

export interface DemoLoad {
  /** `foreign`: this center has a configuration of its own and is left alone. */
  readonly outcome: "loaded" | "already_there" | "foreign";
  /** What every demo user logs in with; `null` when the center is not the demo. */
  readonly password: string | null;
  /** A person chose it, now or at an earlier start: it is not for the screen. */
  readonly passwordGiven: boolean;
  readonly usernames: readonly string[];
}

/**
 * Loads the demo center into an empty one, and keeps its password the one that is told at the start. Safe at every start: a load
 * that was interrupted goes on, one that is complete changes nothing.
 *
 * @throws {DemoError}
 */
export async function loadDemo(deps: DemoDeps): Promise<DemoLoad> {
  const { configuration } = deps.handle.center.state;
  const ours = new Set<string>(demoPeople.map((person) => person.username));
  const complete =
    demoReasons.every((reason) => configuration.reasons.has(reason.id)) &&
    configuration.users.has(asId("agent1"));
  const foreign = [...configuration.users.keys()].some((agentId) => !ours.has(agentId));
  if (foreign && !complete)
    return { outcome: "foreign", password: null, passwordGiven: false, usernames: [] };
  if (!complete) await load(deps);
  const password = await settlePassword(deps, !complete);
  return {
    outcome: complete ? "already_there" : "loaded",
    password,
    passwordGiven: deps.passwordSetting !== null || !isReadablePassword(password),
    usernames: [...ours],
  };
}

async function load(deps: DemoDeps): Promise<void> {
  const { handle, demoClock } = deps;
  // The configuration is older than what happened under it.
  if (demoClock) demoClock.setBackTo(demoClock.realNow() - DEMO_HISTORY_MS);
  try {
    await deps.putWords(demoWords);
    for (const service of demoServices)
      await submit(handle, { type: "ConfigureService", service: await withScript(service, deps) });
    const { scenarios } = handle.center.state.configuration;
    for (const scenario of demoScenarios)
      if (!scenarios.has(scenario.id)) await submit(handle, { type: "ConfigureScenario", scenario });
    if (deps.prompts !== undefined) await putSharedMessages(handle, deps.prompts);
    for (const entry of demoEntries) await submit(handle, { type: "ConfigureEntry", entry });
    for (const person of demoPeople) await submit(handle, { type: "ConfigureUser", user: userOf(person) });
    await deps.putWords({ users: await drawn(deps) });
    await putSharedResponses(handle);
    await tellStories(deps);
    demoClock?.beReal();
    for (const reason of demoReasons) await submit(handle, { type: "ConfigureReason", reason });
  } finally {
    demoClock?.beReal();
  }
}

/** Claims are settled by phone, so their service has a text for voice signatures. */
async function withScript(service: Service, { signatures, handle }: DemoDeps): Promise<Service> {
  if (signatures === undefined || service.id !== demoScript.serviceId) return service;
  const scriptId = scriptIdOf(demoScript);
  await signatures.addScript(
    service.id,
    { ...demoScript, scriptId },
    { at: handle.clock.now(), by: demoScript.approvedBy },
  );
  return { ...service, signatureScript: asId<ScriptId>(scriptId) };
}

async function tellStories({ handle, demoClock }: DemoDeps): Promise<void> {
  await clearUnfinished(handle, demoStories);
  const contactIds = new Map<string, string>();
  for (const story of demoStories) {
    const before = await handle.records.latestInteractionOfClient(story.clientKey);
    const contactId = before?.contactId ?? contactIds.get(story.contact.key) ?? handle.ids.next();
    contactIds.set(story.contact.key, contactId);
    if (before) continue;
    const beginsAt = (demoClock?.realNow() ?? handle.clock.now()) - story.hoursAgo * 3_600_000;
    // A center that has moved on already (or has no such clock) tells its stories as of now.
    const settable = demoClock && handle.center.state.at <= beginsAt;
    await tellStory(handle, story, contactId, settable ? beginsAt : handle.clock.now(), (at) => {
      if (settable) demoClock.setBackTo(at);
    });
  }
}

/** Everybody's words with a photo, drawn now. */
async function drawn({ handle }: DemoDeps): Promise<ReadonlyMap<string, UserWords>> {
  const users = new Map<string, UserWords>();
  for (const person of demoPeople) {
    const picture = await portraitOf(person.username);
    const known = handle.words().users.get(person.username)?.photoFileId ?? null;
    const photo = picture && known === null ? await store(handle, person.username, picture) : known;
    users.set(person.username, wordsOf(person, photo));
  }
  return users;
}

async function store(handle: CenterHandle, username: string, picture: Buffer): Promise<string> {
  const bytes = (async function* () {
    yield picture;
  })();
  const info = await handle.blobs.put({
    bytes,
    name: `${username}.png`,
    uploadedBy: "demo",
    interactionId: null,
  });
  return info.fileId;
}

/** The file says what the hashes hold, so it is written after them. */
async function settlePassword(deps: DemoDeps, fresh: boolean): Promise<string> {
  const stored = await storedDemoPassword(deps.passwordFile);
  const password = deps.passwordSetting ?? stored ?? readablePassword();
  if (!fresh && password === stored) return password;
  await Promise.all(
    demoPeople.map(async ({ username }) =>
      deps.accounts.setPasswordHash(username, await deps.passwords.hash(password)),
    ),
  );
  await storeDemoPassword(deps.passwordFile, password);
  return password;
}
