import { TEST_PHONE_TEXT_MAX } from "@patchbay/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import { refuse } from "../auth/index.js";
import type { NumberToCall } from "./numbers-to-call.js";
import type { PageLine } from "./test-phone-process.js";

export interface TestPhoneDoor {
  readonly open: (
    line: PageLine,
  ) => { readonly said: (text: string) => void; readonly closed: () => void } | undefined;
}

export interface TestPhoneRoutes {
  readonly door: TestPhoneDoor;
  /** Whether this request may use the phone (docs/decisions/0108): `null`: it may. `not_ready`: not yet. */
  readonly refusal: (request: FastifyRequest) => "not_here" | "not_ready" | null;
  /** What this request may know that can be dialled; `null`: it may not. */
  readonly numbers: (request: FastifyRequest) => readonly NumberToCall[] | null;
}

/** Why a connection ends, as a close code of the private range; the page has words for each. */
const closeCodes: Readonly<Record<string, number>> = {
  not_here: 4403,
  not_ready: 4503,
  restarts: 4503,
  too_many: 4429,
  bad_frame: 4400,
  elsewhere: 4409,
};

const NOT_HERE = "The test phone works on the machine of the demo center and in its own network only.";

/**
 * The way of the phone's page to its process. What they say is theirs; this only carries it.
 *
 * @param scope in which WebSockets are served.
 */
export function registerTestPhone(scope: FastifyInstance, { door, refusal, numbers }: TestPhoneRoutes): void {
  scope.get("/phone/numbers", { config: { access: "public" } }, async (request, reply) => {
    const known = numbers(request);
    reply.header("cache-control", "no-store");
    if (known === null) return refuse(reply, 403, "not_here", NOT_HERE);
    return { numbers: known };
  });
  scope.get(
    "/phone/stream",
    { websocket: true, config: { access: "public" } },
    (socket: WebSocket, request: FastifyRequest) => {
      const close = (reason: string): void => socket.close(closeCodes[reason] ?? 4500, reason);
      socket.on("error", () => undefined);
      const refused = refusal(request);
      if (refused !== null) return close(refused);
      const line = door.open({
        say: (text) => {
          if (socket.readyState === socket.OPEN) socket.send(text);
        },
        close,
      });
      if (line === undefined) return close("not_ready");
      socket.on("message", (data, isBinary) => {
        const text = isBinary ? "" : data.toString();
        if (isBinary || text.length > TEST_PHONE_TEXT_MAX) close("bad_frame");
        else line.said(text);
      });
      socket.on("close", line.closed);
    },
  );
}
