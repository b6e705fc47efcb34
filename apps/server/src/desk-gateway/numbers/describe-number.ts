import { type AgentId, asId } from "@patchbay/core";
import { NUMBER_CONTACTS_MAX, type NumberView, numberRefusals } from "@patchbay/protocol";
import { type NumberType, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { CenterHandle } from "../../center/edge.js";
import type { PhoneCountry } from "../../center/phone-number.js";
import type { CallAsk } from "../../network/index.js";
import type { RequestRoom } from "../requests/respond.js";
import { contactView } from "../views/contact-view.js";
import { timeZonesOf } from "./time-zones.js";
import { typedNumber } from "./typed-number.js";

const TYPES: Readonly<Record<Exclude<NumberType, undefined>, NonNullable<NumberView["type"]>>> = {
  MOBILE: "mobile",
  FIXED_LINE: "fixed",
  FIXED_LINE_OR_MOBILE: "fixed_or_mobile",
  TOLL_FREE: "toll_free",
  PREMIUM_RATE: "premium",
  SHARED_COST: "premium",
  VOIP: "internet",
  PERSONAL_NUMBER: "other",
  PAGER: "other",
  UAN: "other",
  VOICEMAIL: "other",
};

/** Nobody in particular is at the other end of these, so no clock tells when to call. */
const WITHOUT_PLACE: ReadonlySet<string> = new Set(["toll_free", "internet"]);

/** What the numbering plans say of a number, without asking anybody. */
export function numberFacts(
  typed: string,
  country: PhoneCountry,
): Omit<NumberView, "agentId" | "contacts" | "refusal"> {
  const { dialled, keys } = typedNumber(typed);
  const number =
    dialled === undefined || dialled === ""
      ? undefined
      : parsePhoneNumberFromString(dialled.replace(/^00/, "+"), country);
  if (number === undefined || !number.isPossible()) {
    return {
      dialled: dialled === "" ? null : (dialled ?? null),
      keys,
      display: dialled ?? typed.trim(),
      e164: null,
      country: null,
      type: null,
      valid: false,
      timeZones: [],
    };
  }
  const isValid = number.isValid();
  const kind = number.getType();
  const type = kind === undefined ? null : TYPES[kind];
  return {
    dialled: dialled ?? null,
    keys,
    display: number.formatInternational(),
    e164: number.number,
    country: number.country ?? null,
    type,
    valid: isValid,
    timeZones:
      type !== null && WITHOUT_PLACE.has(type) ? [] : [...timeZonesOf(number.number, number.country)],
  };
}

/** The same, who is known by it (a colleague by the extension, contacts by the number), and what speaks against calling it. */
export async function describeNumber(
  { handle, network }: Pick<RequestRoom, "handle" | "network">,
  ask: CallAsk,
): Promise<NumberView> {
  const words = handle.words();
  const facts = numberFacts(ask.typed, words.phoneCountry);
  const { dialled, e164 } = facts;
  const agentId = dialled === null ? null : agentOfExtension(handle, dialled);
  const [found, refusal] = await Promise.all([
    e164 === null ? [] : handle.records.contactsByPhone(e164),
    dialled === null || agentId !== null ? null : refusalOf(network, { ...ask, typed: dialled }),
  ]);
  const contacts = found.slice(0, NUMBER_CONTACTS_MAX).map((row) => ({
    contactId: row.contactId,
    name: contactView(row.contactId, row, 0, words).name,
  }));
  return { ...facts, agentId, contacts, refusal };
}

async function refusalOf(network: RequestRoom["network"], ask: CallAsk): Promise<NumberView["refusal"]> {
  const verdict = await network.checkCall(ask);
  if (verdict.ok) return null;
  const code = numberRefusals.find((one) => one === verdict.code);
  return code === undefined ? null : { code, facts: { ...verdict.facts } };
}

/** Whose extension it is; `null`: nobody's who is not disabled. */
export function agentOfExtension(handle: CenterHandle, extension: string): AgentId | null {
  const { users } = handle.center.state.configuration;
  for (const [agentId, words] of handle.words().users) {
    const user = users.get(asId(agentId));
    if (words.extension === extension && user?.enabled === true) return user.id;
  }
  return null;
}
