import { SIP_REALM, type WireAccount } from "@patchbay/protocol";
import {
  DigestClient,
  Headers,
  type IncomingRequest,
  makeResponse,
  parseMessage,
  type ReceivedRequest,
  type ResponseParts,
  type Source,
  secretHash,
  serializeMessage,
  sipUri,
  systemRandom,
} from "@patchbay/sip";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Offence } from "../src/network/bans.js";
import { Registrar } from "../src/network/phones/registrar.js";

const account = (user: string, password: string): WireAccount => ({
  user,
  md5: secretHash("MD5", user, SIP_REALM, password),
  sha256: secretHash("SHA-256", user, SIP_REALM, password),
});

let now: number;
let changed: string[];
let offences: Offence[];
let proofs: number;
let registrar: Registrar;
let sequence: number;

beforeEach(() => {
  now = 1_000_000;
  changed = [];
  offences = [];
  proofs = 0;
  sequence = 0;
  registrar = new Registrar({
    onChanged: (user) => changed.push(user),
    onOffence: (_, what) => offences.push(what),
    onProof: () => {
      proofs += 1;
    },
    log: { info: () => undefined },
    now: () => now,
  });
  registrar.configure([account("1001", "sofias-secret"), account("1002", "bens-secret")]);
});
afterEach(() => registrar.stop());

interface Asked {
  readonly user?: string;
  readonly password?: string;
  /** Of the address that is to be bound; default the user. */
  readonly as?: string;
  readonly contact?: readonly string[];
  readonly expires?: string;
  readonly callId?: string;
  readonly cseq?: number;
  readonly via?: string;
  readonly source?: Partial<Source>;
  /** Without an answer to the challenge. */
  readonly bare?: boolean;
}

interface Answer {
  readonly status: number;
  readonly parts: ResponseParts;
}

/** REGISTER as a phone sends it: challenged, then with the answer. Gives the last answer. */
function register(asked: Asked = {}): Answer {
  const { user = "1001", password = "sofias-secret" } = asked;
  const client = new DigestClient({ user, password }, systemRandom);
  const first = compose(asked);
  const challenge = send(first, asked);
  if (asked.bare === true || challenge.status !== 401) return challenge;
  const { status, parts } = challenge;
  client.learn(makeResponse(first, status, parts), first);
  return send(compose(asked, client), asked);
}

function compose(asked: Asked, client?: DigestClient): ReceivedRequest {
  sequence += 1;
  const { user = "1001", as = user, contact = ["<sip:1001@10.0.0.7:5062>"], callId = "call" } = asked;
  const headers = new Headers([
    ["via", `SIP/2.0/UDP ${asked.via ?? "10.0.0.7:5062"};branch=z9hG4bK${sequence};rport`],
    ["max-forwards", "70"],
    ["from", `<sip:${as}@pbx>;tag=1`],
    ["to", `<sip:${as}@pbx>`],
    ["call-id", callId],
    ["cseq", `${asked.cseq ?? sequence} REGISTER`],
    ["user-agent", "Desk phone 3.1"],
    ...contact.map((value) => ["contact", value] as const),
    ...(asked.expires === undefined ? [] : [["expires", asked.expires] as const]),
  ]);
  const request = {
    kind: "request",
    method: "REGISTER",
    uri: "sip:pbx",
    headers,
    body: Buffer.alloc(0),
  } as const;
  const read = parseMessage(serializeMessage(client?.authorize(request) ?? request));
  if (!read.ok || read.message.kind !== "request") throw new Error("no request");
  return read.message;
}

function send(request: ReceivedRequest, asked: Asked): Answer {
  const answers: Answer[] = [];
  const source: Source = { protocol: "udp", address: "10.0.0.7", port: 5062, listener: 0, ...asked.source };
  const incoming: IncomingRequest = {
    request,
    source,
    respond: (status, parts = {}) => answers.push({ status, parts }),
  };
  registrar.register(incoming);
  const [answer] = answers;
  if (answers.length !== 1 || answer === undefined) throw new Error(`${answers.length} answers`);
  return answer;
}

const contactsOf = ({ parts }: Answer) =>
  [...(parts.headers ?? [])].flatMap(([name, value]) => (name === "contact" ? [value] : []));

