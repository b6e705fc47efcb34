export { findAbove } from "./built-in.js";
/** A center's own prompts and music: converted uploads in DATA_DIR. Decision 0121. */
export { convertInProcess } from "./conversion-process.js";
export { FolderPrompts, type FolderPromptsDeps } from "./folder-prompts.js";
export { followPrompts, type PromptsFollower } from "./follow-prompts.js";
