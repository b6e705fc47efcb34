import { isIP } from "node:net";

/**
 * The network that an address is in, for putting calls of one office together: of IPv4 the first three numbers, of IPv6 the
 * first three groups. The address itself is nobody's business after the call.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (plain === "::1" || plain.startsWith("127.")) return "this machine";
  if (isIP(plain) === 4) return `${plain.split(".").slice(0, 3).join(".")}.0/24`;
  if (isIP(plain) !== 6) return "";
  const [head = ""] = plain.split("%");
  const [before = "", after] = head.split("::");
  const groups = before.split(":").filter((group) => group !== "");
  const missing =
    after === undefined ? 0 : 8 - groups.length - after.split(":").filter((group) => group !== "").length;
  const all = [...groups, ...Array.from({ length: missing }, () => "0"), ...(after ?? "").split(":")];
  return `${all
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, "").toLowerCase() || "0")
    .join(":")}::/48`;
}
