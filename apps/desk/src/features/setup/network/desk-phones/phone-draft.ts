import { accountPasswordSchema, accountSchema, accountUserSchema, type SipAccount } from "@patchbay/protocol";
import { problemsOf } from "../read-problems.js";
import type { Problems } from "../use-network-form.js";

/** Where the empty form is: no SIP user has a blank. */
export const NEW_PHONE = "new phone";

/** A desk phone's account as its form has it. */
export interface PhoneDraft {
  readonly user: string;
  readonly agentId: string;
  /** Empty: none. */
  readonly entryId: string;
  readonly note: string;
  readonly enabled: boolean;
  /** A new one; empty: as it is. */
  readonly password: string;
}

export const draftOfAccount = (user: string, account: SipAccount): PhoneDraft => ({
  user,
  agentId: account.agentId,
  entryId: account.entryId ?? "",
  note: account.note,
  enabled: account.enabled,
  password: "",
});

export const newPhone = (): PhoneDraft => ({
  user: "",
  agentId: "",
  entryId: "",
  note: "",
  enabled: true,
  password: "",
});

export const accountOf = ({ agentId, entryId, note, enabled }: PhoneDraft): SipAccount => ({
  agentId,
  entryId: entryId === "" ? null : entryId,
  note,
  enabled,
});

export function problemsOfPhone(draft: PhoneDraft, isNew: boolean): Problems {
  const problems: Record<string, string> = {
    ...problemsOf(accountSchema, accountOf(draft), "network.problem"),
  };
  if (isNew && !accountUserSchema.safeParse(draft.user).success)
    problems["user"] = "network.problem.phoneUser";
  const password = draft.password !== "" && !accountPasswordSchema.safeParse(draft.password).success;
  if (password || (isNew && draft.password === "")) problems["password"] = "network.problem.phonePassword";
  return problems;
}

/** Letters and digits that are not taken for each other when somebody types them into a phone. */
const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** A password that nobody guesses: 20 signs, about 115 bits. */
export function makePassword(): string {
  const bytes = new Uint8Array(64);
  let made = "";
  while (made.length < 20) {
    crypto.getRandomValues(bytes);
    // What is above the last whole round would come more often than the rest.
    for (const byte of bytes)
      if (byte < 256 - (256 % LETTERS.length) && made.length < 20) made += LETTERS[byte % LETTERS.length];
  }
  return made;
}
