/** Real calls over real sockets with an independent implementation: npm `sip`. */
import sip, { type Peer, type PeerMessage } from "sip";
import digest from "sip/digest.js";
import { afterEach, describe, expect, test, vi } from "vitest";
import { parseReplaces, type SessionEnd } from "../src/index.js";
import { address, sdp, the, uri } from "./support/agents.js";
import { freePort, type LiveStation, liveStation, until } from "./support/live.js";

// Real sockets and timers: a machine that is busy with something else must not fail them.
vi.setConfig({ testTimeout: 30_000 });

const toClose: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

interface Foreign {
  readonly peer: Peer;
  readonly port: number;
  readonly requests: PeerMessage[];
  /** Answers requests of a method. */
  answers: Record<string, (request: PeerMessage) => void>;
}

async function foreign(): Promise<Foreign> {
  const port = await freePort();
  const requests: PeerMessage[] = [];
  const answers: Foreign["answers"] = {};
  // The peer takes a request to its own host name for one of its flows, so its name is not its address.
  const peer = sip.create({ address: "127.0.0.1", publicAddress: "127.0.0.2", port }, (request) => {
    requests.push(request);
    const answer = answers[request.method ?? ""];
    if (answer !== undefined) answer(request);
    else if (request.method !== "ACK") peer.send(sip.makeResponse(request, 200, "OK"));
  });
  toClose.push(() => peer.destroy());
  return { peer, port, requests, answers };
}

async function station(): Promise<LiveStation> {
  const live = await liveStation();
  toClose.push(() => live.close());
  return live;
}

function contactOf(port: number, transport: string) {
  return [{ uri: `sip:peer@127.0.0.1:${port};transport=${transport}`, params: {} }];
}

/** An INVITE of the peer. */
function foreignInvite(port: number, ourPort: number, transport: string): PeerMessage {
  return {
    method: "INVITE",
    uri: `sip:8000@127.0.0.1:${ourPort};transport=${transport}`,
    headers: {
      to: { uri: `sip:8000@127.0.0.1:${ourPort}`, params: {} },
      from: { uri: "sip:peer@127.0.0.1", params: { tag: "peer-tag" } },
      "call-id": `peer-${Math.random()}`,
      cseq: { seq: 7, method: "INVITE" },
      contact: contactOf(port, transport),
      "content-type": "application/sdp",
      "max-forwards": 70,
    },
    content: sdp("peer"),
  };
}

/** A request of the peer within the dialog that its INVITE made. */
function within(invite: PeerMessage, ok: PeerMessage, method: string, seq: number): PeerMessage {
  return {
    method,
    uri: the(ok.headers.contact?.[0]).uri,
    headers: {
      to: ok.headers.to,
      from: invite.headers.from,
      "call-id": invite.headers["call-id"],
      cseq: { seq, method },
      via: [],
      "max-forwards": 70,
      ...(method === "INVITE" ? { contact: the(invite.headers.contact) } : {}),
    },
  };
}

