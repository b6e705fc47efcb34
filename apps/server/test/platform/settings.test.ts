import { EventEmitter } from "node:events";
import path from "node:path";
import { readVoiceSettings } from "@patchbay/protocol";
import { expect, test } from "vitest";
import { addressesOf, printWelcome } from "../../src/platform/addresses.js";
import { explainListenError } from "../../src/platform/listen-error.js";
import { readSettings, SettingsError } from "../../src/platform/settings.js";
import { onStopSignal } from "../../src/platform/stop-signals.js";

function problemsOf(environment: Record<string, string>, args: readonly string[] = []): readonly string[] {
  try {
    readSettings(environment, args);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

test("without any setting everything has its documented value", () => {
  expect(readSettings({ PORT: "" })).toEqual({
    port: 8080,
    httpsPort: 8443,
    host: "127.0.0.1",
    lan: false,
    empty: false,
    tls: null,
    publicUrl: null,
    trustProxy: false,
    dataDir: path.resolve("data"),
    databaseUrl: null,
    demoPassword: null,
    mapTilesUrl: null,
    ttsCommand: null,
    testPhone: { enabled: true, sipPort: 5070 },
    logLevel: "info",
    logFormat: "text",
    voice: readVoiceSettings({}, []),
  });
});

test("all wrong settings are told at once, one sentence each, naming the variable", () => {
  const wrong = {
    PORT: "80a",
    HTTPS_PORT: "70000",
    TLS_CERT: "cert.pem",
    PUBLIC_URL: "contact.example.com",
    TRUST_PROXY: "my-proxy",
    DATABASE_URL: "mysql://secret@db",
    DEMO_PASSWORD: "short",
    MAP_TILES_URL: "https://tiles.example.com/",
    LOG_LEVEL: "loud",
    HOST: "a b",
  };
  const problems = problemsOf(wrong);
  expect(problems).toHaveLength(Object.keys(wrong).length);
  for (const name of Object.keys(wrong)) expect(problems.join("\n")).toContain(name);
  expect(problems.join("\n")).not.toContain("secret");
});

test.each([
  [{ PORT: "0" }, [], /PORT must be a port number/],
  [{ PORT: "8443" }, [], /two different ports/],
  [{ HOST: "127.0.0.1" }, ["--lan"], /HOST .* --lan contradict/],
  [{ TRUST_PROXY: "10.0.0.1, 999.1.1.1" }, [], /^TRUST_PROXY must be .* not "999\.1\.1\.1"/],
  [{ TRUST_PROXY: "10.0.0.0/99" }, [], /^TRUST_PROXY must be/],
  [{ TRUST_PROXY: "10.0.0.0/0" }, [], /^TRUST_PROXY must be/],
  [{ TRUST_PROXY: ":::" }, [], /^TRUST_PROXY must be/],
  [{ PUBLIC_URL: "https://user:pw@contact.example.com" }, [], /^PUBLIC_URL must be .* without a user\.$/],
  [{}, ["--lann"], /no option "--lann"/],
  [{}, ["lan"], /no option "lan"/],
])("%o %o is refused", (environment, args, sentence) => {
  expect(problemsOf(environment as Record<string, string>, args).join()).toMatch(sentence);
});

test("--lan listens on all addresses, and the welcome has the https address and a code for a phone", () => {
  const settings = readSettings({ PORT: "18100", HTTPS_PORT: "18101" }, ["--lan"]);
  expect(settings.host).toBe("0.0.0.0");
  let text = "";
  printWelcome({ addresses: addressesOf(settings, ["192.0.2.7"]), logins: null, qr: true }, (part) => {
    text += part;
  });
  expect(text).toContain("https://192.0.2.7:18101/app/");
  expect(text).toMatch(/[█▀▄]{20}/);
});

test("proxies are named by address, network or the name of this machine", () => {
  const { trustProxy } = readSettings({ TRUST_PROXY: "loopback, 10.0.0.0/8,2001:db8::/32, 192.0.2.1" });
  expect(trustProxy).toEqual(["loopback", "10.0.0.0/8", "2001:db8::/32", "192.0.2.1"]);
});

test("only addresses that are listened on are named; without a network, that is said", () => {
  const found = ["192.0.2.7", "2001:db8::7"];
  const lan = readSettings({}, ["--lan"]);
  expect(addressesOf(lan, found).lanHttps).toEqual(["https://192.0.2.7:8443"]);
  expect(addressesOf(readSettings({ HOST: "::" }, ["--lan"]), found).lanHttps).toEqual([
    "https://192.0.2.7:8443",
    "https://[2001:db8::7]:8443",
  ]);
  let text = "";
  printWelcome({ addresses: addressesOf(lan, []), logins: null, qr: true }, (part) => {
    text += part;
  });
  expect(text).toContain("This machine is in no network at the moment");
});

test("a random demo password is shown, a given one is not", () => {
  const addresses = addressesOf(readSettings({}));
  const users = [{ username: "agent1", name: "Sofia Lindqvist", role: "agent" }];
  const shown = (passwordGiven: boolean) => {
    let text = "";
    printWelcome(
      { addresses, logins: { password: "pw-4711-x", passwordGiven, users }, qr: false },
      (part) => {
        text += part;
      },
    );
    return text;
  };
  expect(shown(false)).toContain("pw-4711-x");
  expect(shown(true)).not.toContain("pw-4711-x");
  expect(shown(true)).toContain("agent1  Sofia Lindqvist");
});

test("a busy port names its variable", () => {
  const error = Object.assign(new Error("x"), { code: "EADDRINUSE" });
  expect(explainListenError(error, { variable: "HTTPS_PORT", port: 8443, host: "127.0.0.1" })).toMatch(
    /Port 8443 is in use .* HTTPS_PORT/,
  );
  expect(explainListenError(new Error("other"), { variable: "PORT", port: 1, host: "x" })).toBeUndefined();
});

test("a second Ctrl-C within a second is the same one, a later one hurries", () => {
  const source = new EventEmitter();
  const calls: string[] = [];
  let now = 0;
  onStopSignal(
    { stop: (s) => calls.push(`stop ${s}`), hurry: (s) => calls.push(`hurry ${s}`) },
    source,
    () => now,
  );
  source.emit("SIGINT");
  now = 900;
  source.emit("SIGTERM");
  expect(calls).toEqual(["stop SIGINT"]);
  now = 1100;
  source.emit("SIGINT");
  expect(calls).toEqual(["stop SIGINT", "hurry SIGINT"]);
});

test("the test phone is there unless it is switched off, or the outside reaches us", () => {
  const testPhone = (environment: Record<string, string>) => readSettings(environment).testPhone;
  const outside = "https://contact.example.com";
  expect(testPhone({ TEST_PHONE: "off" }).enabled).toBe(false);
  expect(testPhone({ PUBLIC_URL: outside }).enabled).toBe(false);
  expect(testPhone({ PUBLIC_URL: outside, TEST_PHONE: "on" }).enabled).toBe(true);
  expect(testPhone({ TEST_PHONE_SIP_PORT: "5072" }).sipPort).toBe(5072);
  expect(() => readSettings({ TEST_PHONE: "maybe" })).toThrow("TEST_PHONE must be on or off");
  expect(() => readSettings({ TEST_PHONE_SIP_PORT: "0" })).toThrow(
    "TEST_PHONE_SIP_PORT must be a port number",
  );
});

test("the welcome names the test phone where there is one", () => {
  const welcome = (testPhone: boolean): string => {
    const said: string[] = [];
    printWelcome({ addresses: addressesOf(readSettings({})), logins: null, qr: false, testPhone }, (part) => {
      said.push(part);
    });
    return said.join("");
  };
  expect(welcome(true)).toContain("http://localhost:8080/phone/");
  expect(welcome(false)).not.toContain("/phone/");
});
