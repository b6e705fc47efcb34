import type { NumberForm } from "@patchbay/protocol";

/** What is wrong with a number as it is typed; the server has the last word. Paths of words, by field. */
export type NumberProblems = Partial<Record<keyof NumberForm, string>>;

export const emptyNumber = (serviceId: string, scenarioId: string): NumberForm => ({
  name: "",
  address: "",
  serviceId,
  priority: 0,
  scenarioId,
});

/** A new number. What callers go through is chosen; the service only where there is a choice. */
export const firstNumber = (serviceIds: readonly string[]): NumberForm =>
  emptyNumber(serviceIds.length === 1 ? (serviceIds[0] ?? "") : "", "");

/**
 * Scenarios that a number may lead to. Voice applications are what agents give a live call to (decision 0177).
 *
 * @param current where it leads now, which stays to be seen
 */
export const scenariosForCallers = <
  Row extends { readonly scenarioId: string; readonly application: string | null },
>(
  scenarios: readonly Row[],
  current?: string,
): readonly Row[] =>
  scenarios.filter(({ scenarioId, application }) => application === null || scenarioId === current);

/** As the server will keep it, as far as it can be told here: for comparing with the others. */
export const bareAddress = (typed: string): string =>
  typed.replace(/[\s().\-/\u00a0\u2010-\u2015]/g, "").replace(/^00(?=\d{6,})/, "+");

/** @param taken numbers of the other entries */
export function problemsOfNumber(form: NumberForm, taken: readonly string[]): NumberProblems {
  const address = bareAddress(form.address);
  const problems: NumberProblems = {};
  if (form.name.trim() === "") problems.name = "setup.numbers.problem.name";
  if (address === "") problems.address = "errors.empty_number";
  else if (!/^\+?[0-9*#]{1,40}$/.test(address)) problems.address = "setup.numbers.problem.address";
  else if (taken.includes(address)) problems.address = "errors.number_taken";
  if (form.serviceId === "") problems.serviceId = "setup.numbers.problem.service";
  if (form.scenarioId === "") problems.scenarioId = "setup.numbers.problem.scenario";
  if (!Number.isInteger(form.priority) || form.priority > 100)
    problems.priority = "setup.numbers.problem.priority";
  return problems;
}

/** Where a refusal belongs; `null`: to the form as a whole. */
export function fieldOfRefusal(code: string): keyof NumberForm | null {
  switch (code) {
    case "number_taken":
    case "empty_number":
    case "phone_not_in_dial_plan":
      return "address";
    case "no_service":
      return "serviceId";
    case "object_not_found":
      return "scenarioId";
    default:
      return null;
  }
}
