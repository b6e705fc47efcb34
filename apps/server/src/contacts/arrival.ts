import type { ContactRow } from "../center/content.js";
import type { CenterHandle } from "../center/edge.js";

/** Who calls or writes, as far as it is known. */
export type Arriving =
  /** The app is this contact's. */
  | { readonly by: "client"; readonly contact: ContactRow }
  /** Nobody else has this number, or this address. */
  | { readonly by: "number" | "address"; readonly contact: ContactRow }
  /** Several have it: none is guessed, and the desk lists them. Oldest first. */
  | { readonly by: "several"; readonly contacts: readonly ContactRow[] }
  | { readonly by: "nothing" };

/** By what is exactly known: the app's contact, else the one with this number, else the one with this address. */
export async function contactForArrival(
  { records }: Pick<CenterHandle, "records">,
  said: {
    readonly clientKey?: string;
    /** E.164. */
    readonly phone: string | undefined;
    readonly email?: string | null;
  },
): Promise<Arriving> {
  const ofClient = said.clientKey === undefined ? undefined : await records.contactOfClient(said.clientKey);
  if (ofClient !== undefined) return { by: "client", contact: ofClient };
  const ofNumber = said.phone === undefined ? [] : await records.contactsByPhone(said.phone);
  if (ofNumber.length > 0) return among(ofNumber, "number");
  return among(said.email == null ? [] : await records.contacts.byEmail(said.email), "address");
}

function among(found: readonly ContactRow[], by: "number" | "address"): Arriving {
  const [contact] = found;
  if (contact === undefined) return { by: "nothing" };
  return found.length === 1 ? { by, contact } : { by: "several", contacts: found };
}

/**
 * Of several with one number: the one of whom nothing else is known, so that not every call of theirs makes a new one.
 * `undefined`: there is none, or more than one.
 */
export function namelessOf(contacts: readonly ContactRow[]): ContactRow | undefined {
  const nameless = contacts.filter(
    ({ firstName, lastName, account, emails }) =>
      firstName === "" && lastName === "" && account === null && emails.length === 0,
  );
  return nameless.length === 1 ? nameless[0] : undefined;
}

/** Of those with a number: the only one, or the one of whom nothing else is known. None is guessed. */
export const soleOf = (contacts: readonly ContactRow[]): ContactRow | undefined =>
  contacts.length > 1 ? namelessOf(contacts) : contacts[0];
