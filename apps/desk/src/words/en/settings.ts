/** What everybody sets for themselves. */
export const settings = {
  title: "My settings",
  sections: {
    security: { name: "Security", what: "Your password, two-factor sign-in, and where you are signed in." },
    profile: { name: "Profile", what: "Who you are to your colleagues and to customers." },
    appearance: {
      name: "Appearance",
      what: "How the desk looks. It goes with you to every browser in which you sign in.",
    },
    responses: {
      name: "My responses",
      what: "Canned responses of your own, behind / while you write. Nobody else sees them.",
    },
    keys: {
      name: "Keys",
      what: "Which key does what. What you change here is shown wherever the desk names a key.",
    },
    attention: {
      name: "Attention",
      what: "What you are told of while you look at something else. Only one tab of yours makes a sound.",
    },
  },
  attention: {
    what: "Of what",
    sound: "Sound",
    notification: "Notification",
    listen: "Listen",
    listenTo: "Listen: {{what}}",
    volume: "Volume",
    device:
      "It sounds where your phone rings: Phone, bottom left, Ring on. Notifications come only while nobody looks at the desk.",
    try: "Show one",
    sample: { title: "This is a notification", body: "A click on a real one opens its chat." },
    kinds: {
      offer: "A chat or call rings",
      message: "A customer writes",
      waiting: "A customer waits for long",
      whisper: "A colleague whispers",
      followUp: "A follow-up is due",
    },
    hints: {
      offer: "until you answer, or it goes to somebody else",
      message: "in a chat that is not in front of you",
      waiting: "when the waiting time turns amber, and again when it turns red",
      whisper: "in a chat that is not in front of you",
      followUp: "once for each time",
    },
    permission: {
      granted: { title: "Your browser shows notifications.", what: "You choose below of what." },
      default: {
        title: "Your browser has not been asked yet.",
        what: "Notifications show over other windows who rings or writes. The browser asks you next.",
      },
      denied: {
        title: "Your browser blocks notifications of this page.",
        what: "Press the sign left of the address, allow notifications, and load the page again.",
      },
      missing: {
        title: "This browser has no notifications here.",
        what: "They need a secure address: https, or localhost.",
      },
    },
  },
  keys: {
    change: "Change",
    changeOne: "Change the key: {{action}}",
    reset: "As usual",
    resetOne: "The usual key again: {{action}}",
    resetAll: "All as usual",
    allUsual: "All keys are as usual again.",
    oneUsual: "The usual key again.",
    none: "no key",
    press: "Press the new keys",
    hint: "Esc changes nothing, Backspace leaves it without a key.",
    changed: "The key is changed.",
    removed: "It has no key now.",
    taken: "These keys are taken: {{action}}",
    takeIt: "Use them here",
    leaveIt: "Leave it",
    why: {
      typing: "{{keys}} alone would be typed. Hold Alt or Ctrl as well, or take a key like F8.",
      browser: "{{keys}} belongs to the browser, or to forms. Choose another.",
    },
  },
  appearance: {
    theme: "Colours",
    themeHint: "Like the system: light, dark or high contrast, as this computer is set.",
    density: "Spacing",
    densityHint: "Compact shows more lines at once.",
    densities: { comfortable: "Comfortable", compact: "Compact" },
    letterSize: "Size of letters",
    letterSizeHint: "Besides the browser's own zoom, and on this desk alone.",
    perCent: "{{value}} %",
    contextSide: "Customer and context",
    contextSideHint:
      "On which side of the conversation they stand. Widths are changed by dragging the lines between the columns.",
    sides: { left: "On the left", right: "On the right" },
    reset: "Reset appearance and columns",
    wasReset: "Everything looks as at first again.",
  },
};
