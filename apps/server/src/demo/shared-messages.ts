import { createReadStream, existsSync } from "node:fs";
import path from "node:path";
import { asId, type Prompt, type PromptId } from "@patchbay/core";
import type { CenterHandle } from "../center/edge.js";
import type { PromptLibrary } from "../center/prompts.js";
import { findAbove } from "../prompts-folder/index.js";
import { submit } from "./tell-story.js";

/** What is said in them: `prompts.json` there. */
const FOLDER = "packages/media/prompts/messages";

interface SharedMessage {
  /** The file's name, and the message's id. */
  readonly id: string;
  readonly name: string;
  /** `null`: for calls of every service. */
  readonly serviceId: string | null;
}

/** What agents play into calls at a first look; whoever wants other words uploads them in Set-up. */
export const demoMessages: readonly SharedMessage[] = [
  { id: "recording-notice", name: "This call is recorded", serviceId: null },
  { id: "call-us-back", name: "Please call us back", serviceId: "auto_claims" },
];

/** Puts those that are missing among the center's own sounds, as an administrator's upload would. */
export async function putSharedMessages(
  handle: CenterHandle,
  library: Pick<PromptLibrary, "take">,
): Promise<void> {
  for (const { id, name, serviceId } of demoMessages) {
    const promptId = asId<PromptId>(id);
    if (handle.center.state.configuration.prompts.has(promptId)) continue;
    const file = path.join(findAbove(FOLDER), `${id}.opus`);
    if (!existsSync(file)) throw new Error(`the demo's message ${id} is not there`);
    const taken = await library.take(createReadStream(file));
    try {
      const prompt: Prompt = {
        id: promptId,
        kind: "speech",
        sound: taken.sound,
        durationMs: taken.durationMs,
        message: { agentId: null, serviceId: serviceId === null ? null : asId(serviceId) },
      };
      await submit(handle, { type: "ConfigurePrompt", prompt }, [
        { table: "prompt_words", promptId: id, words: { name } },
      ]);
    } finally {
      taken.settled();
    }
  }
}
