import { NUMBER_CONTACTS_MAX, type NumberView } from "@patchbay/protocol";
import { type NumberType, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { CenterHandle } from "../../center/edge.js";
import { PHONE_COUNTRY_DEFAULT } from "../../center/phone-number.js";
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
export function numberFacts(typed: string): Omit<NumberView, "agentId" | "contacts"> {
  const { dialled, keys } = typedNumber(typed);
  const number =
    dialled === undefined || dialled === ""
      ? undefined
      : parsePhoneNumberFromString(dialled.replace(/^00/, "+"), PHONE_COUNTRY_DEFAULT);
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

/** The same, and who is known by it: a colleague by the extension, contacts by the number. */
export async function describeNumber(handle: CenterHandle, typed: string): Promise<NumberView> {
  const facts = numberFacts(typed);
  const found = facts.e164 === null ? [] : await handle.records.contactsByPhone(facts.e164);
  return {
    ...facts,
    agentId: facts.dialled === null ? null : agentOfExtension(handle, facts.dialled),
    contacts: found.slice(0, NUMBER_CONTACTS_MAX).map((row) => ({
      contactId: row.contactId,
      name: contactView(row.contactId, row, 0).name,
    })),
  };
}

export function agentOfExtension(handle: CenterHandle, extension: string): string | null {
  const { users } = handle.center.state.configuration;
  for (const [agentId, words] of handle.words().users) {
    const user = [...users.values()].find(({ id }) => id === agentId);
    if (words.extension === extension && user?.enabled === true) return agentId;
  }
  return null;
}
