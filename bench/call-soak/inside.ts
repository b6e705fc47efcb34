import { readFileSync } from "node:fs";
import WebSocket from "ws";
import { sleep } from "../soak/dice.js";

const HOST = "127.0.0.1";
const OPEN_MS_MAX = 10_000;

/** What a process holds, after its garbage was collected. */
export interface Held {
  readonly heapMb: number;
  /** Buffers and the like, outside of the heap. */
  readonly outsideMb: number;
  readonly rssMb: number;
  /** Open sockets, files and timers, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  /** How many objects of each class there are. */
  readonly objects: ReadonlyMap<string, number>;
}

/**
 * Looks into a process of Node through its own inspector, which is opened for the look and closed after it. The process
 * must have been started with `NODE_OPTIONS=--inspect-port=127.0.0.1:<port>`; one at a time.
 */
export async function lookInto(pid: number, port: number): Promise<Held> {
  process.kill(pid, "SIGUSR1");
  const inspector = await Inspector.open(port);
  try {
    // Twice: what the first round finalises is let go in the second.
    await inspector.ask("HeapProfiler.collectGarbage");
    await inspector.ask("HeapProfiler.collectGarbage");
    const objects = await inspector.objects();
    const { heapUsed, external, resources } = (await inspector.evaluate(
      `JSON.stringify({ ...process.memoryUsage(), resources: process.getActiveResourcesInfo() })`,
    )) as { heapUsed: number; external: number; resources: string[] };
    const counted: Record<string, number> = {};
    for (const kind of resources) counted[kind] = (counted[kind] ?? 0) + 1;
    return {
      heapMb: heapUsed / 2 ** 20,
      outsideMb: external / 2 ** 20,
      rssMb: residentMb(pid),
      resources: counted,
      objects,
    };
  } finally {
    await inspector.close();
  }
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? 0) / 1_024;
}

interface Answer {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly method?: string;
  readonly params?: { readonly chunk?: string };
}

/** So many properties of a plain object tell what it is. */
const SHAPE_PROPERTIES = 6;

/** As V8 writes it: numbers in a row, named by lists of fields. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[]];
      readonly edge_fields: readonly string[];
      readonly edge_types: readonly [readonly string[]];
    };
  };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

class Inspector {
  private last = 0;
  private chunks: string[] = [];
  private readonly asked = new Map<number, (result: Record<string, unknown>) => void>();

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data) => {
      const { id, result, method, params } = JSON.parse(String(data)) as Answer;
      if (id !== undefined) this.asked.get(id)?.(result ?? {});
      else if (method === "HeapProfiler.addHeapSnapshotChunk") this.chunks.push(params?.chunk ?? "");
    });
  }

  static async open(port: number): Promise<Inspector> {
    for (const begun = performance.now(); performance.now() - begun < OPEN_MS_MAX; await sleep(50)) {
      const answer = await fetch(`http://${HOST}:${port}/json`).catch(() => undefined);
      const [target] = ((await answer?.json()) ?? []) as { webSocketDebuggerUrl: string }[];
      if (target === undefined) continue;
      const socket = new WebSocket(target.webSocketDebuggerUrl, { perMessageDeflate: false });
      await new Promise((resolve, reject) => {
        socket.once("open", resolve);
        socket.once("error", reject);
      });
      return new Inspector(socket);
    }
    throw new Error("the process does not open its inspector");
  }

  ask(method: string, params: object = {}): Promise<Record<string, unknown>> {
    this.last += 1;
    const id = this.last;
    return new Promise((resolve) => {
      this.asked.set(id, resolve);
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** @param expression whose value is JSON */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.ask("Runtime.evaluate", { expression });
    return JSON.parse((result as { value: string }).value);
  }

  /** Counts what a heap snapshot lists, by the name of its class; plain objects by their first properties. */
  async objects(): Promise<Map<string, number>> {
    this.chunks = [];
    await this.ask("HeapProfiler.enable");
    await this.ask("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
    const snapshot = JSON.parse(this.chunks.join("")) as Snapshot;
    this.chunks = [];
    const { nodes, edges, strings } = snapshot;
    const { node_fields, node_types, edge_fields, edge_types } = snapshot.snapshot.meta;
    const object = node_types[0].indexOf("object");
    const property = edge_types[0].indexOf("property");
    const [type, name] = [node_fields.indexOf("type"), node_fields.indexOf("name")];
    const edgeCount = node_fields.indexOf("edge_count");
    const counted = new Map<string, number>();
    let edge = 0;
    for (let at = 0; at < nodes.length; at += node_fields.length) {
      const first = edge;
      edge += (nodes[at + edgeCount] ?? 0) * edge_fields.length;
      if (nodes[at + type] !== object) continue;
      let className = strings[nodes[at + name] ?? 0] ?? "";
      if (className === "Object") {
        const properties: string[] = [];
        for (let of = first; of < edge && properties.length < SHAPE_PROPERTIES; of += edge_fields.length) {
          const key = strings[edges[of + 1] ?? 0] ?? "";
          if (edges[of] === property && key !== "__proto__") properties.push(key);
        }
        className = `{ ${properties.join(", ")} }`;
      }
      counted.set(className, (counted.get(className) ?? 0) + 1);
    }
    return counted;
  }

  /** Closes the door again, so that the next process can open its own. */
  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.socket.once("close", resolve));
    const closing = `setTimeout(() => process.getBuiltinModule("inspector").close(), 20)`;
    void this.ask("Runtime.evaluate", { expression: closing });
    await gone;
  }
}
