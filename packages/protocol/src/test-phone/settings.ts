/** How the demo's test phone was asked to run. Read by the server, which starts it and lets its page in. */
export interface TestPhoneSettings {
  /** `TEST_PHONE=off`: none. Not set: there is one, unless PUBLIC_URL says that the outside reaches this server. */
  readonly enabled: boolean;
  /** UDP on 127.0.0.1, where the voice process sends the demo's calls. */
  readonly sipPort: number;
}

/**
 * Reads the environment; an empty variable counts as not set.
 *
 * @param problems gets one sentence for each variable that is wrong; its default then stands in.
 */
export function readTestPhoneSettings(
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
): TestPhoneSettings {
  const value = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const wanted = value("TEST_PHONE");
  if (wanted !== undefined && wanted !== "on" && wanted !== "off")
    problems.push(`TEST_PHONE must be on or off, not "${wanted}".`);
  const text = value("TEST_PHONE_SIP_PORT") ?? "5070";
  const isPort = /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
  if (!isPort) problems.push(`TEST_PHONE_SIP_PORT must be a port number from 1 to 65535, not "${text}".`);
  return {
    enabled: wanted === undefined ? value("PUBLIC_URL") === undefined : wanted === "on",
    sipPort: isPort ? Number(text) : 5070,
  };
}
