import type { VoiceView } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import type { OpenCenter } from "./open-center.js";

type Examined = Pick<OpenCenter, "address" | "databaseAnswers"> & {
  readonly runtime: {
    readonly status: OpenCenter["runtime"]["status"];
    readonly state: { readonly seq: number };
  };
  readonly snapshots: Pick<OpenCenter["snapshots"], "status">;
  readonly voice: Pick<NonNullable<OpenCenter["voice"]>, "view"> | null;
};

/** Calls may be off while everything else works: told, but no reason to be taken for not ready. */
const voiceOf = ({ state, problem }: VoiceView) => ({ state, problem });

/** `/healthz`: the process answers. `/readyz`: it takes work; the body says which part does not. */
export function registerHealth(
  app: FastifyInstance,
  parts: { readonly centers: { opened(): readonly Examined[] }; readonly isReady: () => boolean },
): void {
  app.get("/healthz", { config: { access: "public" } }, async () => ({ status: "ok" }));
  app.get("/readyz", { config: { access: "public" } }, async (_request, reply) => {
    const centers = parts.centers.opened().map(({ address, runtime, snapshots, databaseAnswers, voice }) => ({
      center: address.id,
      status: runtime.status,
      databaseAnswers,
      seq: runtime.state.seq,
      snapshots: snapshots.status,
      voice: voice === null ? null : voiceOf(voice.view()),
    }));
    const ready =
      parts.isReady() &&
      centers.every(
        ({ status, databaseAnswers, snapshots }) =>
          status === "running" && databaseAnswers && snapshots.state !== "diverged",
      );
    return reply
      .code(ready ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ ready, centers });
  });
}
