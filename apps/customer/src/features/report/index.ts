/** Writing a report: place, what happened, photos. */
export { photosOf } from "./photos.js";
export { ReportPage } from "./ReportPage.js";
