import type { Socket } from "node:net";
import websocket from "@fastify/websocket";
import { type AgentId, asId, type SessionId } from "@patchbay/core";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import { z } from "zod";
import type { CenterHandle } from "../../center/edge.js";
import type { DeskHub } from "../hub/desk-hub.js";
import { type CloseReason, closeCodes, type DeskConnection, type DeskTransport } from "../hub/ports.js";
import { encodeFrame } from "./encode-frame.js";

/** Largest frame a desk may send, in bytes. The longest text of a message fits several times. */
export const FRAME_BYTES_MAX = 64 * 1024;
/** A desk with more than this unread is cut off; it comes back to a snapshot, which is smaller. */
export const UNREAD_BYTES_MAX = 4 * 1024 * 1024;
/** Frames kept while we look who it is. A desk waits for our first frame before it asks for anything. */
const EARLY_FRAMES_MAX = 20;

/** Who an upgrade comes from: a seat that is signed in, asked from a page of ours. `SignedIn` of auth fits. */
export interface UpgradeIdentity {
  readonly session: { readonly sessionId: string; readonly agentId: string };
  readonly handle: CenterHandle;
}

export interface DeskStreamDeps {
  /**
   * The seat's cookie and the Origin header of an upgrade. Browsers let any page open a WebSocket to us with our
   * cookies, so a foreign Origin has to come out as `undefined` here.
   */
  readonly authenticateUpgrade: (
    request: FastifyRequest,
    seat: number,
  ) => Promise<UpgradeIdentity | undefined>;
  readonly hubOf: (handle: CenterHandle) => DeskHub;
}

const querySchema = z.object({
  seat: z.coerce.number().int().min(1).max(9),
  after: z.coerce.number().int().min(0).optional(),
  tab: z.string().min(1).max(64),
});

/**
 * The desk's WebSocket, `GET /api/desk/stream`. The route is public to HTTP and finds out itself who asks: a browser
 * cannot read the answer to a refused upgrade, while a `bye` frame tells the desk that it must sign in.
 */
export function registerDeskStream(
  app: FastifyInstance,
  deps: DeskStreamDeps,
  others: (scope: FastifyInstance) => void = () => undefined,
): void {
  app.register(async (scope) => {
    await scope.register(websocket, { options: { perMessageDeflate: false, maxPayload: FRAME_BYTES_MAX } });
    scope.get(
      "/api/desk/stream",
      {
        websocket: true,
        config: { access: "public" },
        preValidation: async (request, reply) => {
          if (querySchema.safeParse(request.query).success) return;
          await reply
            .code(400)
            .send({ code: "invalid_args", message: "seat and tab are needed.", correlationId: request.id });
        },
      },
      (socket, request) => serve(socket, request, deps),
    );
    others(scope);
  });
}

function serve(socket: WebSocket, request: FastifyRequest, deps: DeskStreamDeps): void {
  const { seat, after, tab } = querySchema.parse(request.query);
  let connection: DeskConnection | null = null;
  let early: unknown[] = [];
  /** One desk's trouble that nobody foresaw: it may come back, and the others never hear of it. */
  const failed = (cause: unknown): void => {
    request.log.error({ cause: String(cause) }, "a desk's connection failed");
    close(socket, "server_stops");
  };
  // Handlers first: what comes before we know who it is would be lost otherwise.
  socket.on("message", (data, isBinary) => {
    const frame = isBinary ? undefined : parsed(data.toString());
    if (frame === undefined) {
      close(socket, "bad_frame");
    } else if (connection !== null) {
      try {
        connection.receive(frame);
      } catch (cause) {
        failed(cause);
      }
    } else {
      early.push(frame);
      if (early.length > EARLY_FRAMES_MAX) close(socket, "too_many_frames");
    }
  });
  socket.on("close", () => connection?.closed());
  socket.on("error", () => {
    // A frame that is too large, a broken line: `close` follows and says all there is to know.
  });

  deps
    .authenticateUpgrade(request, seat)
    .then((identity) => {
      if (socket.readyState !== socket.OPEN) return;
      if (identity === undefined) {
        socket.send(encodeFrame({ frame: "bye", reason: "invalid_token", by: null }));
        close(socket, "not_signed_in");
        return;
      }
      const session = {
        sessionId: asId<SessionId>(identity.session.sessionId),
        agentId: asId<AgentId>(identity.session.agentId),
        seat,
      };
      connection = deps
        .hubOf(identity.handle)
        .connect({ session, after, tab }, transportOf(socket, request.raw.socket));
      for (const frame of early) connection.receive(frame);
      early = [];
    })
    .catch(failed);
}

/** @param line what the WebSocket is spoken on */
function transportOf(socket: WebSocket, line: Socket): DeskTransport {
  let together = false;
  /** What one turn of the loop tells a desk (what has changed, and the answer to its request) leaves in one piece. */
  const holdTogether = (): void => {
    if (together) return;
    together = true;
    line.cork();
    setImmediate(() => {
      together = false;
      line.uncork();
    });
  };
  return {
    send: (frame) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > UNREAD_BYTES_MAX) {
        // A polite close would queue behind what is not being read.
        close(socket, "too_slow");
        socket.terminate();
        return;
      }
      holdTogether();
      socket.send(encodeFrame(frame));
    },
    close: (reason) => close(socket, reason),
  };
}

const close = (socket: WebSocket, reason: CloseReason): void => socket.close(closeCodes[reason], reason);

/** @returns `undefined` when it is no JSON text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // The desk is told by the close code.
  }
}
