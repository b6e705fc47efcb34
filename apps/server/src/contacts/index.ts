/** Contacts as people of the center change and merge them. Decisions 0224 and 0225. */

export { type Arriving, contactForArrival, namelessOf, soleOf } from "./arrival.js";
export { Contacts, type ContactsRefusal, type FoundContact } from "./contacts.js";
