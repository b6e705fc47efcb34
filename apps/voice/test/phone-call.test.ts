import type { CallFailure, InviteOptions, OutgoingCall, Session } from "@patchbay/sip";
import { formatUri, parseUri, type SipUri } from "@patchbay/sip";
import { beforeEach, describe, expect, it } from "vitest";
import type { Binding } from "../src/network/phones/bindings.js";
import { PhoneCall } from "../src/network/phones/phone-call.js";
import type { MadeMedia } from "../src/network/sip-leg.js";

const contact = (text: string): SipUri => {
  const read = parseUri(text);
  if (read === undefined || !("host" in read)) throw new Error(text);
  return read;
};
const binding = (text: string): Binding => ({
  contact: contact(text),
  way: undefined,
  source: { protocol: "udp", address: "10.0.0.1", port: 5060 },
  callId: "c",
  sequence: 1,
  userAgent: null,
  since: 0,
  until: 1,
});

let asked: { options: InviteOptions; cancelled: (string | undefined)[] }[];
let told: string[];
let made: MadeMedia;
beforeEach(() => {
  asked = [];
  told = [];
  made = { sdp: "offer" };
});

const agent = {
  invite: (options: InviteOptions): OutgoingCall => {
    const cancelled: (string | undefined)[] = [];
    asked.push({ options, cancelled });
    return { cancel: (reason?: string) => cancelled.push(reason) } as unknown as OutgoingCall;
  },
};
async function ring(...contacts: string[]): Promise<PhoneCall> {
  const call = new PhoneCall(
    agent,
    contacts.map(binding),
    { from: "1002", host: "192.0.2.9", offer: async () => made },
    {
      unoffered: (failure) => told.push(`unoffered ${failure}`),
      ringing: () => told.push("ringing"),
      early: (sdp) => told.push(`early ${sdp}`),
      answered: (_, sdp) => told.push(`answered ${sdp}`),
      failed: (status, _, code) => told.push(`failed ${code} ${status}`),
    },
  );
  // Its offer is made elsewhere.
  await Promise.resolve();
  return call;
}
const phone = (at: number) => {
  const found = asked[at];
  if (found === undefined) throw new Error(`phone ${at} was not called`);
  return found;
};
const fails = (at: number, failure: CallFailure) => phone(at).options.handlers.failed(failure);
const answers = (at: number, done: string[] = []) =>
  phone(at).options.handlers.answered(
    { hangUp: () => done.push("BYE") } as unknown as Session,
    `answer ${at}`,
  );

describe("a call to a desk phone", () => {
  it("rings all phones of the account, and the first that answers has it", async () => {
    await ring("sip:1001@10.0.0.1:5062", "sip:1001@10.0.0.2");
    expect(asked.map(({ options }) => formatUri(options.target))).toEqual([
      "sip:1001@10.0.0.1:5062",
      "sip:1001@10.0.0.2",
    ]);
    expect(formatUri(phone(0).options.from.uri)).toBe("sip:1002@192.0.2.9");
    phone(1).options.handlers.progress?.({ status: 180, reason: "", fork: "" });
    answers(1);
    expect(told).toEqual(["ringing", "answered answer 1"]);
    expect(phone(0).cancelled).toEqual(['SIP;cause=200;text="Call completed elsewhere"']);
    expect(phone(1).cancelled).toEqual([]);
    const late: string[] = [];
    answers(0, late);
    expect([told.length, late]).toEqual([2, ["BYE"]]);
  });

  it("fails when all have failed, with the word that tells most", async () => {
    await ring("sip:a@10.0.0.1", "sip:a@10.0.0.2", "sip:a@10.0.0.3");
    fails(0, { code: "timeout" });
    fails(1, { code: "refused", status: 486 });
    expect(told).toEqual([]);
    fails(2, { code: "refused", status: 404 });
    expect(told).toEqual(["failed refused 486"]);
  });

  it("whoever declines declines for all of its phones", async () => {
    await ring("sip:a@10.0.0.1", "sip:a@10.0.0.2");
    fails(0, { code: "refused", status: 603 });
    expect([told, phone(1).cancelled.length]).toEqual([["failed refused 603"], 1]);
  });

  it("is taken back everywhere", async () => {
    (await ring("sip:a@10.0.0.1", "sip:a@10.0.0.2")).cancel();
    expect(asked.map(({ cancelled }) => cancelled.length)).toEqual([1, 1]);
    fails(0, { code: "cancelled", status: 487 });
    fails(1, { code: "cancelled", status: 487 });
    expect(told).toEqual([]);
  });

  it("nobody is called when there is no description to offer", async () => {
    made = { failed: "busy" };
    await ring("sip:a@10.0.0.1");
    expect([told, asked]).toEqual([["unoffered busy"], []]);
  });
});
