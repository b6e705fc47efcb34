/** The first page: who you are, your policy, and the way to help. */
export { readCustomer, writeCustomer } from "./customer.js";
export { HomePage } from "./HomePage.js";
