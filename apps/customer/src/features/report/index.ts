/** Writing a report: place, what happened, photos. */
export { usePhotoInputs } from "./PhotoInputs.js";
export { ReportPage } from "./ReportPage.js";
