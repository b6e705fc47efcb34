export { RecordsPage } from "./RecordsPage.js";
