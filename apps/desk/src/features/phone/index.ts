export { CallInApp } from "./CallInApp.js";
export { CallNumber } from "./CallNumber.js";
export { DeviceField } from "./DeviceField.js";
export { PhoneBanner } from "./PhoneBanner.js";
export { PhoneStatus } from "./PhoneStatus.js";
export { callColleagueOrSay, callOrSay, lineToUse } from "./place-call.js";
export { useCallAbility } from "./use-phone-facts.js";
