import type { RuntimeLog } from "../center/runtime-options.js";
import type { Network } from "./network.js";
import type { PhoneIndex } from "./phone-index.js";

export interface FollowCountryDeps {
  readonly network: Pick<Network, "country" | "onChanged">;
  readonly index: PhoneIndex;
  /** What is called what, and the country with it, is read anew. */
  readonly reloadWords: () => Promise<void>;
  readonly log: RuntimeLog;
}

/** Contacts are found by the numbers of the dial plan's country, also after it was changed, and after a start in the middle of that. */
export function followCountry({ network, index, reloadWords, log }: FollowCountryDeps): {
  /** When nothing is left to be read. */
  settled(): Promise<void>;
  stop(): void;
} {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let told = network.country;
  const look = async (): Promise<void> => {
    const { country } = network;
    if (stopped || (await index.country()) === country) return;
    const done = await index.read(country, () => (stopped ? told : network.country));
    if (done) log.info({ country }, "contacts are found by the numbers of another country");
  };
  const later = (): void => {
    running = running.then(look).catch((cause: unknown) => {
      log.error(
        { cause: String(cause) },
        "contacts' numbers could not be read anew: at the next start again",
      );
    });
  };
  later();
  const unfollow = network.onChanged(() => {
    if (network.country === told) return;
    told = network.country;
    // First, so that whoever is written from now on is written by the new country.
    running = running.then(reloadWords);
    later();
  });
  return {
    settled: () => running,
    stop: () => {
      stopped = true;
      unfollow();
    },
  };
}
