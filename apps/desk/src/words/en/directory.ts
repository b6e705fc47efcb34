/** Whom a call can go to: colleagues, services, numbers. */
export const directory = {
  search: "Name or extension",
  orNumber: "or type a number",
  noneFound: "Nobody of this name. A whole number can be called as it is.",
  found_one: "{{count}} found",
  found_other: "{{count}} found",
  onCall: "{{state}}, on a call",
  queueOf: "{{name}}, queue",
  thisNumber: "This number",
  waiting_zero: "Nobody waits",
  waiting_one: "{{count}} waiting",
  waiting_other: "{{count}} waiting",
  wait: "about {{time}}",
  waitUnknown: "wait not known yet",
  whyNot: {
    offline: "Signed out",
    desk: "Desk not connected",
    noPhone: "No phone at this desk",
    phone: "Phone does not work",
    here: "Already in this call",
    closed: "Closed now",
  },
} as const;
