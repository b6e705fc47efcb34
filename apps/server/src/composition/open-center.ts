import path from "node:path";
import { hashState } from "@patchbay/core";
import { FIGURES_INTERACTIONS_MAX, type VoiceView } from "@patchbay/protocol";
import type { Logger } from "pino";
import { AgentDays, AgentTime, PostgresProfiles, type ProfileStore } from "../account/index.js";
import { ApiKeys, PostgresApiKeys } from "../api-keys/index.js";
import { AppCalls } from "../app-calls/index.js";
import {
  followCenter,
  type Passwords,
  PostgresAccounts,
  PostgresSecondFactors,
  SecondFactors,
  Sessions,
} from "../auth/index.js";
import { FolderBlobs, PostgresFiles } from "../blobs-folder/index.js";
import { QualityKeeper, QualityRows } from "../call-quality/index.js";
import { CenterRuntime } from "../center/center-runtime.js";
import type { Clock } from "../center/clock.js";
import type { CenterHandle, Ephemeral } from "../center/edge.js";
import { createEphemeral } from "../center/ephemeral.js";
import type { PromptLibrary } from "../center/prompts.js";
import type { CenterWords } from "../center/records.js";
import { renewZones } from "../center/renew-zones.js";
import type { Speech } from "../center/speech.js";
import { noVoice } from "../center/voice-door.js";
import { wordsAfter } from "../center/words.js";
import { ClientLogRows } from "../client-logs/index.js";
import { DeskHub } from "../desk-gateway/index.js";
import { FiguresReader } from "../figures/index.js";
import { InteractionSearch, SearchIndex } from "../interaction-search/index.js";
import { PostgresJournal, SnapshotWorker } from "../journal-postgres/index.js";
import { maskSubmission } from "../masking/index.js";
import { createSignaling, type Signaling } from "../messaging-http/index.js";
import { CenterMetrics } from "../metrics/index.js";
import {
  followCountry,
  followDoNotContact,
  Network,
  PhoneIndex,
  PostgresNetworkStore,
  type Sealer,
  type SettingsTrunk,
} from "../network/index.js";
import { realClock, realIds } from "../platform/real-clock.js";
import { convertInProcess, FolderPrompts, followPrompts } from "../prompts-folder/index.js";
import { RecentCalls } from "../recent/index.js";
import { PostgresRecordingRows, RecordingFiles, Recordings } from "../recordings/index.js";
import { Refusals } from "../refusals/index.js";
import { Replays, ReplayThread, type RunReplay } from "../replay/index.js";
import { SignatureKeeper, SignatureRows, Signatures, SigningKey } from "../signatures/index.js";
import { type CenterAddress, type Database, PostgresRecords } from "../tables-postgres/index.js";
import { KeysWhenAnswered, VoiceEdge } from "../voice/index.js";
import { MessageRows, Voicemail } from "../voicemail/index.js";
import { VERSION } from "./version.js";

/** When a waiting customer's timer turns amber, then red, ms. */
const WAIT_AMBER_MS = 30_000;
const WAIT_RED_MS = 60_000;
const TIDY_EVERY_MS = 3_600_000;

export interface OpenCenterParts {
  readonly address: CenterAddress;
  readonly database: Database;
  readonly passwords: Passwords;
  readonly dataDir: string;
  readonly mapTilesUrl: string | null;
  /** The setting PROMPTS_DIR; absent or `null`: the prompts that come along. */
  readonly promptsDir?: string | null;
  /** Says texts; absent or `null`: prompts are uploaded. */
  readonly speech?: Speech | null;
  readonly log: Logger;
  readonly owner: string;
  readonly clock: Clock;
  /** Of recordings, 32 bytes. */
  readonly recordingKey: Uint8Array;
  /** Of evidence packages, 32 bytes. */
  readonly signatureKey: Uint8Array;
  /** Of the secrets of second factors. */
  readonly secondFactorSealer: Sealer;
  /** Trunks and desk phones: whose passwords only this installation reads, and what the settings say of them. */
  readonly network: {
    readonly sealer: Sealer;
    readonly settingsTrunk: SettingsTrunk | null;
    readonly sipPorts: { readonly sipPort: number; readonly sipTlsPort: number };
  };
  /** Where this center's voice process listens; `null`: a center without voice. */
  readonly voice: {
    readonly socketPath: () => Promise<string | null>;
    readonly iceServers: VoiceView["iceServers"];
    readonly payments?: VoiceView["payments"];
  } | null;
  /** Left out: by a thread. */
  readonly replayBy?: RunReplay;
}

