import { afterAll } from "vitest";
import { Desk } from "./desk.js";
import { CENTERS, type CenterName, cookieOf, hostOf, ROLES, twoCenters } from "./two-centers.js";

/** Two centers, and in each a desk of every role, over real sockets. */
export async function desksOfAll() {
  const world = await twoCenters();
  const desks = new Map<string, Desk>();
  for (const center of CENTERS) {
    for (const [index, role] of ROLES.entries()) {
      const cookie = await cookieOf(world.app, center, role, index + 1);
      desks.set(`${center} ${role}`, await Desk.open(world.port, hostOf(center), cookie, index + 1));
    }
  }
  afterAll(async () => {
    for (const desk of desks.values()) desk.close();
    await world.close();
  });
  const deskOf = (center: CenterName, role: string): Desk => {
    const desk = desks.get(`${center} ${role}`);
    if (desk === undefined) throw new Error(`${center} ${role}`);
    return desk;
  };
  return { world, deskOf };
}