describe.each(["udp", "tcp"] as const)("over %s", (transport) => {
  test("[PER-1] the peer calls, holds, transfers and hangs up", async () => {
    const live = await station();
    const { peer, port, answers } = await foreign();
    const invite = foreignInvite(port, live.port, transport);
    const responses: PeerMessage[] = [];
    peer.send(invite, (response) => responses.push(response));
    const call = await until("INVITE", () => live.calls[0]);
    expect(call.sdp).toBe(sdp("peer"));
    call.ring();
    const acks: unknown[] = [];
    const ends: SessionEnd[] = [];
    const offers: (string | undefined)[] = [];
    const session = the(call.answer(sdp("ours")));
    session.handle({
      acknowledged: (text) => acks.push(text),
      ended: (end) => ends.push(end),
      offered: (offer) => {
        offers.push(offer.sdp);
        offer.accept(sdp("held"));
      },
    });
    const ok = await until("200", () => responses.find(({ status }) => status === 200));
    expect(responses.some(({ status }) => status === 180)).toBe(true);
    expect(ok.content).toBe(sdp("ours"));
    peer.send(within(invite, ok, "ACK", 7));
    await until("ACK", () => acks.length === 1);

    const held: PeerMessage[] = [];
    const hold = within(invite, ok, "INVITE", 8);
    hold.content = sdp("hold");
    hold.headers["content-type"] = "application/sdp";
    peer.send(hold, (response) => held.push(response));
    const heldOk = await until("200 to the hold", () => held.find(({ status }) => status === 200));
    peer.send(within(invite, heldOk, "ACK", 8));
    await until("ACK of the hold", () => acks.length === 2);
    expect(offers).toEqual([sdp("hold")]);
    expect([session.localSdp, session.remoteSdp]).toEqual([sdp("held"), sdp("hold")]);

    const notified: string[] = [];
    answers["NOTIFY"] = (request) => {
      notified.push(String(request.content).trim());
      peer.send(sip.makeResponse(request, 200, "OK"));
    };
    session.handle({
      referred: (referral) => {
        expect(referral.target.uri).toEqual(uri("sip:9000@127.0.0.1"));
        const progress = referral.accept();
        progress.report(180);
        progress.report(200);
      },
    });
    const refer = within(invite, ok, "REFER", 9);
    refer.headers["refer-to"] = { uri: "sip:9000@127.0.0.1", params: {} };
    refer.headers["contact"] = the(invite.headers.contact);
    const referred: PeerMessage[] = [];
    peer.send(refer, (response) => referred.push(response));
    await until("202", () => referred.some(({ status }) => status === 202));
    await until("three NOTIFYs", () => notified.length === 3);
    expect(notified.sort()).toEqual(["SIP/2.0 100 Trying", "SIP/2.0 180 Ringing", "SIP/2.0 200 OK"]);

    const byes: PeerMessage[] = [];
    peer.send(within(invite, ok, "BYE", 10), (response) => byes.push(response));
    await until("200 to BYE", () => byes.some(({ status }) => status === 200));
    expect(ends).toEqual([{ by: "them", cause: "bye" }]);
    expect(live.agent.sessions.size).toBe(0);
  });

  test("[PER-1] we call, hold, transfer and hang up", async () => {
    const live = await station();
    const { peer, port, requests, answers } = await foreign();
    answers["INVITE"] = (request) => {
      if (request.headers.to.params["tag"] === undefined) {
        request.headers.to.params["tag"] = "peer";
        peer.send(
          sip.makeResponse(request, 180, "Ringing", { headers: { contact: contactOf(port, transport) } }),
        );
      }
      const content = String(request.content).includes("s=hold") ? sdp("held") : sdp("peer");
      const headers = { contact: contactOf(port, transport), "content-type": "application/sdp" };
      peer.send(sip.makeResponse(request, 200, "OK", { headers, content }));
    };
    answers["REFER"] = (request) => peer.send(sip.makeResponse(request, 202, "Accepted"));
    const progress: number[] = [];
    const session = await new Promise<import("../src/index.js").Session>((resolve, reject) => {
      live.agent.invite({
        target: uri(`sip:peer@127.0.0.1:${port};transport=${transport}`),
        from: address("<sip:8000@127.0.0.1>"),
        sdp: sdp("ours"),
        handlers: {
          progress: ({ status }) => progress.push(status),
          answered: resolve,
          failed: (failure) => reject(new Error(JSON.stringify(failure))),
        },
      });
    });
    expect(progress).toContain(180);
    expect(session.remoteSdp).toBe(sdp("peer"));
    await until("ACK", () => requests.some(({ method }) => method === "ACK"));

    expect(await session.reinvite(sdp("hold"))).toMatchObject({ ok: true, status: 200 });
    expect(session.remoteSdp).toBe(sdp("held"));
    await until("ACK of the hold", () => requests.filter(({ method }) => method === "ACK").length === 2);

    const told: number[] = [];
    const answer = await session.refer(uri("sip:9000@127.0.0.1"), {
      onProgress: (status) => told.push(status),
    });
    expect(answer).toMatchObject({ ok: true, status: 202 });
    const refer = the(requests.find(({ method }) => method === "REFER"));
    peer.send({
      method: "NOTIFY",
      uri: the(refer.headers.contact?.[0]).uri,
      headers: {
        to: refer.headers.from,
        from: refer.headers.to,
        "call-id": refer.headers["call-id"],
        cseq: { seq: 1, method: "NOTIFY" },
        via: [],
        event: "refer",
        "subscription-state": "terminated;reason=noresource",
        "content-type": "message/sipfrag",
      },
      content: "SIP/2.0 200 OK\r\n",
    });
    await until("NOTIFY", () => told.length === 1);
    expect(told).toEqual([200]);

    expect(await session.infoDigit("5")).toMatchObject({ ok: true });
    expect(the(requests.find(({ method }) => method === "INFO")).content).toContain("Signal=5");
    session.hangUp();
    await until("BYE", () => requests.some(({ method }) => method === "BYE"));
  });

  test("[PER-1] each side takes its call back", async () => {
    const live = await station();
    const { peer, port, requests, answers } = await foreign();
    const invite = foreignInvite(port, live.port, transport);
    const responses: PeerMessage[] = [];
    peer.send(invite, (response) => responses.push(response));
    const call = await until("INVITE", () => live.calls[0]);
    const cancelled: unknown[] = [];
    call.cancelled((how) => cancelled.push(how));
    call.ring();
    await until("180", () => responses.some(({ status }) => status === 180));
    const { via, ...headers } = invite.headers;
    peer.send({
      method: "CANCEL",
      uri: the(invite.uri),
      headers: { ...headers, via: the(via).slice(0, 1), cseq: { seq: 7, method: "CANCEL" } },
    });
    await until("487", () => responses.some(({ status }) => status === 487));
    expect(cancelled).toEqual([{ by: "cancel" }]);

    answers["INVITE"] = (request) => {
      request.headers.to.params["tag"] = "peer";
      peer.send(sip.makeResponse(request, 180, "Ringing"));
      answers["CANCEL"] = (cancel) => {
        peer.send(sip.makeResponse(cancel, 200, "OK"));
        peer.send(sip.makeResponse(request, 487, "Request Terminated"));
      };
    };
    const failed = await new Promise<unknown>((resolve) => {
      const outgoing = live.agent.invite({
        target: uri(`sip:peer@127.0.0.1:${port};transport=${transport}`),
        from: address("<sip:8000@127.0.0.1>"),
        sdp: sdp("ours"),
        handlers: { progress: () => outgoing.cancel(), answered: () => {}, failed: resolve },
      });
    });
    expect(failed).toMatchObject({ code: "cancelled", status: 487 });
    expect(requests.map(({ method }) => method)).toContain("CANCEL");
  });

  test("[PER-1] registers with digest, refreshes with a counted nonce, and takes it back", async () => {
    const live = await station();
    const { peer, port, requests, answers } = await foreign();
    const context = { realm: "carrier.example" };
    let challenged = false;
    answers["REGISTER"] = (request) => {
      const response = sip.makeResponse(request, 401, "Unauthorized");
      if (!challenged) {
        challenged = true;
        peer.send(digest.challenge(context, response));
      } else if (digest.authenticateRequest(context, request, { user: "trunk", password: "s3cret" })) {
        peer.send(sip.makeResponse(request, 200, "OK", { headers: { contact: request.headers.contact } }));
      } else peer.send(sip.makeResponse(request, 403, "Forbidden"));
    };
    const states: string[] = [];
    const registration = live.agent.register({
      registrar: uri(`sip:127.0.0.1:${port};transport=${transport}`),
      address: {
        scheme: "sip",
        user: "trunk",
        host: "carrier.example",
        params: new Map(),
        headers: new Map(),
      },
      credentials: { user: "trunk", password: "s3cret" },
      onState: ({ state }) => states.push(state),
    });
    await until("registered", () => states.includes("registered"));
    registration.refresh();
    await until("refreshed", () => states.length === 2);
    await registration.stop();
    expect(states).toEqual(["registered", "registered", "unregistered"]);
    expect(requests.filter(({ method }) => method === "REGISTER")).toHaveLength(4);
    expect(the(requests.at(-1)).headers["expires"]).toBe("0");
  });

  test("[PER-1] the peer is refused, and so are we", async () => {
    const live = await station();
    const { peer, port, answers } = await foreign();
    const refusals: PeerMessage[] = [];
    const invite = foreignInvite(port, live.port, transport);
    peer.send(invite, (response) => refusals.push(response));
    (await until("INVITE", () => live.calls[0])).refuse(486);
    await until("486", () => refusals.some(({ status }) => status === 486));
    await until("no transaction waits for its ACK", () => live.agent.load.servers <= 1);

    answers["INVITE"] = (request) => peer.send(sip.makeResponse(request, 603, "Decline"));
    const failed = await new Promise<unknown>((resolve) => {
      live.agent.invite({
        target: uri(`sip:peer@127.0.0.1:${port};transport=${transport}`),
        from: address("<sip:8000@127.0.0.1>"),
        sdp: sdp("ours"),
        handlers: { answered: () => {}, failed: resolve },
      });
    });
    expect(failed).toEqual({ code: "refused", status: 603, reason: "Decline" });
  });

  test("[PER-1] the peer answers a ping, and is transferred to a call that it replaces", async () => {
    const live = await station();
    const { port, requests, answers, peer } = await foreign();
    expect(await live.agent.ping(uri(`sip:127.0.0.1:${port};transport=${transport}`))).toBe(200);
    answers["INVITE"] = (request) => {
      request.headers.to.params["tag"] = `peer-${request.headers["call-id"]}`;
      const headers = { contact: contactOf(port, transport), "content-type": "application/sdp" };
      peer.send(sip.makeResponse(request, 200, "OK", { headers, content: sdp("peer") }));
    };
    answers["REFER"] = (request) => peer.send(sip.makeResponse(request, 202, "Accepted"));
    const call = () =>
      new Promise<import("../src/index.js").Session>((resolve, reject) => {
        live.agent.invite({
          target: uri(`sip:peer@127.0.0.1:${port};transport=${transport}`),
          from: address("<sip:8000@127.0.0.1>"),
          sdp: sdp("ours"),
          handlers: { answered: resolve, failed: reject },
        });
      });
    const [first, second] = [await call(), await call()];
    expect(await first.referReplacing(second)).toMatchObject({ ok: true, status: 202 });
    const refer = the(requests.find(({ method }) => method === "REFER"));
    const target = String((refer.headers["refer-to"] as { uri: string }).uri);
    const replaces = parseReplaces(decodeURIComponent(the(/[?&]Replaces=([^&>]*)/.exec(target)?.[1])));
    expect(replaces).toEqual({
      callId: second.dialog.callId,
      toTag: second.dialog.remoteTag,
      fromTag: second.dialog.localTag,
      earlyOnly: false,
    });
  });
});
