import { figures } from "./figures.js";
import { replay } from "./replay.js";
import { supervise } from "./supervise.js";

/** What the supervisors' room and its tabs say and nothing else does: it is loaded with the room. */
export const superviseParts = { figures, replay, supervise };
