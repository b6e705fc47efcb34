import { expect, test } from "vitest";
import {
  bareAddress,
  emptyNumber,
  fieldOfRefusal,
  firstNumber,
  problemsOfNumber,
  scenariosForCallers,
} from "../../src/features/setup/numbers/number-draft.js";

const number = { ...emptyNumber("claims", "menu"), name: "Claims line", address: "8000" };

test("a number is told to be taken however it is typed", () => {
  const taken = ["+15035550100", "8001"];
  expect(problemsOfNumber({ ...number, address: "00 1 (503) 555-0100" }, taken)).toEqual({
    address: "errors.number_taken",
  });
  expect(problemsOfNumber({ ...number, address: "80-00" }, taken)).toEqual({});
  expect(bareAddress("00 49 30 / 1234-56")).toBe("+4930123456");
  expect(bareAddress("0012"), "a short number keeps its zeros").toBe("0012");
});

test("what is missing or no number is told by its field", () => {
  expect(problemsOfNumber(emptyNumber("", ""), [])).toEqual({
    name: "setup.numbers.problem.name",
    address: "errors.empty_number",
    serviceId: "setup.numbers.problem.service",
    scenarioId: "setup.numbers.problem.scenario",
  });
  expect(problemsOfNumber({ ...number, address: "reception", priority: 101 }, [])).toEqual({
    address: "setup.numbers.problem.address",
    priority: "setup.numbers.problem.priority",
  });
});

test("a new number proposes no scenario, and a service only where there is no other", () => {
  expect(firstNumber(["claims", "general"])).toMatchObject({ serviceId: "", scenarioId: "" });
  expect(firstNumber(["claims"])).toMatchObject({ serviceId: "claims", scenarioId: "" });
});

test("callers are led to no voice application, but one that they are led to already is seen", () => {
  const menu = { scenarioId: "menu", application: null };
  const payment = { scenarioId: "payment", application: "payment" } as const;
  expect(scenariosForCallers([payment, menu])).toEqual([menu]);
  expect(scenariosForCallers([payment, menu], "payment")).toEqual([payment, menu]);
});

test("a refusal stands at the field that it is about", () => {
  expect(["number_taken", "no_service", "object_not_found", "version_conflict"].map(fieldOfRefusal)).toEqual([
    "address",
    "serviceId",
    "scenarioId",
    null,
  ]);
});
