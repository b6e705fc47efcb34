import type { Center } from "../center/center.js";
import type { FolderPrompts } from "./folder-prompts.js";

/** Files go when their prompt does, and those of an upload that was never finished at the next start. */
export function followPrompts(
  center: Center,
  library: FolderPrompts,
  onProblem: (cause: unknown) => void,
): () => void {
  let sweeping: Promise<void> = Promise.resolve();
  const sweep = (): void => {
    const { prompts } = center.state.configuration;
    const sounds = new Set([...prompts.values()].map(({ sound }) => sound));
    sweeping = sweeping.then(() => library.keepOnly(sounds)).catch(onProblem);
  };
  sweep();
  return center.onCommitted(({ entries }) => {
    const changed = entries.some(({ events }) =>
      events.some(({ type }) => type === "PromptConfigured" || type === "PromptRemoved"),
    );
    if (changed) sweep();
  });
}
