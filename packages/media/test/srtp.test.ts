import { describe, expect, it } from "vitest";
import {
  buildRtp,
  formatCrypto,
  generateSrtpKeys,
  parseCrypto,
  SrtpSession,
  type SrtpSuite,
} from "../src/index.js";
import { deriveSrtpKey } from "../src/leg/srtp.js";

const KEYS = Buffer.from("E1F97A0D3E018BE0D64FA32C06DE41390EC675AD498AFEEBB6960B3AABE6", "hex");

function pair(suite: SrtpSuite = "AES_CM_128_HMAC_SHA1_80") {
  const [a, b] = [generateSrtpKeys(suite), generateSrtpKeys(suite)];
  return {
    alice: new SrtpSession({ local: a, remote: b }),
    bob: new SrtpSession({ local: b, remote: a }),
    stranger: new SrtpSession({ local: generateSrtpKeys(suite), remote: a }),
  };
}

function rtp(sequence: number, text = "hello"): Buffer {
  return buildRtp({
    payloadType: 0,
    marker: false,
    sequence,
    timestamp: sequence * 160,
    ssrc: 77,
    payload: Buffer.from(text),
  });
}

describe("SRTP", () => {
  it("SRT-1 derives the session keys of RFC 3711 B.3", () => {
    expect(deriveSrtpKey(KEYS, 0, 16).toString("hex")).toBe("c61e7a93744f39ee10734afe3ff7a087");
    expect(deriveSrtpKey(KEYS, 2, 14).toString("hex")).toBe("30cbbc08863d8c85d49db34a9ae1");
    expect(deriveSrtpKey(KEYS, 1, 20).toString("hex")).toBe("cebe321f6ff7716b6fd4ab49af256a156d38baa4");
  });

  it("SRT-1 derives the session keys of RFC 6188 section 7.2", () => {
    const master = Buffer.from(
      "f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b63b04803de51ee7c96423ab5b78d2",
      "hex",
    );
    expect(deriveSrtpKey(master, 0, 32).toString("hex")).toBe(
      "5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4",
    );
    expect(deriveSrtpKey(master, 2, 14).toString("hex")).toBe("fa31791685ca444a9e07c6c64e93");
    expect(deriveSrtpKey(master, 1, 20).toString("hex")).toBe("fd9c32d39ed5fbb5a9dc96b30818454d1313dc05");
  });

  it("SRT-2 seals and opens a packet as libsrtp's test driver does", () => {
    // The reference packet of libsrtp's validation, made with the keys of RFC 3711 B.3.
    const plain = Buffer.from(`800f1234decafbadcafebabe${"ab".repeat(16)}`, "hex");
    const keys = { suite: "AES_CM_128_HMAC_SHA1_80", keyAndSalt: KEYS } as const;
    const session = new SrtpSession({ local: keys, remote: keys });
    const sealed = session.protectRtp(plain);
    expect(sealed.toString("hex")).toBe(
      "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb",
    );
    expect(session.openRtp(sealed)).toEqual(plain);
  });

  it.each([
    ["AES_CM_128_HMAC_SHA1_80", 10],
    ["AES_CM_128_HMAC_SHA1_32", 4],
    ["AES_256_CM_HMAC_SHA1_80", 10],
  ] as const)(
    "SRT-3 %s opens what the other side sealed, over the wrap of the numbers, late packets included",
    (suite, tag) => {
      const { alice, bob } = pair(suite);
      const sealed = [65_533, 65_534, 65_535, 0, 1, 2].map((sequence) => alice.protectRtp(rtp(sequence)));
      expect(sealed[0]).toHaveLength(12 + 5 + tag);
      const [a, b, c, d, e, f] = sealed as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];
      for (const packet of [a, b, d, c, f, e]) {
        const opened = bob.openRtp(packet);
        expect(typeof opened === "string" ? opened : opened.subarray(12).toString()).toBe("hello");
      }
    },
  );

  it("SRT-4 refuses what was seen before, what is older than the window, and what was changed or sealed by a stranger", () => {
    const { alice, bob, stranger } = pair();
    const first = alice.protectRtp(rtp(1));
    expect(bob.openRtp(Buffer.from(first))).toBeInstanceOf(Buffer);
    expect(bob.openRtp(first)).toBe("replayed");
    const old = alice.protectRtp(rtp(2));
    for (let sequence = 3; sequence < 80; sequence++) bob.openRtp(alice.protectRtp(rtp(sequence)));
    expect(bob.openRtp(old)).toBe("replayed");
    const changed = alice.protectRtp(rtp(80));
    changed[14] = (changed[14] as number) ^ 1;
    expect(bob.openRtp(changed)).toBe("unauthentic");
    expect(bob.openRtp(stranger.protectRtp(rtp(81)))).toBe("unauthentic");
    expect(bob.openRtp(Buffer.alloc(13))).toBe("malformed");
    // None of it did any harm.
    expect(bob.openRtp(alice.protectRtp(rtp(81)))).toBeInstanceOf(Buffer);
  });

  it("SRT-5 seals reports, and refuses changed and repeated ones", () => {
    const { alice, bob } = pair();
    const report = Buffer.from("80c9000100000007", "hex");
    const sealed = alice.protectRtcp(Buffer.concat([report, Buffer.from("81ca0001")]));
    expect(sealed.includes("81ca0001")).toBe(false);
    const opened = bob.openRtcp(Buffer.from(sealed));
    expect(typeof opened === "string" ? opened : opened.subarray(8).toString()).toBe("81ca0001");
    expect(bob.openRtcp(sealed)).toBe("replayed");
    const changed = alice.protectRtcp(Buffer.concat([report, report]));
    changed[9] = (changed[9] as number) ^ 1;
    expect(bob.openRtcp(changed)).toBe("unauthentic");
  });

  it("SRT-6 reads and writes the crypto lines of RFC 4568, and refuses options that are not built", () => {
    const value = "1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20";
    const line = parseCrypto(value);
    expect(line?.tag).toBe(1);
    expect(line?.keys.keyAndSalt).toHaveLength(30);
    expect(line === undefined ? "" : formatCrypto(line)).toBe(value.replace("|2^20", ""));
    const long = { tag: 2, keys: generateSrtpKeys("AES_256_CM_HMAC_SHA1_80") };
    expect(parseCrypto(formatCrypto(long))).toEqual(long);
    for (const refused of [
      value.replace("_80", "_64"),
      value.replace("AES_CM_128", "AES_256_CM"),
      `${value}|1:4`,
      `${value} UNENCRYPTED_SRTP`,
      value.replace("inline:d0Rm", "inline:"),
      "",
    ])
      expect(parseCrypto(refused)).toBeUndefined();
  });
});
