/** Looking up past interactions: by what their rows hold, as far as somebody's eyes may go. */
export { InteractionSearch, SearchTooWideError, UnknownPageError } from "./interaction-search.js";
export { recordRow } from "./record-views.js";
export { registerInteractionSearch } from "./register-interaction-search.js";
export { type Scope, scopeOf } from "./scope.js";
export { SearchIndex, takeInEvents } from "./search-index.js";
