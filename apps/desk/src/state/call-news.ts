import type { CallPartyView, DeskChange, HappeningView, InteractionView } from "@patchbay/protocol";
import { word } from "../words/words.js";
import type { DeskData } from "./desk-data.js";
import type { News } from "./news.js";

/** Calls, and supervised ones, whose end was asked for at this page: what the agent did itself needs no word. */
const endedHere = new Set<string>();
export const noteEndedHere = (interactionId: string): void => void endedHere.add(interactionId);
export const forgetEndedHere = (interactionId: string): void => void endedHere.delete(interactionId);

export type CallNewsData = Pick<DeskData, "user" | "interactions" | "services" | "roster">;

/**
 * What the agent of a call must hear of, wherever the agent looks; `data` as it was before the frame.
 * @param customerOf the name of whoever has left this desk; empty: not known any more
 */
export function callNews(
  data: CallNewsData,
  changes: readonly DeskChange[],
  customerOf: (interactionId: string) => string,
  endedByAgent: ReadonlySet<string> = endedHere,
): readonly News[] {
  // What has become part of another call has not ended for anybody.
  const ended = new Set([...endedByAgent, ...joinedIn(changes).keys()]);
  // Whoever comes back to a call has not ended it.
  for (const change of changes)
    if (change.on === "interaction" && !data.interactions.has(change.view.interactionId))
      endedHere.delete(change.view.interactionId);
  const lines = linesOf(changes);
  const ends = changes.flatMap((change): readonly News[] => {
    if (change.on === "handover") return [handoverNews(change, customerOf)];
    if (change.on === "interaction") return wrapUpNews(data, change.view, ended);
    return change.on === "interaction.gone" ? goneNews(data, change, ended) : [];
  });
  const told = [...lines].flatMap(([interactionId, happenings]) => {
    const view = data.interactions.get(interactionId);
    return view?.call == null || ended.has(interactionId) ? [] : happeningNews(data, view, happenings);
  });
  const signatures = [...lines].flatMap(([interactionId, happenings]) =>
    signatureNews(data, interactionId, happenings),
  );
  return [...told, ...signatures, ...ends];
}

/** A voice signature that ended otherwise than by Stop, also where the agent ended the call itself. */
function signatureNews(
  { user, interactions }: CallNewsData,
  interactionId: string,
  happenings: readonly HappeningView[],
): readonly News[] {
  const customer = interactions.get(interactionId)?.contact.name ?? word("call.news.theCustomer");
  return happenings.flatMap(({ what, facts }) => {
    if (what !== "RecordingStopped" || facts["kind"] !== "signature" || facts["cause"] === "agent") return [];
    if (facts["agentId"] !== user.agentId) return [];
    return [bad("signatureIncomplete", { customer, why: word(`signature.why.${String(facts["cause"])}`) })];
  });
}

/** Calls that have become part of another one, with that one. */
export function joinedIn(changes: readonly DeskChange[]): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap((change) =>
      change.on === "happening" && change.view.what === "CallsJoined"
        ? [[String(change.view.facts["other"]), change.view.interactionId] as const]
        : [],
    ),
  );
}

function linesOf(changes: readonly DeskChange[]): ReadonlyMap<string, readonly HappeningView[]> {
  const lines = new Map<string, HappeningView[]>();
  for (const change of changes) {
    if (change.on !== "happening") continue;
    const { interactionId } = change.view;
    lines.set(interactionId, [...(lines.get(interactionId) ?? []), change.view]);
  }
  return lines;
}

const plain = (path: string, values: Record<string, unknown>): News => ({
  tone: "plain",
  text: word(`call.news.${path}`, values),
});
const bad = (path: string, values: Record<string, unknown>): News => ({
  ...plain(path, values),
  tone: "error",
});

// ---- what happens in a call in hand ----

