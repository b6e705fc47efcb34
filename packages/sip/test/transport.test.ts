import { createSocket } from "node:dgram";
import { connect, createServer, type Socket } from "node:net";
import { generate } from "selfsigned";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  type Arrival,
  type ListenOptions,
  openTransports,
  type ParseResult,
  parseMessage,
  parseUri,
  type ReceivedRequest,
  resolveTarget,
  responseDestination,
  type Source,
  stampVia,
  type TransportFailure,
  type TransportOptions,
} from "../src/index.js";
import { address, sdp, the, uri } from "./support/agents.js";
import { freePort, liveStation, until } from "./support/live.js";
import { openRelay } from "./support/relay.js";

// Real sockets and timers: a machine that is busy with something else must not fail them.
vi.setConfig({ testTimeout: 30_000 });

const toClose: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

function options(sentBy = "127.0.0.1:5060", branch = "z9hG4bK1"): string {
  return `OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP ${sentBy};branch=${branch}\r\nFrom: <sip:a@a>;tag=1\r\nTo: <sip:b@b>\r\nCall-ID: ${branch}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`;
}

function requestOf(text: string): ReceivedRequest {
  const read = parseMessage(Buffer.from(text));
  if (!read.ok || read.message.kind !== "request") throw new Error("not a request");
  return read.message;
}

async function open(listen: readonly ListenOptions[], more: Partial<TransportOptions> = {}) {
  const opened = await openTransports({ listen, ...more });
  if (!opened.ok) throw new Error(`${opened.code} ${opened.detail}`);
  toClose.push(() => opened.transports.close());
  const heard: { result: ParseResult; source: Source }[] = [];
  opened.transports.receive((result, source) => heard.push({ result, source }));
  return { ...opened, heard };
}

function dial(port: number): Promise<{ socket: Socket; heard: () => string }> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => resolve({ socket, heard: () => text }));
    socket.on("data", (chunk) => {
      text += chunk.toString();
    });
    socket.on("error", () => {});
    toClose.push(() => socket.destroy());
  });
}

describe("ports", () => {
  test("[TRN-1] a busy port is told as such, and those already opened are given back", async () => {
    const [first, second] = [await freePort(), await freePort()];
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(second, "127.0.0.1", resolve));
    toClose.push(() => blocker.close());
    const listen: ListenOptions[] = [
      { protocol: "udp", address: "127.0.0.1", port: first },
      { protocol: "tcp", address: "127.0.0.1", port: second },
    ];
    expect(await openTransports({ listen })).toMatchObject({
      ok: false,
      code: "port_busy",
      listen: listen[1],
    });
    const again = await open([{ protocol: "udp", address: "127.0.0.1", port: first }]);
    const busy = await openTransports({ listen: [{ protocol: "udp", address: "127.0.0.1", port: first }] });
    expect(busy).toMatchObject({ ok: false, code: "port_busy" });
    expect(again.bound[0]?.port).toBe(first);
  });

  test("[TRN-1] an address that is not ours, and a key that is none, have their own codes", async () => {
    const foreign = await openTransports({ listen: [{ protocol: "udp", address: "192.0.2.1", port: 0 }] });
    expect(foreign).toMatchObject({ ok: false, code: "address_unavailable" });
    const tls = { key: "none", cert: "none" };
    const broken = await openTransports({
      listen: [{ protocol: "tls", address: "127.0.0.1", port: 0, tls }],
    });
    expect(broken).toMatchObject({ ok: false, code: "tls_unusable" });
  });

  test("[TRN-1] Via and Contact name the advertised address, or one that the peer can reach", async () => {
    const { transports, bound } = await open([
      { protocol: "udp", address: "127.0.0.1", port: 0, advertised: { host: "pbx.example", port: 5070 } },
      { protocol: "tcp", address: "0.0.0.0", port: 0 },
    ]);
    expect(transports.sentBy({ protocol: "udp", address: "1.2.3.4", port: 5060 })).toEqual({
      host: "pbx.example",
      port: 5_070,
    });
    expect(transports.sentBy({ protocol: "tcp", address: "127.0.0.9", port: 5060 })).toEqual({
      host: "127.0.0.1",
      port: the(bound[1]).port,
    });
    expect(transports.isOwnAddress("pbx.example", 5_070)).toBe(true);
    expect(transports.isOwnAddress("127.0.0.1", the(bound[1]).port)).toBe(true);
    expect(transports.isOwnAddress("127.0.0.1", 1)).toBe(false);
  });
});

