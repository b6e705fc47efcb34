import multipart from "@fastify/multipart";
import type { FastifyInstance } from "fastify";
import type { Auth, SecondFactors, Sessions } from "../auth/index.js";
import type { Centers } from "../center/edge.js";
import type { PromptLibrary } from "../center/prompts.js";
import { registerFramePage } from "../screen-pop/index.js";
import { answerFailures } from "./failures.js";
import { fileRoutes } from "./file-routes.js";
import { greetingRoutes } from "./greeting-routes.js";
import { messageRoutes } from "./message-routes.js";
import { photoRoutes } from "./photo-routes.js";
import { promptRoutes } from "./prompt-routes.js";
import { sessionRoutes } from "./session-routes.js";
import { superviseRoutes } from "./supervise-routes.js";

export interface DeskHttpDeps {
  readonly auth: Auth;
  readonly centers: Centers;
  /** The sessions of one center, the same ones that the guard asks. */
  readonly sessions: (centerId: string) => Sessions;
  /** Absent: centers whose users have no second factors. */
  readonly secondFactorsOf?: (centerId: string) => SecondFactors;
  /** Absent: centers without prompts. */
  readonly promptsOf?: (centerId: string) => PromptLibrary;
}

/**
 * Adds the desk's HTTP routes (packages/protocol/src/desk/login.ts). The guard (`registerAuth`) comes first. They live
 * in a scope of their own, so that their way of reading uploads and telling failures is nobody else's.
 */
export function registerDeskHttp(app: FastifyInstance, deps: DeskHttpDeps): void {
  app.register(async (scope) => {
    await scope.register(multipart);
    answerFailures(scope, deps.centers);
    sessionRoutes(scope, deps);
    fileRoutes(scope, deps);
    photoRoutes(scope, deps);
    superviseRoutes(scope, deps);
    promptRoutes(scope, deps);
    greetingRoutes(scope, deps);
    messageRoutes(scope, deps);
    registerFramePage(scope, deps);
  });
}
