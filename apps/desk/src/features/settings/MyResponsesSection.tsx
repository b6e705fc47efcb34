import { CannedManager } from "../canned/index.js";

/** An agent's own responses; nobody else sees them. */
export const MyResponsesSection = () => <CannedManager shared={false} />;
