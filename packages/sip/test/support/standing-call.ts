import type { SessionEnd } from "../../src/index.js";
import { Exchange } from "./agents.js";

/** Two agents on one network. */
export function parts() {
  const exchange = new Exchange();
  const a = exchange.station("10.0.0.1");
  const b = exchange.station("10.0.0.2");
  return { exchange, a, b };
}

/** The same with a call between them, and how each side heard of its end. */
export function standing() {
  const all = parts();
  const [caller, callee] = all.exchange.established(all.a, all.b, "10.0.0.2");
  const ends: Record<"caller" | "callee", SessionEnd[]> = { caller: [], callee: [] };
  caller.handle({ ended: (end) => ends.caller.push(end) });
  callee.handle({ ended: (end) => ends.callee.push(end) });
  all.exchange.network.passages.length = 0;
  return { ...all, caller, callee, ends };
}

/** The result of something that needs the clock to go on. */
export async function settled<T>(exchange: Exchange, promise: Promise<T>, ms = 100): Promise<T> {
  exchange.clock.advance(ms);
  return await promise;
}
