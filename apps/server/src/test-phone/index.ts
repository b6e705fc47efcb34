/** The demo's test phone: its process, and the way of its page to it (docs/decisions/0108). */
export { isNear } from "./near.js";
export { numbersToCall } from "./numbers-to-call.js";
export { registerTestPhone, type TestPhoneDoor } from "./register-test-phone.js";
export { TestPhoneProcess } from "./test-phone-process.js";