describe("the way back", () => {
  const source: Source = { protocol: "udp", address: "198.51.100.9", port: 34_567, listener: 0 };

  test("[TRN-2] received and rport are noted, and answers go where the request came from", () => {
    const asked = stampVia(requestOf(options("10.0.0.1:5060;rport")), source);
    expect(asked.headers.get("via")).toBe(
      "SIP/2.0/UDP 10.0.0.1:5060;rport=34567;branch=z9hG4bK1;received=198.51.100.9",
    );
    expect(responseDestination(asked.envelope.via, source)).toMatchObject({
      address: "198.51.100.9",
      port: 34_567,
    });
    const plain = stampVia(requestOf(options("10.0.0.1:5080")), source);
    expect(responseDestination(plain.envelope.via, source)).toMatchObject({
      address: "198.51.100.9",
      port: 5_080,
    });
    const same = requestOf(options("198.51.100.9"));
    expect(stampVia(same, source)).toBe(same);
    expect(responseDestination(same.envelope.via, source)).toMatchObject({ port: 5_060 });
  });

  test("[TRN-2] maddr and a port of somebody else are not followed", () => {
    const request = stampVia(requestOf(options("victim.example:53;maddr=203.0.113.1")), source);
    expect(responseDestination(request.envelope.via, source).address).toBe("198.51.100.9");
  });

  test("[TRN-2] other Via values of the same line stay", () => {
    const text = options("10.0.0.1").replace(
      ";branch=z9hG4bK1",
      ";branch=z9hG4bK1, SIP/2.0/TCP proxy;branch=z9hG4bK2",
    );
    expect(stampVia(requestOf(text), source).headers.list("via")).toHaveLength(2);
  });
});

