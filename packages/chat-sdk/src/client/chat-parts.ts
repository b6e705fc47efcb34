import type { LoopClock } from "../parts/index.js";
import type { ChatWire } from "./http.js";
import type { ChatMemory } from "./memory.js";
import type { Pages } from "./pages.js";

/** What a chat works with. */
export interface ChatParts {
  readonly http: ChatWire;
  readonly memory: ChatMemory;
  readonly pages: Pages;
  readonly clock: LoopClock;
  readonly durable: boolean;
  readonly newId: () => string;
  /** The app named its customer itself: the server may know a chat that this device has forgotten. */
  readonly isNamed: boolean;
  readonly closed?: () => void;
}
