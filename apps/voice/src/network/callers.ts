/** Where something comes from, as the sockets have it. */
export interface From {
  readonly protocol: "udp" | "tcp" | "tls";
  readonly address: string;
  readonly port: number;
}

export type Caller =
  | { readonly kind: "trunk"; readonly trunkId: string }
  /** Says that it is a desk phone, which is to be proved. */
  | { readonly kind: "phone" }
  | { readonly kind: "stranger" }
  /** Nobody whose call is taken without a password. */
  | { readonly kind: "nobody" };

/** A trunk, as its calls are known by. */
export interface TrunkSource {
  readonly trunkId: string;
  /** Whether its calls come from this address. */
  sendsFrom(address: string): boolean;
  /** Whether this is the very place where it takes calls; by UDP it usually sends from there. */
  standsAt(address: string, port: number): boolean;
}

export interface CallersNow {
  readonly trunks: readonly TrunkSource[];
  readonly hasAccount: (user: string) => boolean;
  readonly strangers: boolean;
}

/**
 * Who calls, in the order of decision 0136: nobody but a phone that proves who it is gets anywhere but to an access
 * number.
 */
export function judgeCaller(
  from: From,
  said: { readonly user: string | undefined; readonly withPassword: boolean },
  { trunks, hasAccount, strangers }: CallersNow,
): Caller {
  const exact =
    from.protocol === "udp" ? trunks.find((trunk) => trunk.standsAt(from.address, from.port)) : undefined;
  if (exact !== undefined) return { kind: "trunk", trunkId: exact.trunkId };
  if (said.withPassword || (said.user !== undefined && hasAccount(said.user))) return { kind: "phone" };
  const near = trunks.find((trunk) => trunk.sendsFrom(from.address));
  if (near !== undefined) return { kind: "trunk", trunkId: near.trunkId };
  return strangers ? { kind: "stranger" } : { kind: "nobody" };
}

/** Whether a source is never banned: a trunk, whose name anybody could send one datagram in. */
export function isExempt(from: Pick<From, "address" | "port">, trunks: readonly TrunkSource[]): boolean {
  // On this machine everybody has the same address: there it is the port that tells who it is.
  const own = from.address === "::1" || from.address.startsWith("127.");
  return trunks.some((trunk) =>
    own ? trunk.standsAt(from.address, from.port) : trunk.sendsFrom(from.address),
  );
}
