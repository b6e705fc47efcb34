/** The app's own small set of controls, drawn with the tokens of @patchbay/look. */
export { Area, Avatar, Button, Choice, Field, Notice, OfflineIcon, Sheet, Tap } from "./Controls.js";
export { PageHeading, Screen } from "./Screen.js";
export { type StepName, Steps } from "./Steps.js";
export { Wordmark } from "./Wordmark.js";
