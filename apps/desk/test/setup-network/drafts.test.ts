import { dialPlanDefaults, dialPlanSchema, type Trunk, trunkDefaults, trunkSchema } from "@patchbay/protocol";
import { beforeAll, describe, expect, test, vi } from "vitest";
import {
  makePassword,
  newPhone,
  problemsOfPhone,
} from "../../src/features/setup/network/desk-phones/phone-draft.js";
import {
  draftOfPlan,
  moved,
  newClass,
  newRestriction,
  newRule,
  planOf,
  problemsOfPlan,
  withoutClass,
} from "../../src/features/setup/network/dial-plan/plan-draft.js";
import {
  addedTo,
  linesIn,
  nothingImported,
  partsOf,
} from "../../src/features/setup/network/do-not-call/import-file.js";
import { problemIn } from "../../src/features/setup/network/read-problems.js";
import {
  draftOf,
  newDraft,
  passwordOf,
  problemsOfTrunk,
  transportChanged,
  trunkOf,
} from "../../src/features/setup/network/trunks/trunk-draft.js";
import { trunkWords } from "../../src/features/setup/network/trunks/trunk-words.js";
import { touched } from "../../src/features/setup/parts/touched.js";
import { whole as en } from "../../src/words/en/whole.js";
import { loadSetupWords } from "../../src/words/words.js";

// The desk reads its seat from the address as soon as it is loaded.
vi.hoisted(() => vi.stubGlobal("location", { pathname: "/desk/" }));

const wordAt = (path: string): unknown =>
  path.split(".").reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], en);
beforeAll(loadSetupWords);

/** Every problem has a sentence: a path without one would be shown as it is. */
const haveWords = (problems: Readonly<Record<string, string>>): void => {
  for (const path of Object.values(problems)) expect(wordAt(path), path).toEqual(expect.any(String));
};

test("while one types, only what was changed is told; a new row is nobody's mistake yet", () => {
  const problems = { name: "n", host: "h", "takes.1": "t", "rules.0.name": "r", "rules.0.match": "m" };
  const was = { name: "", host: "a", takes: "*", rules: [] };
  expect(touched(problems, was, was)).toEqual({});
  const now = { name: "", host: "no where", takes: "*, x", rules: [{ name: "", match: "abc" }] };
  expect(touched(problems, was, now)).toEqual({ host: "h", "takes.1": "t", "rules.0.match": "m" });
});

