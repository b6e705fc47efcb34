import { useDesk } from "../../state/store.js";
import { forgetNetwork } from "./network/network-data.js";
import { keepPlace, restorePlace } from "./place.js";
import { restoreDrafts } from "./scenarios/kept-drafts.js";
import { isSection, sectionsFor } from "./sections.js";
import { forgetLists } from "./setup-data.js";

/** When the desk of somebody who sets up opens: what was left is taken up, and a reload comes back to its place. */
export function startSetup(): () => void {
  const user = useDesk.getState().data?.user;
  forgetLists();
  forgetNetwork();
  if (user === undefined || sectionsFor(user.privileges).length === 0) return () => undefined;
  restoreDrafts(user.agentId);
  restorePlace(user.agentId, isSection);
  return keepPlace(user.agentId);
}
