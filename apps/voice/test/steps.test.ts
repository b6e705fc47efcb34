import { describe, expect, it } from "vitest";
import { causeOfStatus } from "../src/calls/end-causes.js";
import {
  type Actual,
  type Door,
  type LegStage,
  type Picture,
  type Step,
  stepsOf,
} from "../src/calls/steps.js";

const inCall = { circle: "main", beside: null, device: null } as const;
const customer = { legId: "c", role: "customer", agentId: null, muted: false, ...inCall } as const;
const agent = {
  legId: "a",
  role: "agent",
  agentId: "u1",
  want: "attach",
  muted: false,
  ...inCall,
} as const;
const answer = { ...customer, want: "answer" } as const;
const dial = { ...customer, want: "dial", dial: { to: "15035550142", from: "8000" } } as const;

const picture = (...legs: Picture["legs"]): Picture => ({
  direction: "inbound",
  legs,
  plays: [],
  recordings: [],
});
const actual = (door: Door, legs: Record<string, LegStage> = {}, shownBefore = true): Actual => ({
  door,
  legs: new Map(Object.entries(legs)),
  shownBefore,
});
const mix: Step = { do: "mix" };

describe("what is to be done so that what is becomes what should be", () => {
  const table: readonly [what: string, picture: Picture | null, actual: Actual, steps: Step[]][] = [
    [
      "a call at the door is answered",
      picture(answer),
      actual("waiting", {}, false),
      [{ do: "answer", legId: "c" }, mix],
    ],
    ["being answered is not answered again", picture(answer), actual("none", { c: "answering" }), [mix]],
    ["a leg that is up stays as it is", picture(answer), actual("none", { c: "up" }), [mix]],
    [
      "a caller who left before the picture came has hung up",
      picture(answer),
      actual("left", {}, false),
      [{ do: "tell_gone", legId: "c", cause: "hung_up" }, mix],
    ],
    [
      "a call of a former voice process is lost",
      picture(answer),
      actual("none", {}, false),
      [{ do: "tell_gone", legId: "c", cause: "lost" }, mix],
    ],
    [
      "a line of another call is fetched from there, and once",
      picture({
        ...customer,
        legId: "m",
        role: "external",
        want: "move",
        from: { interactionId: "other", legId: "o" },
      }),
      actual("none"),
      [{ do: "move", legId: "m", from: { interactionId: "other", legId: "o" } }, mix],
    ],
    [
      "on its way it is left alone",
      picture({
        ...customer,
        legId: "m",
        role: "external",
        want: "move",
        from: { interactionId: "other", legId: "o" },
      }),
      actual("none", { m: "moving" }),
      [mix],
    ],
    ["what has gone is not begun again", picture(answer), actual("none", { c: "gone" }), [mix]],
    [
      "an agent's phone is expected",
      picture(answer, agent),
      actual("none", { c: "up" }),
      [{ do: "expect", legId: "a" }, mix],
    ],
    [
      "a leg that is not in the picture hangs up",
      picture(answer),
      actual("none", { c: "up", a: "expected" }),
      [{ do: "hang_up", legId: "a" }, mix],
    ],
    ["what has gone is not hung up", picture(answer), actual("none", { c: "up", a: "gone" }), [mix]],
    [
      "the customer is dialled once the agent's phone was there",
      picture(agent, dial),
      actual("none", { a: "expected" }),
      [{ do: "dial", legId: "c", to: "15035550142", from: "8000" }, mix],
    ],
    [
      "dialling is not dialled again",
      picture(agent, dial),
      actual("none", { a: "expected", c: "dialing" }),
      [mix],
    ],
    [
      "nobody is called again after a restart",
      picture(dial),
      actual("none", {}, false),
      [{ do: "tell_gone", legId: "c", cause: "lost" }, mix],
    ],
    [
      "nor a number that was called into a call",
      picture({ ...dial, role: "external" }),
      actual("none", {}, false),
      [{ do: "tell_gone", legId: "c", cause: "lost" }, mix],
    ],
    [
      "an agent's desk phone is called before anybody else",
      picture({ ...dial, role: "agent" }),
      actual("none", {}, false),
      [{ do: "dial", legId: "c", to: "15035550142", from: "8000" }, mix],
    ],
    [
      "without a number nobody is called",
      picture({ ...customer, want: "dial" }),
      actual("none"),
      [{ do: "tell_gone", legId: "c", cause: "number_unknown" }, mix],
    ],
    [
      "a caller whose leg the picture no longer has is refused",
      picture(agent),
      actual("waiting", { a: "expected" }),
      [{ do: "refuse", status: 480 }, mix],
    ],
    [
      "no picture: a number that nobody knows",
      null,
      actual("waiting", {}, false),
      [{ do: "refuse", status: 404 }, { do: "forget" }],
    ],
    [
      "no picture any more: a caller who was known",
      null,
      actual("waiting"),
      [{ do: "refuse", status: 480 }, { do: "forget" }],
    ],
    [
      "no picture: every leg hangs up",
      null,
      actual("none", { c: "up", a: "expected", b: "gone" }),
      [{ do: "hang_up", legId: "c" }, { do: "hang_up", legId: "a" }, { do: "forget" }],
    ],
  ];
  it.each(table)("%s", (_, wanted, is, steps) => {
    expect(stepsOf(wanted, is)).toEqual(steps);
  });

  it("does nothing but mix when all is as it should be", () => {
    const done = actual("none", { c: "up", a: "expected" });
    expect(stepsOf(picture(answer, agent), done)).toEqual([mix]);
  });
});

describe("why a call out was refused", () => {
  it.each([
    [486, "busy"],
    [600, "busy"],
    [480, "no_answer"],
    [408, "no_answer"],
    [487, "no_answer"],
    [603, "declined"],
    [403, "declined"],
    [404, "number_unknown"],
    [410, "number_unknown"],
    [484, "number_unknown"],
    [604, "number_unknown"],
    [488, "media"],
    [415, "media"],
    [503, "network"],
    [401, "network"],
    [302, "network"],
  ])("%i is %s", (status, cause) => {
    expect(causeOfStatus(status)).toBe(cause);
  });
});
