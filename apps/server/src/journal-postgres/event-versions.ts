import type { Event, EventBody } from "@patchbay/core";

/**
 * The version in which each type is written today. A change of an event's form raises its number here, adds the
 * step from the former one to `upcasters`, and puts a sample of the new form into test/journal-events/samples.
 */
export const eventVersions: Readonly<Record<EventBody["type"], number>> = {
  UserConfigured: 1,
  UserRemoved: 1,
  ServiceConfigured: 3,
  ServiceRemoved: 1,
  EntryConfigured: 2,
  EntryRemoved: 2,
  ReasonConfigured: 2,
  ReasonRemoved: 1,
  AgentLoggedIn: 1,
  AgentSessionMoved: 1,
  AgentPresenceChanged: 1,
  AgentNextChosen: 1,
  DeskLost: 1,
  DeskReturned: 1,
  AgentLoggedOut: 1,
  OfferMade: 1,
  OfferRang: 1,
  OfferAccepted: 1,
  OfferRejected: 1,
  OfferExpired: 1,
  OfferWithdrawn: 1,
  InteractionStarted: 1,
  AgentRequested: 1,
  AgentRequestClosed: 1,
  AgentJoined: 1,
  AgentLeft: 1,
  MessageReceived: 1,
  MessageSent: 2,
  MessageReceiptReported: 1,
  EndRequested: 1,
  EndTakenBack: 1,
  InactivityWarned: 1,
  CustomerDisconnected: 1,
  CustomerReturned: 1,
  InteractionEnded: 1,
  SurveyOffered: 1,
  SurveyAnswered: 1,
  WrapUpStarted: 1,
  WrapUpExtended: 1,
  DispositionSet: 1,
  NoteSaved: 1,
  WrapUpCompleted: 1,
  CaseClosed: 1,
  PreferenceLapsed: 1,
  ContactChanged: 1,
  InteractionCompleted: 1,
  ScheduleConfigured: 1,
  ScheduleRemoved: 1,
  ScheduleTurned: 1,
  ScenarioConfigured: 2,
  ScenarioRemoved: 1,
  PromptConfigured: 1,
  PromptRemoved: 1,
  PhoneChanged: 1,
  LineChanged: 1,
  CallArrived: 1,
  CallPlaced: 1,
  ScenarioStarted: 1,
  ScenarioStepEntered: 1,
  QueuePositionAnnounced: 1,
  ScenarioLeft: 1,
  CallDataSet: 1,
  LegAdded: 1,
  LegChanged: 1,
  LegRemoved: 1,
  CallMuted: 1,
  CallHeld: 1,
  KeysSent: 1,
  VoicemailStarted: 1,
  VoicemailEnded: 1,
  MessagePlaying: 1,
  MessageStopped: 1,
  ApplicationConnected: 2,
  PaymentReported: 1,
  ApplicationEnded: 1,
  CallForwarded: 1,
  CallForwardedInside: 1,
  ConsultationBecameTransfer: 1,
  RecordingStopped: 1,
  RecordingResumed: 1,
  RecordingPaused: 1,
  RecordingStarted: 1,
  PartyHeld: 1,
  InternalCallPlaced: 1,
  ConsultationStarted: 1,
  ConsultationEnded: 1,
  ConsentSet: 1,
  CallsJoined: 1,
  LegMoved: 1,
  CircleSwitched: 1,
  CallTakenOver: 1,
  CallMonitored: 1,
  AppCallArrived: 1,
  AppCallPlaced: 1,
  CallRequestClosed: 1,
  ChatMonitored: 1,
  ChatMonitoringEnded: 1,
  ChatTakenOver: 1,
  AssistanceAsked: 1,
  AssistanceAnswered: 1,
  AssistanceClosed: 1,
  CenterResumed: 1,
};

export type StoredBody = Readonly<Record<string, unknown>>;
/** From the form of one version to that of the next. */
export type Upcaster = (body: StoredBody) => StoredBody;

/** By `type`, then by the version that it starts from. */
const upcasters: Readonly<Record<string, Readonly<Record<number, Upcaster>>>> = {
  ServiceConfigured: { 1: byNobody, 2: consentByRule },
  EntryConfigured: { 1: byNobody },
  EntryRemoved: { 1: byNobody },
  ReasonConfigured: { 1: byNobody },
  ScenarioConfigured: { 1: byNobody },
  ApplicationConnected: { 1: toScenario },
  // Only parties wrote; since then a supervisor whispers, who is none.
  MessageSent: { 1: (body) => body },
};

/** Before there were forms for it, no person changed the configuration. */
function byNobody(body: StoredBody): StoredBody {
  return { ...body, by: null };
}

/** A recording rule said only whether an agent has to ask. */
function consentByRule({ service, ...body }: StoredBody): StoredBody {
  const { recording, ...rest } = service as StoredBody;
  if (recording === undefined) return { ...body, service };
  const { consentRequired, ...rule } = recording as StoredBody;
  const consent = consentRequired === true ? "asked" : "not_required";
  return { ...body, service: { ...rest, recording: { ...rule, consent } } };
}

/** No desk could connect one before: it named an entry, and took no payment. */
function toScenario({ entryId, ...body }: StoredBody): StoredBody {
  return { ...body, scenarioId: entryId, amount: null };
}

/** The journal holds something that this release does not understand: written by a later one, or damaged. */
export class UnknownEventError extends Error {
  override readonly name = "UnknownEventError";
  constructor(
    readonly seq: number,
    readonly type: string,
    readonly version: number,
  ) {
    super(`journal entry ${seq}: ${type} version ${version} is not known to this release`);
  }
}

const versionsByName: Readonly<Record<string, number | undefined>> = eventVersions;

/**
 * The event as today's core knows it. Takes the body over: it becomes the event when its version is today's.
 * @throws {UnknownEventError}
 */
export function readEvent(
  seq: number,
  at: number,
  type: string,
  version: number,
  body: StoredBody,
  steps: typeof upcasters = upcasters,
): Event {
  const current = versionsByName[type];
  if (current === undefined || version > current) throw new UnknownEventError(seq, type, version);
  let form = body;
  for (let from = version; from < current; from++) {
    const step = steps[type]?.[from];
    if (step === undefined) throw new UnknownEventError(seq, type, from);
    form = step(form);
  }
  // What was once written by this program in this version has this form; samples of each are kept as a test.
  return Object.assign(form, { type, seq, at }) as unknown as Event;
}
