import type { Clock } from "../../../src/center/clock.js";
import type { Records } from "../../../src/center/records.js";
import { MemoryRecords, type MemoryStore } from "../../../src/journal-memory/index.js";
import type { Dice } from "./dice.js";

const SLOW_RATIO = 0.2;
const SLOW_MS_MAX = 60;
const SILENT_RATIO = 0.004;

/**
 * Tables as a database under load reads them: an answer may come late, and is then of a moment ago; now and then
 * there is none.
 */
export class SlowRecords implements Records {
  private readonly inner: MemoryRecords;
  readonly directory: Records["directory"];
  readonly followUps: Records["followUps"];
  readonly preferences: Records["preferences"];
  readonly canned: Records["canned"];
  readonly contacts: Records["contacts"];
  readonly screenPops: Records["screenPops"];
  readonly transcripts: Records["transcripts"];
  readonly audit: Records["audit"];

  constructor(
    store: MemoryStore,
    private readonly clock: Clock,
    private readonly dice: Dice,
    private readonly isChaos: () => boolean,
  ) {
    this.inner = new MemoryRecords(store);
    this.directory = this.inner.directory;
    this.followUps = this.inner.followUps;
    this.preferences = this.inner.preferences;
    this.canned = this.inner.canned;
    this.contacts = this.inner.contacts;
    this.screenPops = this.inner.screenPops;
    this.transcripts = this.inner.transcripts;
    this.audit = this.inner.audit;
  }

  messages: Records["messages"] = (...asked) => this.late(this.inner.messages(...asked));
  message: Records["message"] = (...asked) => this.late(this.inner.message(...asked));
  interactionData: Records["interactionData"] = (...asked) => this.late(this.inner.interactionData(...asked));
  interaction: Records["interaction"] = (...asked) => this.late(this.inner.interaction(...asked));
  interactionsOfContact: Records["interactionsOfContact"] = (...asked) =>
    this.late(this.inner.interactionsOfContact(...asked));
  interactionsOfCase: Records["interactionsOfCase"] = (...asked) =>
    this.late(this.inner.interactionsOfCase(...asked));
  latestInteractionOfClient: Records["latestInteractionOfClient"] = (...asked) =>
    this.late(this.inner.latestInteractionOfClient(...asked));
  events: Records["events"] = (...asked) => this.late(this.inner.events(...asked));
  answersSince: Records["answersSince"] = (...asked) => this.late(this.inner.answersSince(...asked));
  notes: Records["notes"] = (...asked) => this.late(this.inner.notes(...asked));
  drafts: Records["drafts"] = (...asked) => this.late(this.inner.drafts(...asked));
  transferNotes: Records["transferNotes"] = (...asked) => this.late(this.inner.transferNotes(...asked));
  assistanceNotes: Records["assistanceNotes"] = (...asked) => this.late(this.inner.assistanceNotes(...asked));
  surveyAnswer: Records["surveyAnswer"] = (...asked) => this.late(this.inner.surveyAnswer(...asked));
  payments: Records["payments"] = (...asked) => this.late(this.inner.payments(...asked));
  calledParties: Records["calledParties"] = (...asked) => this.late(this.inner.calledParties(...asked));
  contact: Records["contact"] = (...asked) => this.late(this.inner.contact(...asked));
  contactOfClient: Records["contactOfClient"] = (...asked) => this.late(this.inner.contactOfClient(...asked));
  contactsByPhone: Records["contactsByPhone"] = (...asked) => this.late(this.inner.contactsByPhone(...asked));
  words: Records["words"] = () => this.late(this.inner.words());
  scenarioWords: Records["scenarioWords"] = (...asked) => this.late(this.inner.scenarioWords(...asked));
  configurationEvents: Records["configurationEvents"] = (types) =>
    this.late(this.inner.configurationEvents(types));
  pollPositions: Records["pollPositions"] = () => this.late(this.inner.pollPositions());
  savePollPositions: Records["savePollPositions"] = (...asked) => this.inner.savePollPositions(...asked);

  private async late<Answer>(reading: Promise<Answer>): Promise<Answer> {
    if (!this.isChaos()) return reading;
    const answer = await reading;
    if (this.dice.chance(SILENT_RATIO)) throw new Error("planted: the tables did not answer");
    if (this.dice.chance(SLOW_RATIO)) {
      await new Promise<void>((resolve) => this.clock.after(this.dice.between(1, SLOW_MS_MAX), resolve));
    }
    return answer;
  }
}
