import { isIP } from "node:net";
import path from "node:path";
import { readTestPhoneSettings, readVoiceSettings, TEST_PHONE_SOCKET } from "@patchbay/protocol";

export interface ProcessSettings {
  readonly socketPath: string;
  /** Where the sound of pages listens, as the server does; `null`: at all addresses. SIP and RTP stay on loopback. */
  readonly host: string | null;
  readonly sipPort: number;
  readonly centerSipPort: number;
}

/** From the same environment that the server and the voice process read. @throws with all that is wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): ProcessSettings {
  const problems: string[] = [];
  const { sipPort } = readTestPhoneSettings(environment, problems);
  const { sipPort: centerSipPort } = readVoiceSettings(environment, problems);
  if (sipPort === centerSipPort)
    problems.push(`TEST_PHONE_SIP_PORT and SIP_PORT must not both be ${sipPort}.`);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const folder = path.resolve(environment["DATA_DIR"]?.trim() || "./data");
  const host = environment["HOST"]?.trim() || "127.0.0.1";
  return {
    socketPath: shortest(path.join(folder, TEST_PHONE_SOCKET)),
    // A name is not bound to: it is what the server is called.
    host: isIP(host) === 0 || host === "0.0.0.0" || host === "::" ? null : host,
    sipPort,
    centerSipPort,
  };
}

/** A unix socket's path may have about a hundred characters; from here it may be shorter. */
function shortest(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.length < file.length ? relative : file;
}
