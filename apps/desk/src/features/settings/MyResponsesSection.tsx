import { CannedManager } from "../canned/manage/CannedManager.js";

/** An agent's own responses; nobody else sees them. */
export const MyResponsesSection = () => <CannedManager shared={false} />;
