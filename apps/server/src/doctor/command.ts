import { examine } from "./doctor.js";
import type { Finding } from "./finding.js";

const OPTIONS = [
  "npm run doctor               says which setting, port or address is wrong; changes nothing",
  "npm run doctor -- --json     the same for programs",
  "npm run doctor -- --lan      as the server would be started with --lan",
  "Give it the environment that the server gets: docs/operating.md",
].join("\n");

const MARKS: Readonly<Record<Finding["state"], string>> = { ok: "ok   ", look: "look ", wrong: "WRONG" };

/** `npm run doctor`. @returns the exit code: 0 nothing is wrong, 1 something is. */
export async function doctorCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  print: (text: string) => void,
): Promise<0 | 1> {
  const unknown = args.find((word) => !["--json", "--lan", "--help", "-h"].includes(word));
  if (unknown !== undefined || args.includes("--help") || args.includes("-h")) {
    print(`${unknown === undefined ? "" : `There is no option "${unknown}".\n`}${OPTIONS}\n`);
    return unknown === undefined ? 0 : 1;
  }
  const findings = await examine(
    environment,
    args.filter((word) => word === "--lan"),
  );
  const isWell = findings.every(({ state }) => state !== "wrong");
  print(
    args.includes("--json") ? `${JSON.stringify({ ok: isWell, findings }, null, 2)}\n` : asText(findings),
  );
  return isWell ? 0 : 1;
}

function asText(findings: readonly Finding[]): string {
  const count = (wanted: Finding["state"]): number => findings.filter(({ state }) => state === wanted).length;
  const lines = findings.map(({ state, sentence }) => `${MARKS[state]}  ${sentence}`);
  const toLook = count("look") === 0 ? "" : `, ${count("look")} to look at`;
  const sum = count("wrong") === 0 ? `Nothing is wrong${toLook}.` : `${count("wrong")} wrong${toLook}.`;
  return `${[...lines, "", sum].join("\n")}\n`;
}
