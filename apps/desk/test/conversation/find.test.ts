import type { MessageView } from "@patchbay/protocol";
import { describe, expect, it, test } from "vitest";
import {
  folded,
  matchesIn,
  nearest,
  placesOf,
  stepFrom,
} from "../../src/features/conversation/find/matches.js";
import { rowsOf } from "../../src/features/conversation/timeline/lines.js";
import { ME, message, outgoing } from "./sample.js";

const text = (words: string): Partial<MessageView> => ({ body: { kind: "text", text: words } });
const rowsWith = (messages: readonly MessageView[]) =>
  rowsOf({ messages, happenings: [], outgoing: [], me: ME, isShown: () => true, lookedUpTo: null });
const written = (whole: string, query: string): string[] =>
  placesOf(whole, query).map(([from, to]) => whole.slice(from, to));

describe("what is searched", () => {
  it("is found in any case and without its accents, each place for itself", () => {
    const rows = rowsWith([
      message(1, "customer", text("Señor Gutiérrez, GUTIERREZ with z")),
      message(2, ME, text("nothing")),
      message(3, "ben", { ...text("gutierrez again"), audience: "team" }),
    ]);
    const found = matchesIn(rows, " gutiérrez ");
    expect(found.map(({ rowKey, nth }) => [rowKey, nth])).toEqual([
      ["m m1", 0],
      ["m m1", 1],
      ["m m3", 0],
    ]);
    expect(matchesIn(rows, "  ")).toEqual([]);
    expect(matchesIn(rows, "text 2")).toEqual([]);
  });

  it("is a file's name, an address, a form's fields, and what is on its way", () => {
    const file = { fileId: "f", name: "Police report.pdf", mediaType: "application/pdf", bytes: 1 };
    const rows = rowsOf({
      messages: [
        message(1, "customer", {
          body: { kind: "file", file: { ...file, image: null, url: "/f", thumbnailUrl: null } },
        }),
        message(2, "customer", {
          body: {
            kind: "location",
            location: { latitude: 1, longitude: 2, accuracy: null, at: 0, address: "Police Plaza" },
          },
        }),
        message(3, "customer", {
          body: { kind: "form", formName: "claim", fields: { Police: "police came" } },
        }),
      ] as MessageView[],
      happenings: [],
      outgoing: [outgoing("the police")],
      me: ME,
      isShown: () => true,
      lookedUpTo: null,
    });
    expect(matchesIn(rows, "police").map(({ rowKey, nth }) => `${rowKey} ${nth}`)).toEqual([
      "m m1 0",
      "m m2 0",
      "m m3 0",
      "m m3 1",
      "c the police 0",
    ]);
  });

  it("is marked where it stands as it is written", () => {
    expect(written("Große Straße, GROSSE STRASSE", "strasse")).toEqual(["Straße", "STRASSE"]);
    expect(written("Cafe\u0301 and café", "cafe")).toEqual(["Cafe\u0301", "café"]);
    expect(written("😀 İstanbul, ΣΟΦΟΣ", "σοφος")).toEqual(["ΣΟΦΟΣ"]);
    expect(written("aaaa", "aa")).toEqual(["aa", "aa"]);
    expect(written("한국어", "국")).toEqual(["국"]);
  });

  it("counts as many places as are marked", () => {
    for (const words of ["Straße ss ß SS", "ΟΔΟΣ οδος", "e\u0301e\u0301 é", "İ i I", "ﬁne"])
      for (const query of ["ss", "σ", "e", "i", "f"]) {
        const rows = rowsWith([message(1, "customer", text(words))]);
        expect(matchesIn(rows, query).length, `${query} in ${words}`).toBe(placesOf(words, query).length);
      }
    expect(folded("ÀÉ")).toBe("ae");
  });
});

describe("where it goes", () => {
  const rows = rowsWith([1, 2, 3].map((seq) => message(seq, "customer", text(`wheel ${seq}`))));
  const found = matchesIn(rows, "wheel");

  it("begins at what is in view, else at the last place before it", () => {
    expect(nearest(found, 2)?.rowKey).toBe("m m2");
    expect(nearest(found, 99)?.rowKey).toBe("m m3");
    expect(nearest([], 0)).toBeNull();
  });

  it("goes round, both ways", () => {
    const [first, , last] = found;
    expect(stepFrom(found, last ?? null, 1)).toBe(first);
    expect(stepFrom(found, first ?? null, -1)).toBe(last);
    expect(stepFrom(found, { rowKey: "gone", rowIndex: 0, nth: 0 }, 1)).toBe(first);
    expect(stepFrom([], null, 1)).toBeNull();
  });
});

test("each of ten thousand messages is folded once, however many letters are typed", () => {
  let reads = 0;
  const messages = Array.from({ length: 10_000 }, (_, seq) => {
    const one = message(seq + 1, "customer");
    const { body } = one;
    Object.defineProperty(one, "body", {
      enumerable: true,
      get: () => {
        reads++;
        return body;
      },
    });
    return one;
  });
  const rows = rowsWith(messages);
  reads = 0;
  expect(matchesIn(rows, "t").length).toBe(20_000);
  const once = reads;
  expect(matchesIn(rows, "text 9999").map(({ rowKey }) => rowKey)).toEqual(["m m9999"]);
  expect(once).toBe(10_000);
  expect(reads).toBe(once);
});
