import { type PrefixRule, type SipCodec, type Trunk, trunkDefaults, trunkSchema } from "@patchbay/protocol";
import { listOf, numberOf, problemsOf, textOf } from "../read-problems.js";
import type { Problems } from "../use-network-form.js";

/** A trunk as its form has it: numbers and lists as they are typed. */
export interface TrunkDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly mode: Trunk["mode"];
  readonly host: string;
  readonly port: string;
  readonly transport: Trunk["transport"];
  readonly user: string;
  /** A new one; empty: as it is. */
  readonly password: string;
  readonly removePassword: boolean;
  readonly realm: string;
  readonly priority: string;
  readonly callsMax: string;
  readonly takes: string;
  readonly calledOut: readonly PrefixRule[];
  readonly calledIn: readonly PrefixRule[];
  readonly callerIn: readonly PrefixRule[];
  readonly callerId: Trunk["callerId"]["kind"];
  readonly callerNumber: string;
  readonly sources: string;
  /** Else they are those of the settings. */
  readonly codecsListed: boolean;
  readonly codecs: readonly SipCodec[];
  readonly encryption: Trunk["encryption"];
  readonly ping: boolean;
}

/** Where a list of codecs begins that is to be another than that of the settings. */
const CODECS_AT_FIRST: readonly SipCodec[] = ["PCMU", "PCMA"];

export const draftOf = (trunk: Trunk): TrunkDraft => ({
  name: trunk.name,
  enabled: trunk.enabled,
  mode: trunk.mode,
  host: trunk.host,
  port: trunk.port === null ? "" : String(trunk.port),
  transport: trunk.transport,
  user: trunk.user ?? "",
  password: "",
  removePassword: false,
  realm: trunk.realm ?? "",
  priority: String(trunk.priority),
  callsMax: trunk.callsMax === null ? "" : String(trunk.callsMax),
  takes: textOf(trunk.takes),
  calledOut: trunk.calledOut,
  calledIn: trunk.calledIn,
  callerIn: trunk.callerIn,
  callerId: trunk.callerId.kind,
  callerNumber: trunk.callerId.kind === "fixed" ? trunk.callerId.number : "",
  sources: textOf(trunk.sources),
  codecsListed: trunk.codecs !== null,
  codecs: trunk.codecs ?? CODECS_AT_FIRST,
  encryption: trunk.encryption,
  ping: trunk.ping,
});

export const newDraft = (): TrunkDraft => draftOf({ ...trunkDefaults, name: "", host: "", mode: "register" });

const orNull = (text: string): string | null => (text.trim() === "" ? null : text);

/** What is sent; the schema has the last word on it. */
export const trunkOf = (draft: TrunkDraft): unknown => ({
  name: draft.name,
  enabled: draft.enabled,
  mode: draft.mode,
  host: draft.host,
  port: numberOf(draft.port),
  transport: draft.transport,
  user: orNull(draft.user),
  realm: orNull(draft.realm),
  priority: numberOf(draft.priority),
  callsMax: numberOf(draft.callsMax),
  takes: listOf(draft.takes),
  calledOut: draft.calledOut,
  calledIn: draft.calledIn,
  callerIn: draft.callerIn,
  callerId:
    draft.callerId === "fixed" ? { kind: "fixed", number: draft.callerNumber } : { kind: draft.callerId },
  sources: listOf(draft.sources),
  codecs: draft.codecsListed ? draft.codecs : null,
  encryption: draft.encryption,
  ping: draft.ping,
});

export function problemsOfTrunk(draft: TrunkDraft, hasPassword: boolean): Problems {
  const problems: Record<string, string> = { ...problemsOf(trunkSchema, trunkOf(draft), "network.problem") };
  if (draft.mode === "register") {
    if (draft.user.trim() === "") problems["user"] ??= "network.problem.userMissing";
    if (draft.password === "" && (!hasPassword || draft.removePassword))
      problems["password"] ??= "network.problem.passwordMissing";
  }
  if (/[^\x20-\x7e]/.test(draft.password)) problems["password"] = "network.problem.password";
  return problems;
}

/** Absent: as it is. `null`: none any more. */
export function passwordOf({ password, removePassword }: TrunkDraft): { readonly password?: string | null } {
  if (password !== "") return { password };
  return removePassword ? { password: null } : {};
}

/**
 * Encryption that nobody has chosen goes with the signalling: over TLS keys are secret, otherwise whoever sees the packets sees
 * them.
 */
export function transportChanged(
  draft: TrunkDraft,
  transport: Trunk["transport"],
): Pick<TrunkDraft, "transport" | "encryption"> {
  const usual = (over: Trunk["transport"]) => (over === "tls" ? "offered" : "off");
  const chosen = draft.encryption !== usual(draft.transport);
  return { transport, encryption: chosen ? draft.encryption : usual(transport) };
}
