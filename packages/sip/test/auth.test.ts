import { describe, expect, test } from "vitest";
import {
  DigestClient,
  DigestServer,
  digestResponse,
  Headers,
  makeResponse,
  noBody,
  parseAuth,
  type SipRequest,
  secretHash,
} from "../src/index.js";
import { the } from "./support/agents.js";
import { HandClock, seededRandom } from "./support/clock.js";

function register(headers: [string, string][] = []): SipRequest {
  return {
    kind: "request",
    method: "REGISTER",
    uri: "sip:pbx.example",
    headers: new Headers(headers),
    body: noBody,
  };
}

const password = "Circle of Life";

function lookup(user: string, algorithm: "MD5" | "SHA-256"): string | undefined {
  return user === "Mufasa" ? secretHash(algorithm, "Mufasa", "pbx", password) : undefined;
}

class Desk {
  readonly clock = new HandClock();
  readonly server: DigestServer;
  readonly client = new DigestClient({ user: "Mufasa", password }, seededRandom("client"));

  constructor(seed = "server") {
    this.server = new DigestServer({ realm: "pbx", clock: this.clock, random: seededRandom(seed) });
  }

  /** Sends without credentials and lets the client learn the challenge. */
  challenge(client = this.client): boolean {
    const request = client.authorize(register());
    const verdict = this.server.check(request, lookup);
    if (verdict.ok) throw new Error("was let in");
    return client.learn(makeResponse(register(), verdict.status, { headers: verdict.headers }), request);
  }

  check(request: SipRequest) {
    const verdict = this.server.check(request, lookup);
    return verdict.ok ? verdict.user : verdict.code;
  }
}

