import type { CallPartyView, CallView } from "@patchbay/protocol";

const number = { raw: "15035550142", display: "+1 503 555 0142" };

/** One who is in a call, connected unless said otherwise. */
export function party(legId: string, fields: Partial<CallPartyView> = {}): CallPartyView {
  return {
    legId,
    role: "agent",
    agentId: fields.role === undefined || fields.role === "agent" ? legId : null,
    name: legId,
    number: null,
    device: null,
    state: "connected",
    since: 0,
    muted: false,
    circle: "main",
    heldSince: null,
    own: false,
    host: false,
    monitoring: null,
    ...fields,
  };
}

export const maria = (fields: Partial<CallPartyView> = {}): CallPartyView =>
  party("i1.l1", { role: "customer", name: "Maria Gutiérrez", number, ...fields });
export const me = (fields: Partial<CallPartyView> = {}): CallPartyView =>
  party("i1.l2", { agentId: "sofia", name: "Sofia Lindqvist", own: true, host: true, ...fields });
export const ben = (fields: Partial<CallPartyView> = {}): CallPartyView =>
  party("i1.l3", { agentId: "ben", name: "Ben Ortega", ...fields });
export const garage = (fields: Partial<CallPartyView> = {}): CallPartyView =>
  party("i1.l4", { role: "external", name: "Clearview Glass", number, ...fields });

/** A call with these parties; the own leg, the customer and the host are as the parties say. */
export function callOf(parties: readonly CallPartyView[], fields: Partial<CallView> = {}): CallView {
  const own = parties.find((one) => one.own);
  const customer = parties.find(({ role }) => role === "customer");
  const stateOfOwn = own?.state === "connected" || own?.state === "lost" ? own.state : "dialing";
  return {
    direction: "inbound",
    number,
    inApp: false,
    customer: customer === undefined ? null : { state: customer.state, since: customer.since },
    own:
      own === undefined
        ? null
        : {
            legId: own.legId,
            device: own.device === null || own.device === "app" ? "browser" : own.device,
            state: stateOfOwn,
            since: own.since,
            muted: own.muted,
            circle: own.circle,
          },
    heldSince: own?.heldSince ?? null,
    beside: null,
    parties: [...parties],
    consultation: null,
    inMailbox: false,
    application: null,
    message: null,
    host: own?.host ?? false,
    recordings: [],
    consentNoted: null,
    recordingAnnounced: false,
    recordingFailed: null,
    recordingRule: { mode: "on_demand", mayStop: true, consent: "not_required" as const },
    signatureScript: null,
    consent: null,
    ...fields,
  };
}

/** A call in which two talk, unless said otherwise. */
export const call = (fields: Partial<CallView> = {}): CallView => callOf([maria(), me()], fields);

/** Sofia asks; `reached`: whoever is asked has answered. */
export const consultation = (reached = true, own = true): NonNullable<CallView["consultation"]> => ({
  by: "sofia",
  own,
  since: 0,
  reached,
});
