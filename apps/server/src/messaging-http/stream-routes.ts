import { PassThrough } from "node:stream";
import {
  customerRequestSchema,
  customerResultSchema,
  pushKeySchema,
  type StreamFrame,
  streamFrameSchema,
} from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { type Call, centerOf, identify, queryValue } from "./caller.js";
import { jsonOf } from "./chat-routes.js";
import { MessagingError, unavailable } from "./messaging-error.js";
import type { WireParts } from "./wire-parts.js";

const HEARTBEAT_MS = 10_000;

/** An app that reads slower than this is cut off; it comes back and goes on where it was. */
const UNREAD_BYTES_MAX = 1024 * 1024;

/** Our own API beside the published one: sequence numbers, real types, idempotency keys. */
export function registerStreamRoutes(app: FastifyInstance, parts: WireParts): void {
  const params = z.object({ chatId: z.string() });
  const headers = z.object({ authorization: z.string() });

  app.get(
    "/chats/:chatId/stream",
    {
      config: { access: "customer", isPoll: true },
      exposeHeadRoute: false,
      schema: {
        tags: ["stream"],
        summary: "Server-sent events from a sequence number on; resume with after or Last-Event-ID",
        params,
        headers,
        querystring: z.object({
          tenantUrl: z.string().optional(),
          after: z.string().regex(/^\d+$/).optional(),
        }),
        response: { 200: streamFrameSchema.describe("The data of each event"), default: parts.errorSchema },
      },
    },
    async (request, reply) => {
      const call = identify(parts, request, reply, 2, true);
      const { chatId } = request.params as { chatId: string };
      const after = queryValue(request, "after") ?? request.headers["last-event-id"] ?? "0";
      if (typeof after !== "string" || !/^\d{1,15}$/.test(after)) {
        throw new MessagingError("5003", "after is no sequence number.");
      }
      return openStream(call, chatId, Number(after), reply);
    },
  );

  app.post(
    "/chats/:chatId/events",
    {
      config: { access: "customer" },
      schema: {
        tags: ["stream"],
        summary: "One request; repeating it under the same Idempotency-Key (24 h) does nothing again",
        params,
        headers: headers.extend({ "idempotency-key": z.string().min(8).max(100) }),
        body: customerRequestSchema,
        response: { 200: customerResultSchema, default: parts.errorSchema },
      },
    },
    async (request, reply) => {
      const call = identify(parts, request, reply, 2, true);
      const { chatId } = request.params as { chatId: string };
      const key = request.headers["idempotency-key"];
      if (typeof key !== "string" || !/^[\x21-\x7e]{8,100}$/.test(key)) {
        throw new MessagingError("5003", "The Idempotency-Key header is missing or not 8 to 100 signs long.");
      }
      const read = customerRequestSchema.safeParse(jsonOf(request));
      if (!read.success) {
        const field = read.error.issues[0]?.path.join(".") ?? "";
        throw new MessagingError("5003", `The request cannot be read: look at its field "${field}".`);
      }
      return call.service.postRequest(call.customer, chatId, key, read.data);
    },
  );

  app.get(
    "/push-key",
    {
      config: { access: "public" },
      schema: {
        tags: ["stream"],
        summary: "What a browser needs to subscribe to pushes; null when they are not configured",
        querystring: z.object({ tenantUrl: z.string().optional() }),
        response: { 200: pushKeySchema, default: parts.errorSchema },
      },
    },
    async (request) => {
      if (!parts.isReady()) throw unavailable();
      return { publicKey: parts.serviceOf(centerOf(parts.centers, request, true)).pushes.publicKey };
    },
  );
}

async function openStream(
  call: Call,
  chatId: string,
  after: number,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { service, customer, handle } = call;
  const out = new PassThrough();
  let told = after;
  let early: StreamFrame[] | null = [];
  let cancelBeat = (): void => undefined;
  const close = (): void => {
    cancelBeat();
    stop();
    if (!out.writableEnded) out.end();
  };
  const write = (frame: StreamFrame): void => {
    if (out.writableEnded || out.destroyed) return;
    if (frame.seq !== null) {
      if (frame.seq <= told) return;
      told = frame.seq;
    }
    out.write(`${frame.seq === null ? "" : `id: ${frame.seq}\n`}data: ${JSON.stringify(frame)}\n\n`);
    if (out.writableLength > UNREAD_BYTES_MAX) out.destroy();
    else if (frame.events.some(({ type }) => type === "ended")) close();
  };
  // Listening first, reading second: nothing falls between.
  const stop = await service.follow(customer, chatId, {
    frame: (frame) => (early === null ? write(frame) : early.push(frame)),
    closed: close,
  });
  try {
    const past = await service.past.framesAfter(customer, chatId, after);
    // Long over, and all of it has been told.
    if (past.length === 0 && service.isOver(chatId)) throw new MessagingError("5005");
    out.write("retry: 1000\n\n");
    const meanwhile = early;
    early = null;
    for (const frame of [...past, ...meanwhile]) write(frame);
  } catch (error) {
    stop();
    throw error;
  }
  const beat = (): void => {
    if (out.writableEnded || out.destroyed) return;
    service.signOfLife(chatId);
    out.write(": here\n\n");
    cancelBeat = handle.clock.after(HEARTBEAT_MS, beat);
  };
  beat();
  out.once("close", () => {
    cancelBeat();
    stop();
  });
  return reply
    .header("content-type", "text/event-stream; charset=utf-8")
    .header("cache-control", "no-store")
    .header("x-accel-buffering", "no")
    .send(out);
}
