import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { eventVersions, readEvent, UnknownEventError } from "../../src/journal-postgres/event-versions.js";
import { samples } from "./samples.js";

/**
 * `event-samples/<type>.v<version>.json`: one of every version ever written, as it lay in the journal. They are
 * never edited; a new version adds a file.
 */
const folder = new URL("event-samples/", import.meta.url);
const fileOf = (type: string, version: number): URL => new URL(`${type}.v${version}.json`, folder);
const bodyIn = (file: URL): Record<string, unknown> =>
  JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;

describe("event samples", () => {
  test("every type has one of its present version", () => {
    const lacking = Object.entries(eventVersions).filter(
      ([type, version]) => !existsSync(fileOf(type, version)),
    );
    expect(lacking).toEqual([]);
    expect(Object.keys(eventVersions).sort()).toEqual(Object.keys(samples).sort());
  });

  test.each(Object.entries(samples))("%s is still written in the form of its sample", (type, sample) => {
    const { type: _, ...body } = sample;
    const version = eventVersions[sample.type];
    // If this fails, the event's form has changed: raise its version, write an upcaster, add a sample.
    expect(bodyIn(fileOf(type, version))).toEqual(body);
  });

  const written = readdirSync(folder).map((file) => {
    const [, type = "", version = ""] = /^(\w+)\.v(\d+)\.json$/.exec(file) ?? [];
    return { file, type, version: Number(version) };
  });

  test.each(written)("$file can be read today", ({ file, type, version }) => {
    const event = readEvent(7, 1_000, type, version, bodyIn(new URL(file, folder)));
    const today: Record<string, unknown> = { ...samples[type as keyof typeof samples] };
    expect(event).toMatchObject({ type, seq: 7, at: 1_000 });
    expect(Object.keys(event).sort()).toEqual([...Object.keys(today), "at", "seq"].sort());
  });
});

describe("upcasting", () => {
  test("a rule that asked for consent, or did not, says so in today's words", () => {
    const body = (recording?: object) => ({
      service: { id: "claims", ...(recording && { recording }) },
      by: null,
    });
    const read = (recording?: object) => readEvent(7, 1_000, "ServiceConfigured", 2, body(recording));
    const asks = { mode: "always", mayStop: true, pauseMaxMs: null };
    expect(read({ ...asks, consentRequired: true })).toMatchObject({
      service: { recording: { consent: "asked" } },
    });
    expect(read({ ...asks, consentRequired: false })).toMatchObject({
      service: { id: "claims", recording: { mode: "always", consent: "not_required" } },
    });
    expect(read()).toMatchObject({ service: { id: "claims" }, by: null });
  });

  test("goes step by step from the version written to today's", () => {
    // As if NoteSaved had begun at version -1: two steps lead to 1.
    const steps = {
      NoteSaved: {
        [-1]: (body: object) => ({ ...body, agentId: "agent-1" }),
        0: (body: object) => ({ ...body, interactionId: "chat-1" }),
      },
    };
    expect(readEvent(3, 9, "NoteSaved", -1, { old: true }, steps)).toEqual({
      type: "NoteSaved",
      seq: 3,
      at: 9,
      old: true,
      agentId: "agent-1",
      interactionId: "chat-1",
    });
  });

  test.each([
    ["a type that was never known", "TeaServed", 1],
    ["a version of a later release", "NoteSaved", 99],
    ["a version to which no step leads", "NoteSaved", 0],
  ])("refuses %s", (_, type, version) => {
    expect(() => readEvent(3, 9, type, version, {})).toThrow(UnknownEventError);
  });
});
