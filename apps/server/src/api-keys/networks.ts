import { BlockList, isIP } from "node:net";

function listOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const one of addresses) {
    const [address = "", bits] = one.split("/");
    const family = isIP(address) === 4 ? "ipv4" : "ipv6";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Whether each of these is an address or a network. */
export function areNetworks(addresses: readonly string[]): boolean {
  try {
    listOf(addresses);
    return true;
  } catch {
    return false; // Node's list of addresses knows best what it takes.
  }
}

/** @param addresses none: from everywhere @param address as the socket has it; an IPv4 address may come in IPv6's clothes */
export function addressesAdmit(addresses: readonly string[], address: string): boolean {
  if (addresses.length === 0) return true;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").split("%")[0] ?? "";
  const kind = isIP(plain);
  return kind !== 0 && listOf(addresses).check(plain, kind === 4 ? "ipv4" : "ipv6");
}
