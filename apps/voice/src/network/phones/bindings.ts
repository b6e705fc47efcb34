import type { Registration } from "@patchbay/protocol";
import { type Destination, formatUri, isSipUri, type SipUri, type Uri } from "@patchbay/sip";

/** Where a desk phone is reached, for a while (RFC 3261 section 10). */
export interface Binding {
  readonly contact: SipUri;
  /** Another way than the contact's: its connection, or the address that a router gave it. */
  readonly way: Destination | undefined;
  /** The address and port that it really came from. */
  readonly source: Destination;
  readonly callId: string;
  readonly sequence: number;
  readonly userAgent: string | null;
  /** Wall clock, ms. */
  readonly since: number;
  readonly until: number;
}

export const CONTACTS_MAX = 5;

/** Who is registered under which account. Times are the wall clock's. */
export class Bindings {
  private readonly byUser = new Map<string, Binding[]>();

  constructor(private readonly changed: (user: string) => void) {}

  /** Those that have not run out, the youngest first. */
  of(user: string, now: number): readonly Binding[] {
    const known = this.byUser.get(key(user)) ?? [];
    const live = known.filter(({ until }) => until > now);
    if (live.length < known.length) this.put(user, live);
    return live;
  }

  /** Takes the place of the same contact's, else of the oldest when there are too many. */
  bind(user: string, binding: Binding, now: number): void {
    const others = this.of(user, now).filter(({ contact }) => !isSame(contact, binding.contact));
    this.put(user, [binding, ...others].slice(0, CONTACTS_MAX));
  }

  unbind(user: string, contact: Uri, now: number): void {
    this.put(
      user,
      this.of(user, now).filter((each) => !isSame(each.contact, contact)),
    );
  }

  find(user: string, contact: Uri, now: number): Binding | undefined {
    return this.of(user, now).find((each) => isSame(each.contact, contact));
  }

  clear(user: string): void {
    if (this.byUser.has(key(user))) this.put(user, []);
  }

  /** Accounts that are no more have no phones. */
  keepOnly(isAccount: (user: string) => boolean): void {
    for (const user of [...this.byUser.keys()]) if (!isAccount(user)) this.clear(user);
  }

  /** Those that ran out are told of. */
  expire(now: number): void {
    for (const user of [...this.byUser.keys()]) this.of(user, now);
  }

  isBound(address: string, now: number): boolean {
    for (const user of this.byUser.keys())
      if (this.of(user, now).some(({ source }) => source.address === address)) return true;
    return false;
  }

  registrations(now: number): Registration[] {
    return [...this.byUser.keys()].map((user) => this.registration(user, now));
  }

  registration(user: string, now: number): Registration {
    const contacts = this.of(user, now).map(({ source, userAgent, since, until }) => ({
      address: `${source.address}:${source.port}`.slice(0, 100),
      transport: source.protocol,
      userAgent,
      since,
      until,
    }));
    return { user: key(user), contacts };
  }

  private put(user: string, bindings: Binding[]): void {
    if (bindings.length === 0) this.byUser.delete(key(user));
    else this.byUser.set(key(user), bindings);
    this.changed(key(user));
  }
}

/** Users are the same in large and small letters. */
function key(user: string): string {
  return user.toLowerCase();
}

/** Whether two contacts are one phone: the same place, whatever else their parameters say (section 19.1.4, in short). */
function isSame(a: Uri, b: Uri): boolean {
  if (!isSipUri(a) || !isSipUri(b)) return formatUri(a) === formatUri(b);
  const transport = (uri: SipUri): string => (uri.params.get("transport") ?? "").toLowerCase();
  return a.user === b.user && a.host === b.host && a.port === b.port && transport(a) === transport(b);
}
