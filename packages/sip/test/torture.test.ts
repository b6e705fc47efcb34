/** The messages of RFC 4475, which the npm package `sip` carries in its tests, each with what we must do. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  formatUri,
  isSipUri,
  parseMessage,
  parseSdp,
  readAddresses,
  serializeMessage,
  userOf,
} from "../src/index.js";
import { Exchange, the } from "./support/agents.js";

const folder = path.join(
  path.dirname(createRequire(import.meta.url).resolve("sip/package.json")),
  "test/messages",
);

function bytesOf(name: string): Buffer {
  return readFileSync(path.join(folder, `${name}.dat`));
}

/**
 * What goes back to a message that comes by UDP. `offered`: the call reaches the user, who refuses it with 486 here.
 * `dropped`: no answer, since it is a response, or nobody could be answered. The reason is the section of RFC 4475.
 */
const expected: Record<string, [answer: number | "offered" | "dropped", why: string]> = {
  wsinv: [481, "3.1.1.1 a short tortuous INVITE, within a dialog that is not there"],
  intmeth: [501, "3.1.1.2 wide range of valid characters, in a method nobody knows"],
  esc01: ["offered", "3.1.1.3 valid use of the % escape"],
  escnull: [405, "3.1.1.4 escaped nulls; nobody registers here"],
  esc02: [501, "3.1.1.5 % where it is no escape: RE%47IST%45R is not REGISTER"],
  lwsdisp: [200, "3.1.1.6 no space between display name and <"],
  longreq: ["offered", "3.1.1.7 long values in header fields"],
  dblreq: [405, "3.1.1.8 extra trailing octets: the second request of a datagram is ignored"],
  semiuri: [200, "3.1.1.9 semicolons in the user part"],
  transports: [200, "3.1.1.10 varied transports in Via"],
  mpart01: [405, "3.1.1.11 multipart MIME"],
  unreason: ["dropped", "3.1.1.12 an unusual reason phrase; nobody asked"],
  noreason: ["dropped", "3.1.1.13 an empty reason phrase; nobody asked"],
  badinv01: [400, "3.1.2.1 extraneous separators"],
  clerr: [400, "3.1.2.2 Content-Length larger than the message"],
  ncl: [400, "3.1.2.3 negative Content-Length"],
  scalar02: [400, "3.1.2.4 request scalar fields with overlarge values"],
  scalarlg: ["dropped", "3.1.2.5 response scalar fields with overlarge values"],
  quotbal: [400, "3.1.2.6 unterminated quoted string"],
  ltgtruri: [400, "3.1.2.7 <> around the Request-URI"],
  lwsruri: [400, "3.1.2.8 space within the Request-URI"],
  lwsstart: [400, "3.1.2.9 several spaces in the request line"],
  trws: [400, "3.1.2.10 spaces at the end of the request line"],
  escruri: [400, "3.1.2.11 headers in the Request-URI"],
  baddate: ["offered", "3.1.2.12 a time zone other than GMT: Date is not looked at"],
  regbadct: [400, "3.1.2.13 ? in a Contact without <>"],
  badaspec: [200, "3.1.2.14 spaces within <>: tolerated, as the RFC allows"],
  baddn: [200, "3.1.2.15 non-token characters in a display name: tolerated, as the RFC allows"],
  badvers: [505, "3.1.2.16 unknown protocol version"],
  mismatch01: [400, "3.1.2.17 start line and CSeq name different methods"],
  mismatch02: [400, "3.1.2.18 the same with an unknown method"],
  bigcode: ["dropped", "3.1.2.19 overlarge response code"],
  badbranch: [200, "3.2.1 a branch of nothing but the cookie is treated as RFC 2543"],
  insuf: [400, "3.3.1 missing required header fields"],
  unkscm: [416, "3.3.2 unknown Request-URI scheme"],
  novelsc: [416, "3.3.3 a known but unusual Request-URI scheme"],
  unksm2: [405, "3.3.4 unknown schemes in To and From: the method decides first"],
  bext01: [420, "3.3.5 Require and Proxy-Require of what nobody has"],
  invut: [415, "3.3.6 unknown Content-Type"],
  regaut01: [405, "3.3.7 unknown authorization scheme: the method decides first"],
  multi01: [400, "3.3.8 several values in single-value fields"],
  mcl01: [400, "3.3.9 several Content-Length values"],
  bcast: ["dropped", "3.3.10 a 200 with two Via: it was meant for somebody else"],
  zeromf: [200, "3.3.11 Max-Forwards 0: it has reached its end"],
  cparam01: [405, "3.3.12 a parameter behind a Contact without <>"],
  cparam02: [405, "3.3.13 the same within <>"],
  regescrt: [405, "3.3.14 an escaped header in a Contact"],
  sdp01: [406, "3.3.15 Accept without SDP"],
  inv2543: [400, "3.4.1 an INVITE of RFC 2543: no Contact, so no dialog can be made of it"],
  badcseq: [400, "not of the RFC: CSeq without a number"],
  test: ["dropped", "not of the RFC: no version, no Via"],
};

