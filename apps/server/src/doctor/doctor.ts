import { VERSION } from "../composition/version.js";
import { readSettings, type Settings, SettingsError } from "../platform/settings.js";
import { addressFindings, databaseFinding } from "./addresses.js";
import { dataDirFindings, tlsFinding } from "./files.js";
import { type Finding, findingsOf } from "./finding.js";
import { portFindings } from "./ports.js";
import { findRunning, isOurs, runningFindings } from "./running.js";

/** The oldest Node that the project runs on, as package.json says. */
const NODE_MIN = [20, 19] as const;

/**
 * Examines the settings, this machine and what runs, changes nothing, and says which setting is to be mended.
 *
 * @param environment as the server would be started with.
 * @param args of the server: `--lan`.
 */
export async function examine(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[] = [],
): Promise<Finding[]> {
  const { settings, findings: misread } = readLeniently(environment, args);
  const running = await findRunning(settings.dataDir);
  const [addresses, database, dataDir, tls] = await Promise.all([
    addressFindings(settings),
    databaseFinding(settings),
    dataDirFindings(settings),
    tlsFinding(settings),
  ]);
  return [
    nodeFinding(process.versions.node),
    ...misread,
    ...dataDir,
    tls,
    ...database,
    ...(await portFindings(settings, {
      owns: (owner) => isOurs(running, owner),
      // One that is still starting has no ports yet, and one that could not open them says so itself.
      server: running.readiness !== null,
      voice: running.readiness?.centers.some(({ voice }) => voice?.state === "ready") === true,
    })),
    ...addresses,
    ...runningFindings(running, {
      dataDir: settings.dataDir,
      version: VERSION,
      voiceEnabled: settings.voice.enabled,
    }),
  ];
}

/** Everything that can be examined is, also when some settings are wrong: those are told, and then left out. */
function readLeniently(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): { readonly settings: Settings; readonly findings: Finding[] } {
  try {
    return { settings: readSettings(environment, args), findings: [] };
  } catch (cause) {
    if (!(cause instanceof SettingsError)) throw cause;
    // A problem's sentence names its variables.
    const wrong = cause.problems.map((problem) => ({
      problem,
      names: [...problem.matchAll(/\b[A-Z]+(?:_[A-Z]+)*\b/g)]
        .map(([name]) => name)
        .filter((name) => name in environment),
    }));
    const findings = wrong.map(({ problem, names }) =>
      findingsOf("settings", names[0] ?? null).wrong(problem),
    );
    const left = { ...environment };
    for (const name of wrong.flatMap(({ names }) => names)) delete left[name];
    return { settings: readSettings(left, args), findings };
  }
}

export function nodeFinding(version: string): Finding {
  const { ok, wrong } = findingsOf("node");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1]);
  return isOld
    ? wrong(`Patchbay needs Node ${NODE_MIN.join(".")} or newer, and this is Node ${version}.`)
    : ok(`Node ${version}.`);
}
