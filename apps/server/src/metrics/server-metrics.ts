import type { FastifyInstance } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { LastBackup } from "../backup/index.js";
import type { PushSender } from "../push/index.js";

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
/** What Node tells of its handles by class is of no use to anybody, and costs a walk over all of them. */
const USELESS = [
  "nodejs_active_handles",
  "nodejs_active_handles_total",
  "nodejs_active_requests",
  "nodejs_active_requests_total",
  "nodejs_active_resources",
  "nodejs_active_resources_total",
];

/** The numbers of the process, whatever its centers do. */
export class ServerMetrics {
  readonly registry = new Registry();
  readonly #requests = new Histogram({
    name: "patchbay_http_request_seconds",
    help: "Answered HTTP requests by route and status; long polls and streams take as long as they are held",
    labelNames: ["method", "route", "status"],
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly #held = new Gauge({
    name: "patchbay_http_requests_in_flight",
    help: "HTTP requests that are not answered yet: of the events of chats, those are polls and streams of customers",
    labelNames: ["route"],
    registers: [this.registry],
  });
  readonly #pushes = new Counter({
    name: "patchbay_pushes_total",
    help: "Pushes to apps that do not poll, by kind and outcome",
    labelNames: ["kind", "outcome"],
    registers: [this.registry],
  });

  constructor(facts: {
    readonly version: string;
    readonly pool?: () => { open: number; idle: number; waiting: number } | null;
    readonly lastBackup?: () => Promise<LastBackup | null>;
  }) {
    collectDefaultMetrics({ register: this.registry });
    for (const name of USELESS) this.registry.removeSingleMetric(name);
    new Gauge({
      name: "patchbay_info",
      help: "1, with the version that runs",
      labelNames: ["version"],
      registers: [this.registry],
    }).set({ version: facts.version }, 1);
    new Gauge({
      name: "patchbay_database_connections",
      help: "Connections of the pool, and who waits for one",
      labelNames: ["state"],
      registers: [this.registry],
      collect() {
        const pool = facts.pool?.() ?? null;
        if (pool === null) return;
        this.set({ state: "busy" }, pool.open - pool.idle);
        this.set({ state: "idle" }, pool.idle);
        this.set({ state: "waiting" }, pool.waiting);
      },
    });
    this.#tellBackup(
      "patchbay_backup_timestamp_seconds",
      "When the last backup was whole, Unix time",
      async () => {
        const last = await facts.lastBackup?.();
        return last && last.at / 1_000;
      },
    );
    this.#tellBackup(
      "patchbay_backup_bytes",
      "Size of its file",
      async () => (await facts.lastBackup?.())?.bytes,
    );
  }

  /** Nothing where none was made: a time of 0 would look like one of 1970. */
  #tellBackup(name: string, help: string, read: () => Promise<number | null | undefined>): void {
    new Gauge({
      name,
      help,
      // With a label that it never has, so that prom-client does not begin with a 0.
      labelNames: ["none"],
      registers: [this.registry],
      async collect() {
        const value = await read();
        if (value == null) this.reset();
        else this.set({}, value);
      },
    });
  }

  /** Counts requests: by the route's pattern, so that no id is ever a label. */
  follow(app: FastifyInstance): void {
    app.addHook("onRequest", async (request, reply) => {
      // A desk's WebSocket is no request that waits for its answer; desks are told of by their center.
      if (request.headers.upgrade !== undefined) return;
      const route = routeOf(request);
      this.#held.inc({ route });
      // Streams are written past the framework, and pages may turn out to be none: the socket's answer ends either.
      reply.raw.once("close", () => this.#held.dec({ route }));
    });
    app.addHook("onResponse", async (request, reply) => {
      this.#requests.observe(
        { method: request.method, route: routeOf(request), status: String(reply.statusCode) },
        reply.elapsedTime / 1_000,
      );
    });
  }

  /** The same sender, counted. */
  counted(sender: PushSender): PushSender {
    return {
      webPushPublicKey: sender.webPushPublicKey,
      supports: (kind) => sender.supports(kind),
      refuses: (subscription) => sender.refuses(subscription),
      send: async (subscription, payload) => {
        const outcome = await sender.send(subscription, payload);
        this.#pushes.inc({ kind: subscription.kind, outcome });
        return outcome;
      },
    };
  }
}

/** Addresses that there are none of are one: whoever tries a thousand makes no thousand labels. */
const routeOf = (request: {
  readonly is404: boolean;
  readonly routeOptions: { readonly url?: string | undefined };
}): string => (request.is404 ? "(none)" : (request.routeOptions.url ?? "(none)"));