function happeningNews(
  data: CallNewsData,
  view: InteractionView,
  happenings: readonly HappeningView[],
): readonly News[] {
  const me = data.user.agentId;
  const customer = view.contact.name;
  const nameOf = (agentId: unknown): string =>
    data.roster.get(String(agentId))?.name ?? word("conversation.somebody");
  const isOver = happenings.some(({ what }) => what === "InteractionEnded");
  if (isOver) return [];
  return happenings.flatMap(({ what, facts }): readonly News[] => {
    switch (what) {
      case "AgentRequestClosed":
        if (facts["cause"] === "failed" && facts["by"] === me && facts["kind"] === "call")
          return goesOn(happenings, nameOf);
        return facts["cause"] === "failed" && facts["by"] === me && facts["kind"] !== "consult"
          ? [
              bad(`untaken.${facts["kind"] === "invite" ? "invite" : "transfer"}`, {
                why: whyUntaken(happenings, nameOf),
                customer,
              }),
            ]
          : [];
      case "ConsultationEnded":
        return consultationNews(view, happenings, facts, { me, customer, nameOf });
      case "AgentJoined":
        return facts["kind"] === "invite" && facts["agentId"] !== me
          ? [plain("joined", { name: nameOf(facts["agentId"]), customer })]
          : [];
      case "AgentLeft":
        return facts["agentId"] !== me && (facts["cause"] === "left" || facts["cause"] === "phone_lost")
          ? [plain("left", { name: nameOf(facts["agentId"]), customer })]
          : [];
      case "LegRemoved":
        return facts["by"] == null ? goneFromCall(view, facts) : [];
      case "CallMuted":
        return facts["by"] != null && facts["by"] !== me && facts["legId"] === view.call?.own?.legId
          ? [plain(facts["muted"] === true ? "mutedYou" : "unmutedYou", { name: nameOf(facts["by"]) })]
          : [];
      case "RecordingStopped":
        if (facts["kind"] === "signature") return [];
        if (facts["cause"] === "disk_full" || facts["cause"] === "failed")
          return facts["agentId"] === me ? [bad(`recordingFailed.${facts["cause"]}`, { customer })] : [];
        return facts["goesOn"] === false && facts["agentId"] !== me
          ? [bad("recordingEnded", { name: nameOf(facts["agentId"]), customer })]
          : [];
      case "CallTakenOver":
        return facts["supervisorId"] === me ? [plain("tookOver", { customer })] : [];
      default:
        return [];
    }
  });
}

interface Who {
  readonly me: string;
  readonly customer: string;
  readonly nameOf: (agentId: unknown) => string;
}

/** Where a colleague's call goes that the colleague did not take. */
function goesOn(happenings: readonly HappeningView[], nameOf: Who["nameOf"]): readonly News[] {
  const why = whyUntaken(happenings, nameOf);
  // The last word: over one colleague it may go to another, and from there to a mailbox.
  const line = happenings.findLast(({ what }) =>
    ["VoicemailStarted", "CallForwarded", "CallForwardedInside"].includes(what),
  );
  switch (line?.what) {
    case "VoicemailStarted":
      return [plain("goesOn.mailbox", { why })];
    case "CallForwarded":
      return [plain("goesOn.number", { why })];
    case "CallForwardedInside":
      return [plain("goesOn.colleague", { why, to: nameOf(line.facts["to"]) })];
    default:
      return [];
  }
}

/** Why whoever was asked by name does not come, as the other lines of the moment tell. */
function whyUntaken(happenings: readonly HappeningView[], nameOf: Who["nameOf"]): string {
  const line = happenings.findLast(({ what }) => what.startsWith("Offer") && what !== "OfferMade");
  if (line === undefined) return word("call.news.why.nobody");
  const name = nameOf(line.facts["agentId"]);
  switch (line.what) {
    case "OfferRejected":
      return word("call.news.why.declined", { name });
    case "OfferExpired":
      return word("call.news.why.noAnswer", { name });
    default:
      return word("call.news.why.notThere", { name });
  }
}

function consultationNews(
  view: InteractionView,
  happenings: readonly HappeningView[],
  facts: HappeningView["facts"],
  { me, customer, nameOf }: Who,
): readonly News[] {
  const asker = facts["agentId"];
  const name = nameOf(asker);
  const inConsult = view.call?.parties.find(({ circle, own }) => circle === "consult" && !own);
  const other = inConsult?.name || inConsult?.number?.display || word("conversation.somebody");
  const number = happenings.find(({ what, facts: of }) => what === "LegRemoved" && of["role"] === "external");
  switch (facts["cause"]) {
    case "failed": {
      if (asker !== me) return [];
      const why =
        number === undefined
          ? whyUntaken(happenings, nameOf)
          : word(`call.failed.${String(number.facts["cause"])}`, { customer: other });
      return [bad("consultFailed", { why, customer })];
    }
    case "ended": {
      const mine =
        happenings.some(
          ({ what, facts: of }) => what === "AgentLeft" && of["cause"] === "consultation_ended",
        ) || number?.facts["by"] === me;
      return asker === me && !mine ? [plain("consultEnded", { other, customer })] : [];
    }
    case "customer_left":
      return [plain("customerLeft", { customer, name: asker === me ? other : name })];
    case "transferred":
      return asker === me ? [] : [plain("givenYou", { name, customer })];
    case "left":
      return asker === me ? [] : [plain("leftYou", { name, customer })];
    case "merged":
      return asker === me ? [] : [plain("mergedYou", { name, customer })];
    default:
      return [];
  }
}

