import { BlockList, isIPv4, isIPv6 } from "node:net";

/** This machine and networks that are not the internet: RFC 1122, 1918, 3927, 4193, 4291. */
const NEAR = [
  "127.0.0.0/8",
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "::1",
  "fc00::/7",
  "fe80::/10",
];

/** Whose SIP is read at all. */
export class Sources {
  private readonly networks = new BlockList();
  private readonly everybody: boolean;

  /**
   * @param allowed addresses and networks; `null`: this machine and private networks.
   * @param besides more of them, whatever is allowed.
   * @throws for what is neither.
   */
  constructor(allowed: readonly string[] | "any" | null, besides: readonly string[] = []) {
    this.everybody = allowed === "any";
    if (allowed === "any") return;
    for (const source of [...(allowed ?? NEAR), ...besides]) {
      const [address = "", bits] = source.split("/");
      const family = isIPv4(address) ? "ipv4" : "ipv6";
      if (bits === undefined) this.networks.addAddress(address, family);
      else this.networks.addSubnet(address, Number(bits), family);
    }
  }

  /** @param address as the socket has it; an IPv4 address may come in IPv6's clothes. */
  admits(address: string): boolean {
    if (this.everybody) return true;
    const plain = address.startsWith("::ffff:") ? address.slice(7) : (address.split("%")[0] ?? "");
    if (isIPv4(plain)) return this.networks.check(plain, "ipv4");
    return isIPv6(plain) && this.networks.check(plain, "ipv6");
  }
}
