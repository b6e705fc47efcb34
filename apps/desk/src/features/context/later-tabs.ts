import { later } from "../../parts/later.js";

export const AccidentTab = later(async () => (await import("./AccidentTab.js")).AccidentTab);
export const ColleagueContext = later(async () => (await import("./ColleagueContext.js")).ColleagueContext);
export const HistoryTab = later(async () => (await import("./history/HistoryTab.js")).HistoryTab);
export const PopTab = later(async () => (await import("../screen-pop/PopTab.js")).PopTab);
