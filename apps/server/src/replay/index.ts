/** One interaction from the journal, step by step, as the core decided it; in a thread of its own. */
export { registerReplay } from "./register-replay.js";
export { NothingToReplayError, replayInteraction } from "./replay-interaction.js";
export { ReplayThread, type RunReplay } from "./replay-thread.js";
export { Replays } from "./replays.js";
