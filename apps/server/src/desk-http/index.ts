/** The desk's HTTP routes: signing in and out, files, photos, a supervisor's hand on a presence. */

export { type DeskHttpDeps, registerDeskHttp } from "./register-desk-http.js";
export { refuseHaste } from "./session-routes.js";