describe("a desk phone", () => {
  it("registers, is refreshed, and runs out", () => {
    expect(contactsOf(register())).toEqual(["<sip:1001@10.0.0.7:5062>;expires=300"]);
    expect(registrar.bindings.registrations(now)).toEqual([
      {
        user: "1001",
        contacts: [
          {
            address: "10.0.0.7:5062",
            transport: "udp",
            userAgent: "Desk phone 3.1",
            since: now,
            until: now + 300_000,
          },
        ],
      },
    ]);
    const since = now;
    now += 200_000;
    register({ expires: "120" });
    expect(registrar.bindings.registration("1001", now).contacts[0]).toMatchObject({
      since,
      until: now + 120_000,
    });
    now += 120_000;
    registrar.bindings.expire(now);
    expect(registrar.bindings.registrations(now)).toEqual([]);
    expect(changed).toEqual(["1001", "1001", "1001"]);
    expect(proofs).toBe(2);
  });

  it("may not stay too short, and not as long as it likes", () => {
    const short = register({ contact: ["<sip:1001@10.0.0.7>;expires=10"] });
    expect([short.status, short.parts.headers]).toEqual([423, [["min-expires", "60"]]]);
    expect(contactsOf(register({ expires: "7200" }))).toEqual(["<sip:1001@10.0.0.7:5062>;expires=300"]);
  });

  it("has several contacts, five at most, and is told of all", () => {
    const phones = [1, 2, 3, 4, 5, 6].map((at) => `<sip:1001@10.0.0.${at}>`);
    const answers = phones.map((contact, at) => register({ contact: [contact], callId: `phone-${at}` }));
    expect(answers.map((answer) => contactsOf(answer).length)).toEqual([1, 2, 3, 4, 5, 5]);
    expect(registrar.bindings.find("1001", sipUri({ user: "1001", host: "10.0.0.1" }), now)).toBeUndefined();
    expect(contactsOf(register({ contact: [] }))).toHaveLength(5);
  });

  it("leaves with one contact, or with all", () => {
    register({ contact: ["<sip:1001@10.0.0.1>", "<sip:1001@10.0.0.2>"] });
    expect(contactsOf(register({ contact: ["<sip:1001@10.0.0.1>;expires=0"] }))).toHaveLength(1);
    expect(register({ contact: ["*"], expires: "60" }).status).toBe(400);
    expect(contactsOf(register({ contact: ["*"], expires: "0" }))).toEqual([]);
    expect(registrar.bindings.registrations(now)).toEqual([]);
  });

  it("whose word comes late does not undo what it said after it", () => {
    register({ cseq: 20 });
    expect(register({ cseq: 10, contact: ["<sip:1001@10.0.0.7:5062>;expires=0"] }).status).toBe(500);
    expect(registrar.bindings.of("1001", now)).toHaveLength(1);
    // A phone that was started anew has another Call-ID.
    expect(register({ cseq: 1, callId: "anew" }).status).toBe(200);
  });

  it("behind a router is called by the way it came; with a connection, by that", () => {
    const way = () => registrar.bindings.of("1001", now)[0]?.way;
    register();
    expect(way()).toBeUndefined();
    register({ source: { address: "203.0.113.7", port: 40_000 } });
    expect(way()).toMatchObject({ address: "203.0.113.7", port: 40_000 });
    register({ source: { protocol: "tcp", connection: 7 } });
    expect(way()).toMatchObject({ protocol: "tcp", connection: 7 });
  });
});

describe("nobody else", () => {
  it("registers without a password, with a wrong one, or for an account that is none; all look alike", () => {
    const answers = [
      register({ bare: true }),
      register({ password: "wrong" }),
      register({ user: "9999", password: "x" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(answers.map(({ parts }) => [...(parts.headers ?? [])].map(([name]) => name))).toEqual(
      answers.map(() => ["www-authenticate"]),
    );
    expect(offences).toEqual(["wrong_password", "unknown_account"]);
    expect([proofs, changed]).toEqual([0, []]);
  });

  it("is asked for SHA-256 before MD5 where the center wants that", () => {
    registrar.configure([], true);
    const challenges = [...(register({ bare: true }).parts.headers ?? [])].map(([, value]) => value);
    expect(challenges.map((value) => /algorithm=([\w-]+)/.exec(value)?.[1])).toEqual(["SHA-256", "MD5"]);
  });

  it("registers in another's name", () => {
    expect(register({ user: "1002", password: "bens-secret", as: "1001" }).status).toBe(403);
    expect(registrar.bindings.registrations(now)).toEqual([]);
  });

  it("sends calls to what is no SIP address", () => {
    expect(register({ contact: ["<tel:+15035550142>"] }).status).toBe(400);
    expect(registrar.bindings.registrations(now)).toEqual([]);
  });
});

describe("accounts change while phones are registered", () => {
  beforeEach(() => {
    register();
    register({ user: "1002", password: "bens-secret", contact: ["<sip:1002@10.0.0.8>"] });
    changed = [];
  });
  const registered = () => registrar.bindings.registrations(now).map(({ user }) => user);

  it("those that stay, stay", () => {
    registrar.configure([account("1001", "sofias-secret"), account("1002", "bens-secret")]);
    expect([registered(), changed]).toEqual([["1001", "1002"], []]);
  });

  it("one that is removed, or has another password, is not registered any more", () => {
    registrar.configure([account("1002", "another-secret")]);
    expect([registered(), changed]).toEqual([[], ["1001", "1002"]]);
    expect(register().status).toBe(401);
  });
});