describe("a trunk's form", () => {
  const trunk: Trunk = {
    ...trunkDefaults,
    name: "Carrier",
    host: "sip.example.com",
    port: 5080,
    user: "larkfield",
    callsMax: 30,
    takes: ["+1*", "911"],
    calledOut: [{ begins: "+", becomes: "00" }],
    callerId: { kind: "fixed", number: "+15035550100" },
    sources: ["203.0.113.0/24", "2001:db8::/32"],
    codecs: ["G722", "PCMA"],
    encryption: "required",
  };

  test("says what the trunk says, and what is sent is the trunk again", () => {
    expect(trunkSchema.parse(trunkOf(draftOf(trunk)))).toEqual(trunk);
    expect(
      trunkSchema.parse(trunkOf(draftOf(trunkSchema.parse({ ...trunk, ...trunkDefaults })))),
    ).toMatchObject({
      port: null,
      user: null,
      callsMax: null,
      callerId: { kind: "own" },
      codecs: null,
      encryption: "off",
    });
  });

  test("encryption goes with the transport until somebody chooses it", () => {
    const draft = newDraft();
    expect(transportChanged(draft, "tls")).toEqual({ transport: "tls", encryption: "offered" });
    expect(transportChanged({ ...draft, transport: "tls", encryption: "offered" }, "udp").encryption).toBe(
      "off",
    );
    expect(transportChanged({ ...draft, transport: "tls", encryption: "required" }, "udp").encryption).toBe(
      "required",
    );
  });

  test("tells each wrong field in a sentence", () => {
    const wrong = {
      ...draftOf(trunk),
      name: " ",
      host: "no where",
      port: "70000",
      priority: "first",
      callsMax: "0",
      takes: "abc",
      sources: "example.com",
      calledOut: [{ begins: "+1", becomes: "x" }],
      callerNumber: "",
      password: "pässword",
    };
    const problems = problemsOfTrunk(wrong, false);
    for (const field of [
      "name",
      "host",
      "port",
      "priority",
      "callsMax",
      "takes",
      "sources",
      "callerId",
      "password",
    ])
      expect(problemIn(problems, field), field).toBeDefined();
    expect(problemIn(problems, "calledOut.0")).toBe("network.problem.calledOut_becomes");
    haveWords(problems);
  });

  test("registering needs a user and a password, unless there is one that stays", () => {
    const draft = { ...newDraft(), name: "Carrier", host: "sip.example.com" };
    expect(Object.keys(problemsOfTrunk(draft, false)).sort()).toEqual(["password", "user"]);
    const known = { ...draft, user: "larkfield" };
    expect(problemsOfTrunk(known, true)).toEqual({});
    expect(problemsOfTrunk({ ...known, removePassword: true }, true)).toHaveProperty("password");
    expect(problemsOfTrunk({ ...draft, mode: "address" }, false)).toEqual({});
    expect([
      passwordOf(known),
      passwordOf({ ...known, password: "p" }),
      passwordOf({ ...known, removePassword: true }),
    ]).toEqual([{}, { password: "p" }, { password: null }]);
  });

  test("its state is said in plain words, with the carrier's own where there are some", () => {
    const state = {
      trunkId: "t",
      since: 0,
      registeredUntil: null,
      problem: { code: "credentials" as const, status: 403, reason: "Forbidden" },
      options: null,
      calls: 0,
    };
    const failed = trunkWords({ ...state, state: "failed" });
    expect([failed.tone, failed.state]).toEqual(["failed", "Fails"]);
    expect(failed.detail).toContain("the carrier does not take the user or the password (403 Forbidden)");
    expect(trunkWords({ ...state, state: "registered", registeredUntil: 5 })).toMatchObject({
      tone: "ready",
      state: "Registered",
    });
    expect(trunkWords(undefined)).toEqual({ tone: "off", state: "Not known", detail: null });
    for (const code of ["credentials", "refused", "timeout", "unreachable", "unknown_host"] as const)
      expect(
        trunkWords({ ...state, state: "failed", problem: { code, status: null, reason: null } }).detail,
      ).not.toMatch(/trunkProblem|\{\{|\(\)/);
  });
});

describe("a desk phone's form", () => {
  test("a new one has a user, an agent and a password worth its name; one that is there keeps its own", () => {
    const problems = problemsOfPhone({ ...newPhone(), user: "a b", password: "short" }, true);
    expect(Object.keys(problems).sort()).toEqual(["agentId", "password", "user"]);
    haveWords(problems);
    const known = { ...newPhone(), user: "1001", agentId: "agent1" };
    expect(problemsOfPhone(known, false)).toEqual({});
    expect(problemsOfPhone(known, true)).toHaveProperty("password");
  });

  test("a password that is made is good, and never the same", () => {
    const made = Array.from({ length: 50 }, makePassword);
    expect(new Set(made).size).toBe(50);
    for (const password of made) {
      expect(password).toMatch(/^[a-zA-Z2-9]{20}$/);
      expect(problemsOfPhone({ ...newPhone(), user: "1", agentId: "a", password }, true)).toEqual({});
    }
  });
});

describe("the dial plan's form", () => {
  const draft = draftOfPlan(dialPlanDefaults);

  test("says what the plan says, and what is sent is the plan again", () => {
    expect(dialPlanSchema.parse(planOf(draft))).toEqual(dialPlanDefaults);
    expect(problemsOfPlan(draft)).toEqual({});
  });

  test("tells what is wrong with which row", () => {
    const problems = problemsOfPlan({
      ...draft,
      rules: [...draft.rules, newRule()],
      classes: [...draft.classes, newClass()],
      restrictions: [
        ...draft.restrictions,
        {
          ...newRestriction({ kind: "everybody" }, ""),
          blocked: "abc",
          callerIdsListed: true,
          callerIds: "x",
        },
      ],
    });
    const { rules, classes, restrictions } = draft;
    for (const field of [
      `rules.${rules.length}.name`,
      `rules.${rules.length}.match`,
      `classes.${classes.length}.patterns`,
      `restrictions.${restrictions.length}.name`,
      `restrictions.${restrictions.length}.blocked`,
    ])
      expect(problemIn(problems, field), field).toBeDefined();
    haveWords(problems);
    haveWords(problemsOfPlan({ ...draft, classes: [] }));
    haveWords(problemsOfPlan({ ...draft, restrictions: [...restrictions, ...restrictions] }));
    haveWords(problemsOfPlan({ ...draft, rules: [{ ...newRule(), name: "A", match: "0*", strip: "5" }] }));
  });

  test("a class that goes is blocked nowhere any more; order is moved within the list alone", () => {
    const without = { ...draft, ...withoutClass(draft, "premium") };
    expect(without.restrictions[0]?.blockedClasses).toEqual([]);
    expect(problemsOfPlan(without)).toEqual({});
    expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  });
});

describe("a file of numbers", () => {
  test("goes in parts that end with a line, and nothing gets lost between them", () => {
    const lines = Array.from(
      { length: 500 },
      (_, at) => `+1503555${String(at).padStart(4, "0")},reason ${at}`,
    );
    const parts = partsOf(lines.join("\r\n"), 1_000);
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.every((part) => part.length <= 1_000 && part.endsWith("\n"))).toBe(true);
    expect(
      parts
        .join("")
        .split("\n")
        .filter((line) => line !== ""),
    ).toEqual(lines);
    expect(partsOf("\n\n")).toEqual([]);
    expect(partsOf("x".repeat(30), 20)).toEqual([]);
  });

  test("lines are numbered as in the file, across its parts", () => {
    const [first = "", second = ""] = partsOf("+1\nwrong\n+2\nworse", 10);
    const answer = (unreadable: number[]) => ({ added: 1, known: 0, unreadable, unreadableCount: 1 });
    const one = addedTo(nothingImported, answer([2]), 0);
    const both = addedTo(one, answer([2]), linesIn(first));
    expect([first, second]).toEqual(["+1\nwrong\n", "+2\nworse\n"]);
    expect(both).toEqual({ added: 2, known: 0, unreadable: [2, 4], unreadableCount: 2 });
  });
});
