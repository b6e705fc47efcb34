/** What follows a chat: the survey and the link to the transcript. */
export const afterChat = {
  survey: "Survey",
  asks: "Ask customers how the chat was",
  asksHint:
    "One to five stars, in the app, for 24 hours after the end. Chats that nobody answered are not followed by it.",
  question: "Question",
  language: "Language",
  languageHint: "Such as en or de-AT",
  firstHint: "The first one is shown to everybody whose language is not in the list.",
  add: "Add a language",
  remove: "Remove the question in {{language}}",
  unnamed: "this language",
  comment: "Ask for words as well",
  commentHint: "Customers may leave them out. What this entry's masking hides is hidden in them, too.",
  transcript: "Transcript",
  links: "Give links to the transcript",
  linksHint:
    "To the customer after the chat, and to agents to send. Switched off, links that were given lead nowhere.",
  days: "It can be read for",
  daysUnit: "days",
  stars: "Stars and words",
  starsOnly: "Stars",
  off: "Not asked",
  noLinks: "No links",
  forDays_one: "Links for {{count}} day",
  forDays_other: "Links for {{count}} days",
  saved: "What follows chats of “{{name}}” was saved.",
  applies: "Holds for chats that end from now on.",
  conflict: "{{who}} has changed this service meanwhile ({{when}}).",
  problem: {
    question: "Write the question, 200 signs at most.",
    language: "Write a language such as en or de-AT.",
    twice: "This language is there already.",
    days: "From 1 to 365 days.",
  },
  /** In the composer. */
  insertLink: "Insert a link to the transcript",
  linkText: "The transcript of this chat: {{url}}",
  linkFailed: "There is no link now: {{why}}",
  /** In the conversation. */
  gave_one: "{{customer}} gave {{count}} star",
  gave_other: "{{customer}} gave {{count}} stars",
};
