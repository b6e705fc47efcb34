import type { Center } from "../center/center.js";
import type { FolderPrompts } from "./folder-prompts.js";

export interface PromptsFollower {
  /** When what the commits so far have left over is gone. */
  readonly swept: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Files go when their prompt does, and those of an upload that was never finished at the next start. */
export function followPrompts(
  center: Center,
  library: FolderPrompts,
  onProblem: (cause: unknown) => void,
): PromptsFollower {
  let sweeping: Promise<void> = Promise.resolve();
  const sweep = (): void => {
    // Asked for each file anew: a prompt that is added while files are cleared away keeps its own.
    const inUse = (sound: string): boolean => {
      for (const prompt of center.state.configuration.prompts.values())
        if (prompt.sound === sound) return true;
      return false;
    };
    sweeping = sweeping.then(() => library.keepOnly(inUse)).catch(onProblem);
  };
  sweep();
  const unfollow = center.onCommitted(({ entries }) => {
    const changed = entries.some(({ events }) =>
      events.some(({ type }) => type === "PromptConfigured" || type === "PromptRemoved"),
    );
    if (changed) sweep();
  });
  return {
    swept: () => sweeping,
    stop: () => {
      unfollow();
      return sweeping;
    },
  };
}
