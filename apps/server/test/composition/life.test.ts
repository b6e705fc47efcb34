import { expect, test, vi } from "vitest";
import { ServerLife } from "../../src/composition/life.js";

const signal = { why: "SIGTERM", exitCode: 0 };

test("what has begun is stopped in its order, whatever the order in which it began", async () => {
  const life = new ServerLife();
  const stopped: string[] = [];
  const code = life.run(async () => {
    for (const part of ["lock", "edges", "postgres", "connections", "centers", "centers"] as const)
      life.begun(part, async () => void stopped.push(part));
    return (await life.asked).exitCode;
  });
  life.ask(signal);
  life.ask({ why: "SIGINT", exitCode: 9 });
  expect(await code).toBe(0);
  expect(stopped).toEqual(["edges", "centers", "centers", "connections", "postgres", "lock"]);
});

test("asked between two steps of the start, it takes no further step and stops what there is", async () => {
  const life = new ServerLife();
  const steps: string[] = [];
  const code = await life.run(async () => {
    life.begun("postgres", async () => void steps.push("stopped"));
    life.ask(signal);
    life.goOn();
    steps.push("went on");
    return 0;
  });
  expect(code).toBe(0);
  expect(steps).toEqual(["stopped"]);
});

test("a start that fails stops what there is, and what failed first is told", async () => {
  const life = new ServerLife();
  const stop = vi.fn().mockRejectedValue(new Error("later"));
  const lock = vi.fn().mockResolvedValue(undefined);
  const failing = life.run(async () => {
    life.begun("lock", lock);
    life.begun("postgres", stop);
    throw new Error("first");
  });
  await expect(failing).rejects.toThrow("first");
  expect(stop).toHaveBeenCalledOnce();
  expect(lock).toHaveBeenCalledOnce();
});

test("a stop that is not clean is told, and keeps no other part from its own", async () => {
  const life = new ServerLife();
  const lock = vi.fn().mockResolvedValue(undefined);
  const running = life.run(async () => {
    life.begun("lock", lock);
    life.begun("postgres", async () => {
      throw new Error("it would not go");
    });
    return (await life.asked).exitCode;
  });
  life.ask(signal);
  await expect(running).rejects.toThrow("it would not go");
  expect(lock).toHaveBeenCalledOnce();
});

test("neither a step that hangs nor a part that waits for a lost database keeps the process", async () => {
  vi.useFakeTimers();
  try {
    const life = new ServerLife();
    const never = new Promise<never>(() => undefined);
    life.begun("centers", () => never);
    const code = life.run(() => never);
    life.ask({ why: "PostgreSQL gave up", exitCode: 4, withoutDatabase: true });
    expect(life.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await code).toBe(4);
  } finally {
    vi.useRealTimers();
  }
});
