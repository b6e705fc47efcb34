import { existsSync } from "node:fs";
import path from "node:path";
import { say } from "../start/say.mjs";
import { installPackages, mayInstall } from "./debian.mjs";

/** Telephones and a voice that are not ours, by the setting that may name another program. */
const PEERS = [
  { variable: "SIPP", program: "sipp", debian: "sip-tester" },
  { variable: "BARESIP", program: "baresip", debian: "baresip-core" },
  // A voice, for prompts made of texts.
  { variable: "ESPEAK_NG", program: "espeak-ng", debian: "espeak-ng" },
];

/**
 * SIPp, baresip and espeak-ng: those that are named, those on the PATH, as root the system's own packages.
 *
 * @returns `{ env }`, or `{ missing }` with the one command that mends it
 */
export function findPeers() {
  if (PEERS.some((peer) => find(peer) === undefined) && mayInstall()) {
    say(
      "Installing the system's SIPp, baresip and espeak-ng for the tests with other telephones and a voice",
    );
    installPackages(...PEERS.map(({ debian }) => debian));
  }
  const found = PEERS.map((peer) => [peer.variable, find(peer)]);
  if (found.every(([, program]) => program !== undefined)) return { env: Object.fromEntries(found) };
  const packages = PEERS.map(({ debian }) => debian).join(" ");
  return { missing: `${process.getuid?.() === 0 ? "" : "sudo "}apt-get install -y ${packages}` };
}

function find({ variable, program }) {
  const given = process.env[variable];
  if (given) return existsSync(given) ? given : undefined;
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file));
}
