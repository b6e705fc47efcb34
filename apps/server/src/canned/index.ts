export { CannedResponses } from "./canned-responses.js";
