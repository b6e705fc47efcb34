import type { CallPicture, Prompt, PromptId } from "@patchbay/core";
import { ownSoundName } from "@patchbay/protocol";

type Play = CallPicture["plays"][number];

/**
 * What is played, with the center's own prompts named by their bytes: the voice process knows no prompts, and what it is told
 * must not change its meaning when a prompt is replaced.
 */
export function withOwnSounds(
  plays: readonly Play[],
  prompts: ReadonlyMap<PromptId, Prompt>,
  centerId: string,
): readonly Play[] {
  if (prompts.size === 0) return plays;
  const nameOf = (promptId: PromptId): PromptId => {
    const own = prompts.get(promptId);
    return own === undefined ? promptId : (ownSoundName(centerId, own.sound) as PromptId);
  };
  return plays.map((play) => {
    if ("prompts" in play) return { ...play, prompts: play.prompts.map(nameOf) };
    return "music" in play ? { ...play, music: nameOf(play.music) } : play;
  });
}
