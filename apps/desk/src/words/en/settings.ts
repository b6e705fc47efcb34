/** What everybody sets for themselves. */
export const settings = {
  title: "My settings",
  sections: {
    appearance: {
      name: "Appearance",
      what: "How the desk looks. It goes with you to every browser in which you sign in.",
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