/** Somebody outside who goes while the others talk on. */
function goneFromCall(view: InteractionView, facts: HappeningView["facts"]): readonly News[] {
  const { role, legId, cause } = facts;
  const party = view.call?.parties.find((one) => one.legId === legId);
  if ((role !== "external" && role !== "customer") || party === undefined) return [];
  // Of whoever is consulted, the consultation's end tells.
  if (party.circle === "consult") return [];
  return [
    {
      tone: cause === "hung_up" ? "plain" : "error",
      text: word(`call.news.goneFrom.${String(cause)}`, { name: nameOfParty(party) }),
    },
  ];
}

const nameOfParty = ({ name, number }: CallPartyView): string =>
  name || number?.display || word("call.party.unknown");

// ---- ends ----

/** A call that is over now and was not ended here: who ended it is said also to who looks at something else. */
function wrapUpNews(
  { interactions }: CallNewsData,
  view: InteractionView,
  ended: ReadonlySet<string>,
): readonly News[] {
  const before = interactions.get(view.interactionId);
  if (view.phase !== "wrap_up" || before?.phase !== "connected" || before.call?.own == null) return [];
  return ended.has(view.interactionId) ? [] : endNews(before);
}

function endNews(before: InteractionView): readonly News[] {
  const others = (before.call?.parties ?? []).filter(({ own, role }) => !own && role !== "supervisor");
  const [only] = others;
  return others.length === 1 && only !== undefined
    ? [plain("hungUp", { name: nameOfParty(only) })]
    : [plain("endedForAll", { customer: before.contact.name })];
}

function goneNews(
  data: CallNewsData,
  { interactionId, departure, unreached }: Extract<DeskChange, { on: "interaction.gone" }>,
  ended: ReadonlySet<string>,
): readonly News[] {
  const view = data.interactions.get(interactionId);
  if (view?.call == null || unreached !== undefined) return [];
  const told = leftNews(data, { interactionId, departure }, view, ended);
  return departure?.recordingGoesOn === false
    ? [...told, plain("ownRecordingEnded", { customer: view.contact.name })]
    : told;
}

function leftNews(
  data: CallNewsData,
  {
    interactionId,
    departure,
  }: Pick<Extract<DeskChange, { on: "interaction.gone" }>, "interactionId" | "departure">,
  view: InteractionView,
  ended: ReadonlySet<string>,
): readonly News[] {
  const customer = view.contact.name;
  if (view.phase === "monitoring")
    return ended.has(interactionId) ? [] : [plain("monitoringOver", { customer })];
  switch (departure?.how) {
    case "transferred":
      return departure.to === null ? completedNews(data, view) : [];
    case "consultation_ended": {
      const by = view.call?.consultation?.by ?? "";
      return [plain("consultOver", { name: data.roster.get(by)?.name ?? word("conversation.somebody") })];
    }
    case "removed":
      return [bad("removedYou", { customer })];
    case "taken_over":
      return [
        departure.to === null
          ? plain("takenOver", { customer })
          : plain("takenOverBy", { name: departure.to.name, customer }),
      ];
    case "lost":
      return [bad("phoneLost", { customer })];
    case "completed":
      return view.phase === "connected" && !ended.has(interactionId) ? endNews(view) : [];
    default:
      return [];
  }
}

/** What became of a call that was given away at once. */
function handoverNews(
  { interactionId, view: { how, who } }: Extract<DeskChange, { on: "handover" }>,
  customerOf: (interactionId: string) => string,
): News {
  const customer = customerOf(interactionId) || word("call.news.theCustomer");
  const name = who?.name || word(who?.agentId === null ? "call.news.theNumber" : "conversation.somebody");
  if (how === "reached") return plain("handover.reached", { name, customer });
  return how === "taken" ? plain("has", { name, customer }) : bad(`handover.${how}`, { name, customer });
}

/** A consultation that was made a transfer: whoever was asked has it, or it still rings there. */
function completedNews({ roster, services }: CallNewsData, view: InteractionView): readonly News[] {
  const { call, request, contact } = view;
  if (call?.consultation?.own !== true) return [];
  const customer = contact.name;
  const asked = call.parties.find(({ circle, own }) => circle === "consult" && !own);
  if (asked !== undefined)
    return [plain(asked.state === "connected" ? "has" : "goesTo", { name: nameOfParty(asked), customer })];
  if (request === null) return [];
  const name =
    request.agentId === null ? services.get(request.serviceId)?.name : roster.get(request.agentId)?.name;
  return [plain(request.agentId === null ? "goesToService" : "goesTo", { name: name ?? "", customer })];
}
