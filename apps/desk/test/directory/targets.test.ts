import type { ContactView, RosterView, ServiceView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { digitsOf, type TargetQuestion, targetEntries } from "../../src/features/directory/targets.js";
import { pretendBrowser } from "../link/fake-socket.js";

pretendBrowser();
const { waitWords } = await import("../../src/features/directory/service-words.js");

const agent = (name: string, extension: string, change: Partial<RosterView> = {}): RosterView => ({
  agentId: name,
  name,
  username: name.toLowerCase(),
  extension,
  photoUrl: null,
  roles: ["agent"],
  serviceIds: [],
  word: "ready",
  wordSince: 0,
  reason: null,
  next: null,
  load: 0,
  capacity: 5,
  calls: 0,
  callCapacity: 1,
  deskAlive: true,
  callsGoOn: false,
  phone: { device: "browser", health: "ok" },
  onCall: false,
  team: null,
  ...change,
});
const service = (name: string, change: Partial<ServiceView> = {}): ServiceView => ({
  serviceId: name,
  name,
  open: true,
  waiting: 0,
  oldestSince: null,
  ewtSeconds: null,
  wrapUpMs: 0,
  dispositionMandatory: false,
  dispositions: [],
  ...change,
});

const sofia = agent("Sofia Lindqvist", "1001");
const ben = agent("Ben Ortega", "1002", { word: "busy", onCall: true });
const ines = agent("Inés Duarte", "1003", { word: null, phone: null, deskAlive: false });
const claims = service("Auto claims", { waiting: 2 });
const roadside = service("Roadside", { open: false });

const listed = (sought: string, change: Partial<TargetQuestion> = {}): string[] =>
  targetEntries({
    roster: [ines, ben, sofia],
    services: [roadside, claims],
    contacts: [],
    me: "nobody",
    here: new Set(),
    kinds: new Set(["agent", "service", "number"]),
    sought,
    ...change,
  }).map(({ key, whyNot }) => (whyNot === null ? key : `${key}: ${whyNot}`));

describe("whom a call can go to", () => {
  it("lists who is free, then who is busy, then services, and last who cannot be called, with the reason", () => {
    expect(listed("")).toEqual([
      "agent Sofia Lindqvist",
      "agent Ben Ortega",
      "service Auto claims",
      "agent Inés Duarte: offline",
      "service Roadside: closed",
    ]);
  });

  it("lists those last who can be reached and may not be chosen now, before those who cannot be called", () => {
    const isRefused: TargetQuestion["isRefused"] = (target) =>
      "agentId" in target && target.agentId === sofia.agentId;
    expect(listed("", { isRefused })).toEqual([
      "agent Ben Ortega",
      "service Auto claims",
      "agent Sofia Lindqvist",
      "agent Inés Duarte: offline",
      "service Roadside: closed",
    ]);
    // What was typed is offered as it was typed.
    expect(listed("1001", { isRefused })).toEqual(["number", "agent Sofia Lindqvist"]);
  });

  it("finds by the beginning of a word, without accents, and by extension", () => {
    expect(listed("ines")).toEqual(["agent Inés Duarte: offline"]);
    expect(listed("ort")).toEqual(["agent Ben Ortega"]);
    expect(listed("claims")).toEqual(["service Auto claims"]);
    expect(listed("1003")).toEqual(["number", "agent Inés Duarte: offline"]);
  });

  it("takes an extension for the colleague, and the number as typed for the second choice", () => {
    expect(listed("1002")).toEqual(["agent Ben Ortega", "number"]);
    expect(listed("100")).toEqual([
      "number",
      "agent Sofia Lindqvist",
      "agent Ben Ortega",
      "agent Inés Duarte: offline",
    ]);
  });

  it("offers a number as soon as nothing but a number was typed", () => {
    expect(listed("+1 (503) 555-0142")).toEqual(["number"]);
    expect(listed("+1 503 x")).toEqual([]);
    expect(digitsOf("+1 (503) 555-0142")).toBe("15035550142");
    expect(digitsOf("2 cats")).toBeNull();
    expect(digitsOf("+")).toBeNull();
  });

  it("never lists oneself, and says who is in the call already", () => {
    expect(
      listed("", { me: "Sofia Lindqvist", here: new Set(["Ben Ortega"]), kinds: new Set(["agent"]) }),
    ).toEqual(["agent Ben Ortega: here", "agent Inés Duarte: offline"]);
  });

  it("tells a desk without a phone from a phone that does not work", () => {
    const roster = [
      agent("A", "1", { phone: { device: "none", health: "unknown" } }),
      agent("B", "2", { phone: { device: "browser", health: "mic_denied" } }),
      agent("C", "3", { deskAlive: false }),
    ];
    expect(listed("", { roster, services: [] })).toEqual([
      "agent A: noPhone",
      "agent B: phone",
      "agent C: desk",
    ]);
  });

  it("lists contacts with each of their numbers, where numbers may be called", () => {
    const phones = ["+1 503 555 0142", "+1 503 555 0143"].map((raw) => ({ raw, display: raw, e164: null }));
    const maria = { contactId: "maria", name: "Maria Gutiérrez", phones } as ContactView;
    const change = { contacts: [maria], services: [], roster: [] };
    expect(listed("mar", change)).toEqual(["contact maria +15035550142", "contact maria +15035550143"]);
    expect(listed("mar", { ...change, kinds: new Set(["agent", "service"]) })).toEqual([]);
  });

  it("says how long a line is", () => {
    expect(waitWords({ waiting: 2, ewtSeconds: 100 })).toBe("2 waiting · about 1:40");
    expect(waitWords({ waiting: 0, ewtSeconds: null })).toBe("Nobody waits · wait not known yet");
  });
});
