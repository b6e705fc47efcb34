import multipart from "@fastify/multipart";
import type { FastifyInstance } from "fastify";
import type { Auth, SecondFactors, Sessions } from "../auth/index.js";
import type { AgentDays } from "./agent-days.js";
import type { AgentTime } from "./agent-time.js";
import { dayRoutes } from "./day-routes.js";
import { profileRoutes } from "./profile-routes.js";
import type { ProfileStore } from "./profile-store.js";
import { securityRoutes } from "./security-routes.js";
import { userRoutes } from "./user-routes.js";

/** What one center gives to the routes of its users' own accounts. */
export interface CenterAccounts {
  readonly profiles: ProfileStore;
  readonly sessions: Sessions;
  readonly secondFactors: SecondFactors;
  readonly days: Pick<AgentDays, "times" | "handled">;
  readonly times: Pick<AgentTime, "caughtUp">;
  /** Names changed: every desk is told. */
  reloadWords(): Promise<void>;
}

export interface AccountDeps {
  readonly auth: Auth;
  readonly accountOf: (centerId: string) => CenterAccounts;
}

/** Adds what users do with their own account (packages/protocol/src/desk/profile.ts and account-security.ts). The guard comes first. */
export function registerAccount(app: FastifyInstance, deps: AccountDeps): void {
  app.register(async (scope) => {
    await scope.register(multipart);
    profileRoutes(scope, deps);
    securityRoutes(scope, deps);
    userRoutes(scope, deps);
    dayRoutes(scope, deps);
  });
}