describe("digest", () => {
  test("[AUT-1] gives the values of RFC 7616 section 3.9.1", () => {
    const common = {
      nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
      method: "GET",
      uri: "/dir/index.html",
      qop: { value: "auth", nc: "00000001", cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ" },
    } as const;
    const of = (algorithm: "MD5" | "SHA-256") =>
      digestResponse({
        ...common,
        algorithm,
        secret: secretHash(algorithm, "Mufasa", "http-auth@example.org", password),
      });
    expect(of("MD5")).toBe("8ca523f5e9506fed4657c9700eebdbec");
    expect(of("SHA-256")).toBe("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
  });

  test("[AUT-1] gives the value of RFC 2069 when no qop was offered", () => {
    const response = digestResponse({
      algorithm: "MD5",
      secret: secretHash("MD5", "Mufasa", "testrealm@host.com", "Circle Of Life"),
      nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
      method: "GET",
      uri: "/dir/index.html",
    });
    expect(response).toBe("670fd8c2df070c60b045671b8b24ff02");
  });

  test("[AUT-2] nobody is let in without, with the wrong, or with an unknown user's password; all look alike", () => {
    const desk = new Desk();
    const none = desk.server.check(register(), lookup);
    expect(none).toMatchObject({ ok: false, code: "none", status: 401 });
    expect(none.ok ? [] : none.headers.map(([, value]) => /algorithm=([^,]*)/.exec(value)?.[1])).toEqual([
      "SHA-256",
      "MD5",
    ]);
    const wrong = new DigestClient({ user: "Mufasa", password: "Hakuna" }, seededRandom("wrong"));
    expect(desk.challenge(wrong)).toBe(true);
    const first = desk.server.check(wrong.authorize(register()), lookup);
    expect(first).toMatchObject({ ok: false, code: "wrong", status: 401, user: "Mufasa" });
    expect(desk.challenge(wrong)).toBe(false);
    const stranger = new DigestClient({ user: "Scar", password }, seededRandom("scar"));
    desk.challenge(stranger);
    const second = desk.server.check(stranger.authorize(register()), lookup);
    expect(second).toMatchObject({ ok: false, code: "wrong", status: 401, user: "Scar" });
  });

  test("[AUT-2] who knows it is let in, again and again with one nonce, the best algorithm first", () => {
    const desk = new Desk();
    expect(desk.challenge()).toBe(true);
    const requests = [1, 2, 3].map(() => desk.client.authorize(register()));
    const read = requests.map((request) => the(parseAuth(the(request.headers.get("authorization")))));
    expect(read.map(({ params }) => params.get("nc"))).toEqual(["00000001", "00000002", "00000003"]);
    expect(read[0]?.params.get("algorithm")).toBe("SHA-256");
    expect(requests.map((request) => desk.check(request))).toEqual(["Mufasa", "Mufasa", "Mufasa"]);
  });

  test("[AUT-3] nothing is taken twice, and no count backwards", () => {
    const desk = new Desk();
    desk.challenge();
    const [first, second] = [desk.client.authorize(register()), desk.client.authorize(register())];
    expect(desk.check(second)).toBe("Mufasa");
    expect(desk.check(second)).toBe("replayed");
    expect(desk.check(first)).toBe("replayed");
  });

  test("[AUT-3] credentials fit one method and one URI only", () => {
    const desk = new Desk();
    desk.challenge();
    const request = desk.client.authorize(register());
    expect(desk.check({ ...request, method: "INVITE" })).toBe("wrong");
    expect(desk.check({ ...request, uri: "sip:0900@pbx.example" })).toBe("wrong");
    expect(desk.check(request)).toBe("Mufasa");
  });

  test("[AUT-3] a wrong answer tells whether it was to a challenge of ours or to somebody else's", () => {
    const desk = new Desk();
    const wrong = new DigestClient({ user: "Mufasa", password: "Hakuna" }, seededRandom("wrong"));
    desk.challenge(wrong);
    expect(desk.server.check(wrong.authorize(register()), lookup)).toMatchObject({ challenged: true });
    const elsewhere = new DigestClient({ user: "Mufasa", password: "Hakuna" }, seededRandom("wrong"));
    new Desk("elsewhere").challenge(elsewhere);
    expect(desk.server.check(elsewhere.authorize(register()), lookup)).toMatchObject({
      code: "wrong",
      challenged: false,
    });
  });

  test("[AUT-3] an old nonce is stale, which the client answers at once; a foreign one as well", () => {
    const desk = new Desk();
    desk.challenge();
    desk.clock.advance(301_000);
    const late = desk.client.authorize(register());
    const verdict = desk.server.check(late, lookup);
    expect(verdict).toMatchObject({ ok: false, code: "stale" });
    const answer = makeResponse(register(), 401, { headers: verdict.ok ? [] : verdict.headers });
    expect(desk.client.learn(answer, late)).toBe(true);
    expect(desk.check(desk.client.authorize(register()))).toBe("Mufasa");
    const other = new Desk();
    const elsewhere = new DigestServer({
      realm: "pbx",
      clock: other.clock,
      random: seededRandom("other server"),
    });
    expect(elsewhere.check(desk.client.authorize(register()), lookup)).toMatchObject({ code: "stale" });
  });

  test("[AUT-3] when memory for nonces is short the oldest is forgotten, and cannot be used again", () => {
    const clock = new HandClock();
    const server = new DigestServer({ realm: "pbx", clock, random: seededRandom("small"), maxNonces: 2 });
    const used = [1, 2, 3].map((number) => {
      clock.advance(10);
      const client = new DigestClient({ user: "Mufasa", password }, seededRandom(`client ${number}`));
      const refused = server.check(register(), lookup);
      client.learn(makeResponse(register(), 401, { headers: refused.ok ? [] : refused.headers }), register());
      const request = client.authorize(register());
      expect(server.check(request, lookup).ok).toBe(true);
      return request;
    });
    expect(used.map((request) => server.check(request, lookup).ok)).toEqual([false, false, false]);
  });

  test("[AUT-4] a proxy's and a server's challenge are answered together; what we cannot do is passed over", () => {
    const client = new DigestClient({ user: "u", password: "p" }, seededRandom("both"));
    const challenge = (status: 401 | 407, ...values: string[]) =>
      client.learn(
        makeResponse(register(), status, {
          headers: values.map((value) => [status === 401 ? "www-authenticate" : "proxy-authenticate", value]),
        }),
        client.authorize(register()),
      );
    expect(challenge(401, "NoOneKnowsThisScheme x=1")).toBe(false);
    expect(challenge(401, 'Digest realm="a", nonce="n", algorithm=SHA-512-256')).toBe(false);
    expect(challenge(401, 'Digest realm="a", nonce="n", qop="auth-int"')).toBe(false);
    expect(challenge(407, 'Digest realm="p", nonce="n1", qop="auth", algorithm=MD5')).toBe(true);
    expect(challenge(401, 'Digest realm="a", nonce="n2", opaque="o"')).toBe(true);
    const { headers } = client.authorize(register());
    expect(headers.all("proxy-authorization")).toHaveLength(1);
    expect(the(parseAuth(the(headers.get("authorization")))).params.get("opaque")).toBe("o");
    expect(headers.get("authorization")).not.toContain("qop");
  });
});
