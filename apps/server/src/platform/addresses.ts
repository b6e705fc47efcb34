import { isIPv4 } from "node:net";
import os from "node:os";
import qrcode from "qrcode-terminal";
import type { Settings } from "./settings.js";

/** Where the running server is reached; origins without a final slash. */
export interface Addresses {
  /** For this machine. */
  readonly local: string;
  readonly localHttps: string;
  /** For others in the same network; empty unless we listen there. */
  readonly lanHttps: readonly string[];
  /** PUBLIC_URL, when set. */
  readonly publicUrl: string | null;
}

export function addressesOf(
  settings: Pick<Settings, "port" | "httpsPort" | "host" | "publicUrl">,
  lan: readonly string[] = lanAddresses(),
): Addresses {
  const everywhere = settings.host === "0.0.0.0" || settings.host === "::";
  const local = everywhere || settings.host === "127.0.0.1" ? "localhost" : bracketed(settings.host);
  const isLoopback = local === "localhost" || settings.host.startsWith("127.") || settings.host === "::1";
  // 0.0.0.0 means every address of IPv4, and none of IPv6.
  const reached = settings.host === "::" ? lan : lan.filter((address) => isIPv4(address));
  const others = everywhere ? reached : isLoopback ? [] : [settings.host];
  return {
    local: `http://${local}:${settings.port}`,
    localHttps: `https://${local}:${settings.httpsPort}`,
    lanHttps: others.map((address) => `https://${bracketed(address)}:${settings.httpsPort}`),
    publicUrl: settings.publicUrl,
  };
}

/** This machine's addresses in its networks, IPv4 first. Link-local ones are no use in a browser. */
export function lanAddresses(): string[] {
  const found = Object.values(os.networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(
      (address) =>
        !address.internal && !address.address.startsWith("fe80") && !address.address.startsWith("169.254."),
    );
  return [
    ...found.filter((address) => address.family === "IPv4"),
    ...found.filter((address) => address.family === "IPv6"),
  ].map((address) => address.address);
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

export interface DemoLogins {
  readonly password: string;
  /** As DEMO_PASSWORD, now or at an earlier start: whoever gave it knows it, and it stays off the screen. */
  readonly passwordGiven: boolean;
  readonly users: readonly { readonly username: string; readonly name: string; readonly role: string }[];
}

/**
 * What a person needs who has just typed `npm start`. Goes to the terminal alone: it has passwords in it, and must
 * never reach a log file.
 *
 * @param qr with `--lan`: a code with the app's https address for a phone's camera.
 */
export function printWelcome(
  welcome: {
    readonly addresses: Addresses;
    readonly logins: DemoLogins | null;
    /** The one-time link for the first administrator. */
    readonly first?: string | null;
    /** Absent: it is the demo center. */
    readonly demo?: boolean;
    readonly qr: boolean;
    readonly testPhone?: boolean;
  },
  print: (text: string) => void = (text) => process.stdout.write(text),
): void {
  const { addresses, logins, first = null, demo = true, qr, testPhone = false } = welcome;
  const base = addresses.publicUrl ?? addresses.local;
  const lines = [
    "",
    "Patchbay is ready.",
    "",
    `  Agent desk          ${base}/desk/   (a second seat in the same browser: ${base}/desk/2/)`,
    // The insurer's app is the demo's.
    ...(demo ? [`  Customer's app      ${base}/app/`] : []),
    ...(testPhone ? [`  Test phone          ${addresses.local}/phone/   (call 8000 or 8001)`] : []),
    `  API documentation   ${base}/docs/`,
    `  With https          ${addresses.localHttps}`,
    ...addresses.lanHttps.map((address) => `  In your network     ${address}/${demo ? "app" : "desk"}/`),
  ];
  if (logins !== null) {
    const width = Math.max(...logins.users.map((user) => user.username.length));
    lines.push(
      "",
      logins.passwordGiven
        ? "Log in with the password that was given as DEMO_PASSWORD as"
        : `Log in with the password ${logins.password} as`,
    );
    for (const user of logins.users)
      lines.push(`  ${user.username.padEnd(width)}  ${user.name}, ${user.role}`);
  }
  if (first !== null)
    lines.push(
      "",
      "This center has no administrator yet. Whoever opens this link becomes the first one (once, within a day):",
      `  ${first}`,
    );
  const phone = addresses.lanHttps[0];
  if (qr && phone === undefined)
    lines.push(
      "",
      "This machine is in no network at the moment: until it is, nothing else reaches the server.",
    );
  if (qr && phone !== undefined && demo) {
    lines.push("", `For a phone in the same network (it warns of the certificate once): ${phone}/app/`);
    qrcode.generate(`${phone}/app/`, { small: true }, (drawing) => lines.push(drawing));
  }
  lines.push("", `Stop with Ctrl-C. The server is process ${process.pid}.`, "");
  print(lines.join("\n"));
}
