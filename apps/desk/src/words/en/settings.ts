/** What everybody sets for themselves. */
export const settings = {
  title: "My settings",
  sections: {
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
