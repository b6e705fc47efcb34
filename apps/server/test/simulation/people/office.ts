import {
  asId,
  type ClientKey,
  type ContactId,
  type EntryId,
  type InteractionId,
  type User,
} from "@patchbay/core";
import { type DayConfiguration, drawService, drawUser, otherEntries } from "../day/configuration.js";
import type { Dice } from "../day/dice.js";
import type { World } from "../day/world.js";

/** Changes the center while it works, as an administrator may who has not been told that it is noon. */
export async function changeConfiguration(
  world: World,
  { users, services }: DayConfiguration,
  dice: Dice,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    await world.sleep(dice.exponential(60_000));
    if (isOver()) return;
    world.ledger.count("changes of the configuration");
    if (dice.chance(0.4)) {
      const service = drawService(dice, dice.pick([...services.keys()]));
      const changed = { ...service, open: dice.chance(0.8) };
      services.set(service.id, changed);
      await world.command({ type: "ConfigureService", service: changed });
      continue;
    }
    const user = dice.pick([...users.values()].filter((one) => one.id.startsWith("agent")));
    const changed: User = { ...drawUser(dice, user.id, user.roles), enabled: dice.chance(0.85) };
    users.set(user.id, changed);
    await world.command({ type: "ConfigureUser", user: changed });
  }
}

/** As good as new: everybody is let in and all services are open, so that whoever still waits can be helped. */
export async function openEverything(world: World, { users, services }: DayConfiguration): Promise<void> {
  for (const service of services.values()) {
    const open = { ...service, open: true, requires: [] };
    services.set(service.id, open);
    await world.command({ type: "ConfigureService", service: open });
  }
  for (const user of users.values()) {
    const capacity = { chat: 6, voice: 2, email: 3 };
    const enabled: User = { ...user, enabled: true, mixedMedia: "any", capacity };
    users.set(user.id, enabled);
    await world.command({ type: "ConfigureUser", user: enabled });
  }
}

/** Calls and mails, which have no edge yet: they come and go, and fill hands meanwhile. */
export async function otherChannels(
  world: World,
  dice: Dice,
  everyMs: number,
  isOver: () => boolean,
): Promise<void> {
  for (let number = 1; ; number += 1) {
    await world.sleep(dice.exponential(everyMs));
    if (isOver()) return;
    void oneOther(world, dice.fork(`other ${number}`), number);
  }
}

async function oneOther(world: World, dice: Dice, number: number): Promise<void> {
  const name = `other-${number}`;
  const interactionId = asId<InteractionId>(name);
  const clientKey = asId<ClientKey>(`client-${name}`);
  const contactId = asId<ContactId>(`contact-${name}`);
  const row = {
    contactId,
    firstName: name,
    lastName: "",
    phones: [],
    emails: [],
    account: null,
    createdAt: world.now(),
  };
  const data = { phoneNumber: null, from: null, parameters: {}, channelMark: "web" } as const;
  const entryId = asId<EntryId>(dice.pick(otherEntries));
  const started = await world.command(
    { type: "StartInteraction", interactionId, entryId, contactId, clientKey },
    [
      { table: "contact", row },
      { table: "contact_client", clientKey, contactId },
      { table: "interaction_data", interactionId, data },
    ],
  );
  if (started?.ok !== true) return;
  world.ledger.count("calls and mails");
  await world.sleep(dice.between(15_000, 150_000));
  await world.command({ type: "CustomerEnd", interactionId, clientKey });
}
