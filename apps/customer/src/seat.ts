/**
 * One browser can be several customers: `/app/?seat=2` has its own client id and memory, as `/desk/2/` is a
 * second agent. For demonstrations and tests; the plain address is seat "1".
 */
export function seatOf(location: { readonly search: string }): string {
  const asked = new URLSearchParams(location.search).get("seat") ?? "";
  return /^[a-z0-9-]{1,32}$/i.test(asked) ? asked : "1";
}