/** One center at work: its runtime and everything of one center that edges share. */
export interface OpenCenter {
  readonly address: CenterAddress;
  readonly handle: CenterHandle;
  readonly runtime: CenterRuntime;
  readonly accounts: PostgresAccounts;
  readonly profiles: ProfileStore;
  readonly secondFactors: SecondFactors;
  readonly days: AgentDays;
  readonly times: AgentTime;
  readonly sessions: Sessions;
  readonly ephemeral: Ephemeral;
  readonly hub: DeskHub;
  readonly snapshots: SnapshotWorker;
  /** The last sign of life was stored: the center itself may not have asked for anything since the database went. */
  readonly databaseAnswers: boolean;
  readonly network: Network;
  readonly voice: VoiceEdge | null;
  /** Between agents and customers' apps, for calls. */
  readonly signaling: Signaling;
  readonly recordings: Recordings;
  readonly voicemail: Voicemail;
  readonly signatures: Signatures;
  readonly search: InteractionSearch;
  readonly figures: FiguresReader;
  readonly replays: Replays;
  readonly quality: QualityRows;
  /** `null`: a center without voice. */
  readonly qualityKeeper: QualityKeeper | null;
  readonly prompts: PromptLibrary;
  readonly refusals: Refusals;
  readonly clientLogs: ClientLogRows;
  readonly apiKeys: ApiKeys;
  readonly metrics: CenterMetrics;
  /** Names changed: reads them anew. */
  reloadWords(): Promise<void>;
  /** @param how.callsGoOn another server will lead them; else they end with the center. */
  close(how: { readonly callsGoOn: boolean }): Promise<void>;
}

