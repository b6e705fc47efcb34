import { z } from "zod";
import { sipCodecs } from "../voice/settings.js";
import { matchesAny, numberPatternSchema } from "./number-pattern.js";
import { prefixRuleSchema, withPrefixRules } from "./prefix-rules.js";

/** The trunk whose address the variable TRUNK gives; everything else of it is set like any other's. */
export const SETTINGS_TRUNK_ID = "settings";

export const trunkIdSchema = z.string().regex(/^[\x21-\x7e]{1,64}$/);

const host = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$|^[0-9A-Fa-f:]{2,45}$/,
    "must be a host name or an IP address",
  );
const sipUser = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_.!~*'()&=+$,;?/-]{1,80}$/, "must be a SIP user name");
/** An address or a network, as 203.0.113.0/24. */
export const networkSchema = z
  .string()
  .trim()
  .regex(
    /^(\d{1,3}(\.\d{1,3}){3}(\/([12]?\d|3[0-2]))?|[0-9A-Fa-f:]{2,45}(\/(\d{1,2}|1[01]\d|12[0-8]))?)$/,
    "must be an IP address or a network",
  );

export const callerIdRuleSchema = z.discriminatedUnion("kind", [
  /** The call's own, as its line says. */
  z.object({ kind: z.literal("own") }),
  z.object({
    kind: z.literal("fixed"),
    number: z
      .string()
      .trim()
      .regex(/^\+?[0-9*#]{1,40}$/, "must be a number"),
  }),
]);

/**
 * Keys of encrypted sound (SDES, RFC 4568). `off`: never offered, but answered to a peer that brings them. `offered`: beside plain
 * sound, for whoever knows them. `required`: no call without, in either direction.
 */
export const trunkEncryptions = ["off", "offered", "required"] as const;

/** A way to the telephone network, as it was set; the password is kept apart. Order and failover: decision 0137. */
export const trunkSchema = z.object({
  name: z.string().trim().min(1).max(80),
  enabled: z.boolean(),
  /** `register`: we log in at the carrier. `address`: it knows us by ours. */
  mode: z.enum(["register", "address"]),
  host,
  /** `null`: as DNS says (SRV), else the usual one. */
  port: z.number().int().min(1).max(65_535).nullable(),
  transport: z.enum(["udp", "tcp", "tls"]),
  /** Who we are to it; `null`: it asks for nothing. */
  user: sipUser.nullable(),
  /** Only challenges of this realm are answered; `null`: any. */
  realm: z.string().trim().min(1).max(200).nullable(),
  /** Lower goes first. */
  priority: z.number().int().min(1).max(1_000),
  /** Both directions together; `null`: no limit of its own. */
  callsMax: z.number().int().min(1).max(10_000).nullable(),
  /** Called numbers that it takes. */
  takes: z.array(numberPatternSchema).min(1).max(100),
  /** What becomes of a called number on the way out. */
  calledOut: z.array(prefixRuleSchema).max(20),
  /** What becomes of the called and of the calling number of its calls to us. */
  calledIn: z.array(prefixRuleSchema).max(20),
  callerIn: z.array(prefixRuleSchema).max(20),
  callerId: callerIdRuleSchema,
  /** Where its calls come from besides its host. */
  sources: z.array(networkSchema).max(50),
  /** Of its calls' sound, in the order in which they are offered; `null`: as SIP_CODECS says. */
  codecs: z
    .array(z.enum(sipCodecs))
    .min(1)
    .max(sipCodecs.length)
    .refine((codecs) => new Set(codecs).size === codecs.length, "each once")
    .nullable()
    .default(null),
  encryption: z.enum(trunkEncryptions).default("off"),
  /** It is asked every 30 s whether it is there (OPTIONS); no for a carrier that never answers that. */
  ping: z.boolean(),
});
export type Trunk = z.infer<typeof trunkSchema>;
/** As a form or an API gives it, before it was checked. */
export type TrunkInput = z.input<typeof trunkSchema>;

/** What a new trunk is like before anybody has said anything. */
export const trunkDefaults: Omit<Trunk, "name" | "host"> = {
  enabled: true,
  mode: "address",
  port: null,
  transport: "udp",
  user: null,
  realm: null,
  priority: 10,
  callsMax: null,
  takes: ["*"],
  calledOut: [],
  calledIn: [],
  callerIn: [],
  callerId: { kind: "own" },
  sources: [],
  codecs: null,
  encryption: "off",
  ping: true,
};

type Routed = Pick<Trunk, "name" | "enabled" | "priority" | "takes">;

/** Trunks that take a number, in the order in which they are tried. `isDown`: known not to answer, so behind the others. */
export function routesFor<T extends Routed>(
  number: string,
  trunks: readonly T[],
  isDown: (trunk: T) => boolean = () => false,
): T[] {
  return trunks
    .filter(({ enabled, takes }) => enabled && matchesAny(number, takes))
    .sort(
      (a, b) =>
        Number(isDown(a)) - Number(isDown(b)) ||
        a.priority - b.priority ||
        (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    );
}

/** What one trunk is sent of a call: its number and its caller id. */
export function sentBy(
  { calledOut, callerId }: Pick<Trunk, "calledOut" | "callerId">,
  call: { readonly to: string; readonly from: string },
): { readonly to: string; readonly from: string } {
  return {
    to: withPrefixRules(call.to, calledOut),
    from: callerId.kind === "fixed" ? callerId.number : call.from,
  };
}
