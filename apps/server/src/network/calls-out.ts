import { asId, type Entry, type EntryId } from "@patchbay/core";
import {
  type DialPlan,
  type NumberClass,
  type NumberKind,
  routesFor,
  sentBy,
  type Trunk,
} from "@patchbay/protocol";
import type { CenterHandle } from "../center/edge.js";
import { phoneCountryOf } from "../center/phone-number.js";
import { listedNumber, type PlannedCall, planCall, readNumber } from "../dial-plan/index.js";
import type { DoNotCallEntry, NetworkStore } from "./network-store.js";

export interface CallAsk {
  /** Who calls. */
  readonly agentId: string;
  /** The line that was chosen; `null`: none. */
  readonly entryId: string | null;
  /** The line where none was chosen and no rule names one. */
  readonly otherwise?: string | null;
  readonly typed: string;
}

export type CallRefusal =
  | "empty_number"
  | "phone_not_in_dial_plan"
  | "blocked_by_restriction"
  | "no_permissions_did_call"
  | "on_do_not_call_list"
  | "no_line";

export type CallVerdict =
  | {
      readonly ok: true;
      readonly leads: "out";
      /** As the network is to dial it. */
      readonly number: string;
      readonly kind: NumberKind;
      readonly entryId: EntryId;
    }
  /** It never leaves: an extension, or a number of our own. */
  | { readonly ok: true; readonly leads: "inside"; readonly number: string }
  | { readonly ok: false; readonly code: CallRefusal; readonly facts?: Readonly<Record<string, unknown>> };

/** What becomes of a call, step by step. */
export interface TriedCall {
  readonly refused: CallRefusal | null;
  readonly number: string | null;
  readonly rule: string | null;
  readonly numberClass: NumberClass | null;
  readonly restriction: string | null;
  readonly doNotCall: DoNotCallEntry | null;
  readonly entryId: EntryId | null;
  readonly callerId: string | null;
  /** Trunks in the order of their priorities; whether they answer is for others to say. */
  readonly routes: readonly { readonly trunk: RoutedTrunk; readonly to: string; readonly from: string }[];
}

export type RoutedTrunk = Trunk & { readonly trunkId: string };

export interface CallsOutDeps {
  readonly handle: Pick<CenterHandle, "center">;
  readonly doNotCall: Pick<NetworkStore, "doNotCall">;
  readonly plan: () => DialPlan;
  readonly trunks: () => readonly RoutedTrunk[];
}

/** Decision 0138: the one door for every way out. */
export async function checkCall(deps: CallsOutDeps, ask: CallAsk): Promise<CallVerdict> {
  const tried = await tryCall(deps, ask);
  const { refused, number, numberClass, entryId, restriction, doNotCall } = tried;
  if (refused !== null) {
    const facts = {
      ...(numberClass === null ? {} : { numberClass: numberClass.name }),
      ...(restriction === null ? {} : { restriction }),
      ...(doNotCall === null ? {} : { reason: doNotCall.reason }),
    };
    return { ok: false, code: refused, facts };
  }
  if (number === null || numberClass === null) return { ok: false, code: "phone_not_in_dial_plan" };
  if (numberClass.kind === "internal") return { ok: true, leads: "inside", number };
  if (entryId === null) return { ok: false, code: "no_line" };
  return { ok: true, leads: "out", number, kind: numberClass.kind, entryId };
}

export async function tryCall(deps: CallsOutDeps, ask: CallAsk): Promise<TriedCall> {
  const plan = deps.plan();
  const { configuration } = deps.handle.center.state;
  const read = readNumber(plan, ask.typed);
  const chosen = ask.entryId ?? (read.ok ? read.rule?.entryId : null) ?? ask.otherwise ?? null;
  const entry = chosen === null ? undefined : configuration.entries.get(asId(chosen));
  const isEmergency = read.ok && read.class.kind === "emergency";
  const line = isLine(entry)
    ? entry
    : isEmergency
      ? [...configuration.entries.values()].find(isLine)
      : undefined;
  const planned = planCall(plan, {
    typed: ask.typed,
    teamId: configuration.users.get(asId(ask.agentId))?.teamId ?? null,
    serviceId: line?.serviceId ?? null,
    callerId: line?.voice?.address ?? null,
  });
  const base = stepsOf(planned, line);
  if (!planned.ok || planned.class.kind === "internal") return base;
  if (line === undefined) return { ...base, refused: "no_line" };
  const routes = routesFor(planned.number, deps.trunks()).map((trunk) => ({
    trunk,
    ...sentBy(trunk, { to: planned.number, from: line.voice?.address ?? "" }),
  }));
  // A number that no trunk takes cannot be reached, whoever calls.
  if (routes.length === 0) return { ...base, refused: "phone_not_in_dial_plan" };
  if (planned.class.kind === "emergency") return { ...base, routes };
  const listed = await deps.doNotCall.doNotCall(
    listedNumber(planned.number, phoneCountryOf(plan.country)) ?? planned.number,
  );
  if (listed !== undefined) return { ...base, refused: "on_do_not_call_list", doNotCall: listed, routes };
  return { ...base, routes };
}

const isLine = (entry: Entry | undefined): entry is Entry => entry?.voice !== undefined;

function stepsOf(planned: PlannedCall, line: Entry | undefined): TriedCall {
  const known = "class" in planned ? planned : null;
  return {
    refused: planned.ok ? null : planned.code,
    number: "number" in planned ? planned.number : null,
    rule: known?.rule?.name ?? null,
    numberClass: known?.class ?? null,
    restriction: "restriction" in planned ? planned.restriction.name : null,
    doNotCall: null,
    entryId: line?.id ?? null,
    callerId: line?.voice?.address ?? null,
    routes: [],
  };
}