describe("connections", () => {
  test("[TRN-3] an answer and a request of ours go over the connection that the peer opened", async () => {
    const live = await liveStation(["tcp"]);
    toClose.push(() => live.close());
    const { socket, heard } = await dial(live.port);
    socket.write(options("127.0.0.1:9;rport"));
    await until("200", () => heard().includes("SIP/2.0 200 OK"));
    const pinged = live.agent.ping(
      uri(`sip:127.0.0.1:${(socket.address() as { port: number }).port};transport=tcp`),
    );
    await until("OPTIONS", () => heard().includes("OPTIONS sip:127.0.0.1"));
    socket.destroy();
    expect(await pinged).toBeUndefined();
  });

  test("[TRN-3] when the caller's connection is gone, a BYE goes to its Contact over a new one", async () => {
    const live = await liveStation(["tcp"]);
    toClose.push(() => live.close());
    let got = "";
    const server = createServer((peer) => {
      peer.on("data", (chunk) => {
        got += chunk.toString();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    toClose.push(() => server.close());
    const { port } = server.address() as { port: number };
    const { socket, heard } = await dial(live.port);
    const head = (method: string, to: string): string =>
      `${method} sip:b@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bK${method}\r\nFrom: <sip:a@a>;tag=1\r\nTo: ${to}\r\nCall-ID: gone\r\nCSeq: 1 ${method}\r\nContact: <sip:a@127.0.0.1:${port}>\r\nContent-Length: 0\r\n\r\n`;
    socket.write(head("INVITE", "<sip:b@b>"));
    const session = the((await until("INVITE", () => live.calls[0])).answer(sdp("answer")));
    await until("200", () => heard().includes("SIP/2.0 200 OK"));
    let acknowledged = false;
    session.handle({
      acknowledged: () => {
        acknowledged = true;
      },
    });
    socket.write(head("ACK", the(/^To: (.*)$/m.exec(heard())?.[1]).trim()));
    await until("ACK", () => acknowledged);
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    session.hangUp();
    await until("BYE over a new connection", () => got.startsWith(`BYE sip:a@127.0.0.1:${port} SIP/2.0`));
  });

  test("[TRN-4] a ping of two line ends is answered by one, and we ping on connections of our own", async () => {
    const { bound } = await open([{ protocol: "tcp", address: "127.0.0.1", port: 0 }]);
    const { socket, heard } = await dial(the(bound[0]).port);
    socket.write("\r\n\r\n");
    await until("pong", () => heard() === "\r\n");

    let got = "";
    const server = createServer((peer) => {
      peer.on("data", (chunk) => {
        got += chunk.toString();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    toClose.push(() => server.close());
    const ours = await open([{ protocol: "tcp", address: "127.0.0.1", port: 0 }], { keepaliveMs: 20 });
    const { port } = server.address() as { port: number };
    ours.transports.send(Buffer.from("hello"), { protocol: "tcp", address: "127.0.0.1", port }, () => {});
    await until("ping", () => got.startsWith("hello\r\n\r\n"));
  });

  test("[TRN-5] who is not admitted gets no answer, by UDP, by connection and by message", async () => {
    const arrivals: Arrival[] = [];
    const port = await freePort();
    const { heard } = await open(
      (["udp", "tcp"] as const).map((protocol) => ({ protocol, address: "127.0.0.1", port })),
      {
        admit: (arrival) => {
          arrivals.push(arrival);
          return (
            arrival.what === "connection" && arrivals.filter(({ what }) => what === "connection").length > 1
          );
        },
      },
    );
    const udp = createSocket("udp4");
    toClose.push(() => udp.close());
    udp.send(options(), port, "127.0.0.1");
    await until("datagram", () => arrivals.length === 1);
    const first = await dial(port);
    await until("closed", () => first.socket.destroyed || first.socket.readableEnded);
    const second = await dial(port);
    second.socket.write(options());
    await until("closed", () => second.socket.destroyed || second.socket.readableEnded);
    expect(arrivals.map(({ what, protocol }) => `${what} ${protocol}`)).toEqual([
      "datagram udp",
      "connection tcp",
      "connection tcp",
      "message tcp",
    ]);
    expect(heard).toEqual([]);
  });

  test("[TRN-3] a stream without length is answered 400 and closed; a connection nobody takes is told", async () => {
    const { bound, transports } = await open([{ protocol: "tcp", address: "127.0.0.1", port: 0 }]);
    const { socket, heard } = await dial(the(bound[0]).port);
    socket.write(options().replace("Content-Length: 0\r\n", ""));
    await until("400", () => heard().startsWith("SIP/2.0 400 "));
    await until("closed", () => socket.readableEnded);
    const failures: TransportFailure[] = [];
    const nobody = { protocol: "tcp", address: "127.0.0.1", port: await freePort() } as const;
    transports.send(Buffer.from("x"), nobody, (failure) => failures.push(failure));
    await until("failure", () => failures.length === 1);
    expect(failures[0]?.code).toBe("connect_failed");
    transports.send(Buffer.from("x"), { ...nobody, protocol: "tls" }, (failure) => failures.push(failure));
    expect(failures[1]?.code).toBe("no_listener");
  });

  test("[TRN-6] a call over TLS, with the peer's certificate checked", async () => {
    const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
      keyType: "ec",
      curve: "P-256",
      algorithm: "sha256",
      extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
    });
    const side = async (ca: string | undefined) => {
      const port = await freePort();
      const tls = { key, cert, ...(ca === undefined ? {} : { ca }) };
      return await open([{ protocol: "tls", address: "127.0.0.1", port, tls }]);
    };
    const [server, trusting, careful] = [await side(undefined), await side(cert), await side(undefined)];
    const to = { protocol: "tls", address: "127.0.0.1", port: the(server.bound[0]).port } as const;
    trusting.transports.send(Buffer.from(options()), to, () => {});
    const { result, source } = await until("OPTIONS over TLS", () => server.heard[0]);
    expect([result.ok, source.protocol]).toEqual([true, "tls"]);
    const failures: TransportFailure[] = [];
    careful.transports.send(Buffer.from(options()), to, (failure) => failures.push(failure));
    await until("refusal", () => failures.length === 1);
    expect(failures[0]).toMatchObject({
      code: "connect_failed",
      detail: expect.stringContaining("self-signed"),
    });
    expect(server.heard).toHaveLength(1);
  });
});

describe("names", () => {
  const resolver = {
    srv: async (name: string) =>
      name === "_sip._udp.carrier.example" ? [{ name: "a.carrier.example", port: 5_070 }] : [],
    addresses: async (host: string) =>
      host === "nowhere.example" ? [] : [host.startsWith("a.") ? "192.0.2.1" : "192.0.2.2"],
  };
  const leads = async (text: string) =>
    (await resolveTarget(the(parseUri(text)), resolver)).map(
      (to) => `${to.protocol} ${to.address}:${to.port}`,
    );

  test("[TRN-7] an address as it stands, a name with a port by its address, a name alone by SRV first", async () => {
    expect(await leads("sip:1@192.0.2.7")).toEqual(["udp 192.0.2.7:5060"]);
    expect(await leads("sips:1@[2001:db8::1]")).toEqual(["tls 2001:db8::1:5061"]);
    expect(await leads("sip:1@carrier.example;transport=TCP")).toEqual(["tcp 192.0.2.2:5060"]);
    expect(await leads("sip:1@carrier.example:5080")).toEqual(["udp 192.0.2.2:5080"]);
    expect(await leads("sip:1@carrier.example")).toEqual(["udp 192.0.2.1:5070"]);
    expect(await leads("sip:1@nowhere.example")).toEqual([]);
    expect(await leads("sip:1@192.0.2.7;transport=sctp")).toEqual([]);
    expect(await leads("tel:+1555")).toEqual([]);
  });
});

describe("a network that loses", () => {
  test.each([1, 2, 3, 4])(
    "[PER-2] calls come through when datagrams get lost (pattern %i)",
    async (pattern) => {
      // A third of all datagrams, in another order in each pattern and direction. Both Contacts lead through the wire.
      const loses = (direction: string, count: number): boolean =>
        (count * 7 + pattern * 5 + direction.length) % 3 === 0;
      const [portA, portB] = [await freePort(), await freePort()];
      const [toB, toA] = [await openRelay(portB, loses), await openRelay(portA, loses)];
      const a = await liveStation(["udp"], {}, { port: portA, advertised: toA.port });
      const b = await liveStation(["udp"], {}, { port: portB, advertised: toB.port });
      for (const { close } of [toA, toB, a, b]) toClose.push(close);
      const log: string[] = [];
      const done: Promise<void>[] = [];
      for (let number = 0; number < 5; number += 1) {
        done.push(
          new Promise((resolve) => {
            a.agent.invite({
              target: uri(`sip:bob@127.0.0.1:${toB.port}`),
              from: address("<sip:alice@127.0.0.1>"),
              sdp: sdp("offer"),
              handlers: {
                answered: (session) => {
                  session.handle({ ended: ({ by, cause }) => log.push(`caller ${by} ${cause}`) });
                  setTimeout(() => {
                    session.hangUp();
                    resolve();
                  }, 300);
                },
                failed: ({ code, status }) => {
                  log.push(`failed ${code} ${status}`);
                  resolve();
                },
              },
            });
          }),
        );
      }
      const answering = setInterval(() => {
        for (const call of b.calls.splice(0)) {
          call.ring();
          call.answer(sdp("answer"))?.handle({ ended: ({ by, cause }) => log.push(`callee ${by} ${cause}`) });
        }
      }, 10);
      toClose.push(() => clearInterval(answering));
      await Promise.all(done);
      await until("both sides know the end", () => log.length === 10);
      expect(log.filter((line) => line === "caller us bye")).toHaveLength(5);
      expect(log.filter((line) => line === "callee them bye")).toHaveLength(5);
      expect(toA.counts.lost + toB.counts.lost).toBeGreaterThan(10);
    },
  );
});