describe("RFC 4475", () => {
  test("[MSG-2] every message of the package is judged here", () => {
    const names = readdirSync(folder).filter((name) => name.endsWith(".dat") && name !== "baddn_sep.dat");
    expect(names.map((name) => name.slice(0, -4)).sort()).toEqual(Object.keys(expected).sort());
  });

  test.each(Object.entries(expected))("[MSG-2] %s: %j", (name, [answer]) => {
    const exchange = new Exchange();
    const station = exchange.station("10.0.0.2");
    exchange.network.inject("10.0.0.9", "10.0.0.2", bytesOf(name));
    for (const call of station.calls) call.refuse(486);
    const [first] = exchange.network.passages;
    const got = first?.message?.kind === "response" ? first.message.status : undefined;
    expect(station.calls).toHaveLength(answer === "offered" ? 1 : 0);
    if (answer === "offered") expect(got).toBe(486);
    else if (answer === "dropped") expect(exchange.network.passages).toEqual([]);
    else if (first?.message === undefined) {
      // The request lacked what a whole response needs; what could be copied was.
      expect(first?.bytes.toString("latin1")).toMatch(new RegExp(`^SIP/2.0 ${answer} `));
    } else expect(got).toBe(answer);
    if (answer !== "offered" && answer !== "dropped" && answer !== 200)
      expect(station.notices).toHaveLength(1);
    exchange.clock.advance(64_000);
    expect(station.agent.load).toEqual({ servers: 0, clients: 0 });
  });

  const whole = Object.keys(expected).filter((name) => parseMessage(bytesOf(name)).ok);

  test.each(whole)("[MSG-1] %s is the same after it was written and read again", (name) => {
    const once = parseMessage(bytesOf(name));
    if (!once.ok) throw new Error("not whole");
    const again = parseMessage(serializeMessage(once.message));
    if (!again.ok) throw new Error(`not whole again: ${again.detail}`);
    const fields = (message: typeof once.message) =>
      [...message.headers].filter(([field]) => field !== "content-length");
    expect(fields(again.message)).toEqual(fields(once.message));
    expect(again.message.envelope).toEqual(once.message.envelope);
    expect(again.message.body.equals(once.message.body)).toBe(true);
  });

  test("[MSG-1] the meaning of the tortuous ones", () => {
    const read = (name: string) => {
      const result = parseMessage(bytesOf(name));
      if (!result.ok || result.message.kind !== "request") throw new Error(name);
      return result.message;
    };
    const wsinv = read("wsinv");
    expect(wsinv.envelope.cseq).toEqual({ number: 9, method: "INVITE" });
    expect(wsinv.envelope.from.displayName).toBe('J Rosenberg \\"');
    expect(wsinv.envelope.from.params.get("tag")).toBe("98asjd8");
    expect(wsinv.envelope.via).toMatchObject({ transport: "UDP", host: "192.0.2.2" });
    expect(wsinv.headers.list("via")).toHaveLength(3);
    const contact = the(readAddresses(wsinv.headers, "contact")?.[0]);
    expect([contact.displayName, formatUri(contact.uri)]).toEqual([
      'Quoted string ""',
      "sip:jdrosen@example.com",
    ]);
    expect([...contact.params]).toEqual([
      ["newparam", "newvalue"],
      ["secondparam", ""],
      ["q", "0.33"],
    ]);
    const body = parseSdp(wsinv.body.toString());
    expect(body.ok && body.description.media.map(({ media, port }) => [media, port])).toEqual([
      ["audio", 49217],
      ["video", 3227],
    ]);

    const esc01 = read("esc01");
    expect(userOf(esc01.envelope.to.uri)).toBe("user");
    expect(userOf(esc01.envelope.from.uri)).toBe("I have spaces");
    const target = the(readAddresses(esc01.headers, "contact")?.[0]).uri;
    expect(isSipUri(target) && [...target.params]).toEqual([
      ["%6c%72", ""],
      ["n%61me", "v%61lue%25%34%31"],
    ]);
    const esc02 = read("esc02");
    expect(esc02.method).toBe("RE%47IST%45R");
    expect(esc02.headers.list("contact")).toHaveLength(2);
    const intmeth = read("intmeth");
    expect(intmeth.envelope.to.displayName).toBe("BEL:\u0007 NUL:\u0000 DEL:\u007f");
    expect(read("longreq").headers.list("via")).toHaveLength(34);
    expect(userOf(read("escnull").envelope.to.uri)).toBe("null-\u0000-null");
  });
});
