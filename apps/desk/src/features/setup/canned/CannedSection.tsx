import { CannedManager } from "../../canned/manage/CannedManager.js";
import { Head } from "../parts/Head.js";

/** Shared responses: what every agent finds behind the slash. Supervisors see to them as well as administrators. */
export const CannedSection = () => (
  <>
    <Head section="canned" />
    <div className="setup-pad canned-section">
      <CannedManager shared />
    </div>
  </>
);