/** @throws {JournalError} `owned_by_another` */
export async function openCenter(parts: OpenCenterParts): Promise<OpenCenter> {
  const { address, database, clock } = parts;
  const log = parts.log.child({ center: address.id });
  const records = new PostgresRecords(database, address.id);
  let words: CenterWords = await records.words();
  const journal = new PostgresJournal({
    database,
    centerId: address.id,
    clock,
    owner: parts.owner,
    phoneCountry: () => words.phoneCountry,
    onDamagedSnapshot: (count) => log.warn({ count }, "damaged snapshots were passed over"),
  });
  const replayThread = new ReplayThread(database.connection, address.id);
  const replays = new Replays(
    parts.replayBy ?? replayThread.run,
    () => performance.now(),
    (cause) => log.error({ cause: String(cause) }, "an interaction could not be replayed"),
  );
  const snapshots = new SnapshotWorker({
    connection: database.connection,
    centerId: address.id,
    onMessage: (message) => {
      if (message.kind === "failed" && !message.final)
        // It mends itself, and the center says that the database is away.
        log.info({ message }, "the snapshot follower waits for the database");
      else if (message.kind === "failed")
        log.error(
          { message, cause: message.message },
          "snapshots are made again only after the next start, which takes longer for it; the center works on",
        );
      else if (message.kind === "diverged")
        log.error(
          { message },
          "the center differs from what its journal says: stop the server, keep a copy of DATA_DIR, run npm run verify",
        );
    },
  });
  let databaseAnswers = true;
  let hasStarted = false;
  const sayItIsOver = () =>
    log.warn({ over: true }, "the trouble is over: the database answers, the center works");
  const metrics = new CenterMetrics();
  const runtime = new CenterRuntime({
    meter: metrics,
    id: address.id,
    journal,
    clock,
    ids: realIds,
    log,
    realNow: realClock.now,
    mask: (submission, state) => maskSubmission(submission, state, words),
    onPulse: (stored) => {
      if (stored && !databaseAnswers) sayItIsOver();
      databaseAnswers = stored;
    },
    onHashDue: (state) => snapshots.hash(state.seq, hashState(state)),
    onReplay: (read, total) => {
      if (read % 100_000 < 2_000 && total > 100_000)
        log.warn({ read, total }, `replaying the journal: ${read} of ${total}`);
    },
  });
  const accounts = new PostgresAccounts(database, address.id);
  const blobs = await FolderBlobs.open({
    folder: path.join(parts.dataDir, "files", address.id),
    index: new PostgresFiles(database, address.id),
    clock,
    ids: realIds,
  });
  const handle: CenterHandle = { center: runtime, records, blobs, clock, ids: realIds, words: () => words };
  const prompts = await FolderPrompts.open({
    dataDir: parts.dataDir,
    centerId: address.id,
    promptsDir: parts.promptsDir ?? null,
    ids: realIds,
    convert: convertInProcess,
    speech: parts.speech ?? null,
  });
  const ephemeral = createEphemeral();
  // Before anybody else hears of a commit: whoever draws what it changed draws it with its new name.
  runtime.onCommitted(({ entries }) => {
    words = wordsAfter(
      words,
      entries.flatMap(({ content }) => content),
    );
  });
  const readWords = async (): Promise<void> => {
    for (let known: CenterWords | null = null; known !== words; ) {
      known = words;
      const read = await records.words();
      // What was renamed meanwhile may be missing in what was read.
      if (known === words) known = words = read;
    }
  };
  runtime.onRecovered(() => {
    // What was on its way when the store was lost may have arrived, and then nobody told us.
    if (hasStarted)
      readWords().catch((cause: unknown) => log.warn({ cause: String(cause) }, "names were not read again"));
    databaseAnswers = true;
    if (hasStarted) sayItIsOver();
    hasStarted = true;
  });
  await runtime.start().catch(async (cause: unknown) => {
    await snapshots.stop();
    throw cause;
  });
  const searchIndex = new SearchIndex(database, address.id, runtime, clock, log);
  const unfollowSnapshots = runtime.onCommitted(({ lastSeq }) => snapshots.committed(lastSeq));
  snapshots.committed(runtime.state.seq);
  const sessions = new Sessions(accounts, parts.passwords, clock, realIds);
  const secondFactors = new SecondFactors(
    new PostgresSecondFactors(database, address.id),
    accounts,
    parts.secondFactorSealer,
    clock,
    address.id,
  );
  const days = new AgentDays(database, address.id);
  const times = new AgentTime(runtime, days, log);
  times.start();
  const renew = (): void => {
    renewZones(runtime, clock).catch((cause: unknown) =>
      log.warn({ cause: String(cause) }, "opening hours could not be given the clocks of their places anew"),
    );
  };
  renew();
  const tidying = setInterval(() => {
    renew();
    sessions
      .tidy()
      .catch((cause: unknown) => log.warn({ cause: String(cause) }, "old sessions could not be cleared"));
  }, TIDY_EVERY_MS).unref();
  records.directory
    .addMissingWords()
    .catch((cause: unknown) =>
      log.warn({ cause: String(cause) }, "some contacts are found by number alone until the next start"),
    );
  const recent = new RecentCalls(runtime, records, clock, log);
  const unfollow = followCenter(runtime, accounts, (cause) =>
    log.error({ cause: String(cause) }, "a session could not be ended"),
  );
  const promptsFollower = followPrompts(runtime, prompts, (cause) =>
    log.warn({ cause: String(cause) }, "sounds that no prompt has could not be cleared away"),
  );
  const messageRows = new MessageRows(database, address.id);
  const recordings = new Recordings({
    handle,
    addMessage: (recordingId, callerAgentId) => messageRows.add(recordingId, callerAgentId),
    rows: new PostgresRecordingRows(database, address.id),
    files: new RecordingFiles(path.join(parts.dataDir, "recordings"), parts.recordingKey),
    log: log.child({ part: "recordings" }),
    ownsFolder: parts.voice !== null,
  });
  const voicemail = new Voicemail({
    handle,
    rows: messageRows,
    recordings,
    log: log.child({ part: "voicemail" }),
  });
  voicemail.start();
  recordings.start();
  const signatureRows = new SignatureRows(database, address.id);
  const signatureKeeper = new SignatureKeeper(runtime, signatureRows, VERSION, clock, log);
  const signatures = new Signatures({
    handle,
    rows: signatureRows,
    keeper: signatureKeeper,
    recordings,
    key: new SigningKey(parts.signatureKey),
  });
  const network = await Network.open({
    ...parts.network,
    handle,
    store: new PostgresNetworkStore(database, address.id),
    log: log.child({ part: "network" }),
  });
  const unfollowResults = followDoNotContact({
    handle,
    list: network.doNotCall,
    log: log.child({ part: "network" }),
  });
  const voice =
    parts.voice === null
      ? null
      : new VoiceEdge({
          ...parts.voice,
          handle,
          epoch: () => journal.epoch,
          network,
          log: log.child({ part: "voice" }),
          recordings,
        });
  const quality = new QualityRows(database, address.id);
  const qualityKeeper =
    voice === null
      ? null
      : new QualityKeeper({ handle, rows: quality, voice, log: log.child({ part: "call quality" }) });
  qualityKeeper?.start();
  voice?.start();
  const stopKeys = voice === null ? () => {} : new KeysWhenAnswered(handle, voice, log).start();
  const signaling = createSignaling();
  const appCalls = new AppCalls({
    handle,
    signaling,
    voice: voice ?? noVoice,
    log: log.child({ part: "app calls" }),
  });
  appCalls.start();
  const refusals = new Refusals(log.child({ part: "refusals" }), () => clock.now());
  const apiKeys = new ApiKeys(new PostgresApiKeys(database, address.id), clock, realIds);
  const hub = new DeskHub({
    handle,
    apiKeys,
    ...(voice === null ? {} : { voice }),
    recent,
    prompts,
    network,
    recordingRules: recordings.rows,
    voicemail,
    ephemeral,
    settings: { waitAmberMs: WAIT_AMBER_MS, waitRedMs: WAIT_RED_MS, mapTilesUrl: parts.mapTilesUrl },
    report: ({ cause, ...problem }) =>
      log.error(
        { ...problem, cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) },
        "the desk gateway met a problem",
      ),
    onRefused: (refusal) => refusals.note(refusal),
  });
  metrics.watch({
    runtime,
    words: () => words,
    now: () => clock.now(),
    desks: () => hub.count,
    snapshots: () => snapshots.status,
    voice: () => voice?.view().state ?? null,
    databaseAnswers: () => databaseAnswers,
  });
  const reloadWords = async (): Promise<void> => {
    await readWords();
    hub.wordsChanged();
  };
  const country = followCountry({
    network,
    index: new PhoneIndex(database, address.id),
    reloadWords,
    log: log.child({ part: "network" }),
  });
  return {
    address,
    handle,
    runtime,
    accounts,
    profiles: new PostgresProfiles(database, address.id),
    secondFactors,
    days,
    times,
    sessions,
    ephemeral,
    hub,
    snapshots,
    get databaseAnswers() {
      return databaseAnswers;
    },
    network,
    voice,
    signaling,
    recordings,
    voicemail,
    signatures,
    search: new InteractionSearch(database, address.id, searchIndex),
    figures: new FiguresReader(database, address.id, FIGURES_INTERACTIONS_MAX),
    replays,
    quality,
    qualityKeeper,
    prompts,
    refusals,
    clientLogs: new ClientLogRows(database, address.id),
    apiKeys,
    metrics,
    reloadWords,
    async close({ callsGoOn }) {
      clearInterval(tidying);
      appCalls.stop();
      voice?.stop(!callsGoOn);
      stopKeys();
      unfollow();
      const swept = promptsFollower.stop();
      unfollowResults();
      country.stop();
      unfollowSnapshots();
      await swept;
      await recent.stop();
      await searchIndex.stop();
      await times.stop();
      await qualityKeeper?.stop();
      await signatureKeeper.stop();
      await voicemail.stop();
      await recordings.stop();
      await runtime.stop();
      await replayThread.stop();
      await snapshots.stop();
    },
  };
}
