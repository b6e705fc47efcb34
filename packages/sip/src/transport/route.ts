import { formatVia, Headers, type ReceivedRequest, splitOutside, type Via } from "../message/index.js";
import { socketHost } from "../message/uri.js";
import { type Destination, defaultPort, isReliable, type Source } from "./types.js";

/**
 * Notes in the topmost Via where a request really came from: `received` when the sender's own word differs
 * (RFC 3261 section 18.2.1), and the port when it asked for it with `rport` (RFC 3581).
 */
export function stampVia(request: ReceivedRequest, source: Source): ReceivedRequest {
  const via = stamped(request.envelope.via, source);
  if (via === request.envelope.via) return request;
  const headers = new Headers();
  let first = true;
  for (const [name, value] of request.headers) {
    if (name === "via" && first) {
      first = false;
      const others = (splitOutside(value, ",") ?? []).slice(1);
      headers.add("via", [formatVia(via), ...others].join(", "));
    } else headers.add(name, value);
  }
  return { ...request, headers, envelope: { ...request.envelope, via } };
}

function stamped(via: Via, source: Source): Via {
  const asksForPort = via.params.has("rport");
  const differs = socketHost(via.host) !== source.address;
  if (!asksForPort && !differs) return via;
  const params = new Map(via.params);
  if (asksForPort) params.set("rport", String(source.port));
  params.set("received", source.address);
  return { ...via, params };
}

/**
 * Where a response goes (RFC 3261 section 18.2.2, RFC 3581 section 4): back on its connection; by UDP to where the
 * request came from, at the port of Via unless `rport` was asked for. `maddr` is not followed: it would let a stranger
 * aim our answers at others.
 */
export function responseDestination(via: Via, source: Source): Destination {
  const port = via.port ?? defaultPort[source.protocol];
  if (isReliable(source.protocol)) return { ...source, port };
  return { ...source, port: via.params.has("rport") ? source.port : port };
}
