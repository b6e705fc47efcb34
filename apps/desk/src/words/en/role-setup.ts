/** Own roles and what each privilege opens, as administrators set them up. */
export const roleSetup = {
  add: "Add a role",
  new: "New role",
  role: "Role",
  base: "Stands on",
  baseHint: "What its users are: agents get work, supervisors look after it.",
  baseFixed: "It stays as long as somebody has this role.",
  includes: "May",
  users: "Who has it",
  always: "Every center has it",
  builtIn: {
    agent: "Handles work, calls out, hands over and edits contacts.",
    supervisor: "What agents may, and everything about others' work. Not Set-up.",
    administrator: "Everything. It cannot be taken away from the last one.",
  },
  some_one: "{{base}} with {{count}} privilege",
  some_other: "{{base}} with {{count}} privileges",
  used: "Somebody has it: {{names}}. Give them another one first.",
  removeBody: "Nobody has it.",
  may: "May do",
  mayHint: "An own role counts in the place of what these roles usually may.",
  usual: "What these roles usually may",
  group: {
    calls: "Calls and chats",
    contacts: "Contacts",
    oneself: "Oneself",
    watching: "Watching and stepping in",
    past: "Figures and the past",
    shared: "What all share",
  },
  privilege: {
    call_out: {
      name: "Call numbers outside",
      what: "Also to consult, invite, hand over and forward there. Colleagues can always be called.",
    },
    transfer: {
      name: "Hand over",
      what: "Give a chat or call to somebody else, or join two calls and leave.",
    },
    record_calls: {
      name: "Start and stop recordings",
      what: "Where the service allows it. Pausing is always possible.",
    },
    edit_contacts: { name: "Edit contacts", what: "Those of one's own interactions." },
    merge_contacts: { name: "Merge contacts", what: "And take a merge apart again." },
    edit_any_contact: {
      name: "Contacts of everybody",
      what: "What may be edited or merged, may be in contacts of others' interactions, too.",
    },
    edit_own_profile: {
      name: "Edit the own profile",
      what: "Names, photo, languages. Without it they are as an administrator sets them.",
    },
    see_live: {
      name: "See live work",
      what: "The room Supervision: agents, queues, calls and chats as they are now.",
    },
    monitor: {
      name: "Listen and whisper",
      what: "Beside calls and chats, and answering agents who ask for help.",
    },
    take_over: {
      name: "Take over and reassign",
      what: "Take a call or chat from an agent, or give it elsewhere.",
    },
    force_states: { name: "Set others' states", what: "Agents see who did it." },
    set_alerts: {
      name: "Set alerts",
      what: "When waiting or load is shown as an alarm, for all supervisors.",
    },
    see_figures: { name: "See figures", what: "What came in and what became of it." },
    see_team_records: {
      name: "Look up others' interactions",
      what: "Of the own team, or of all without one; with replays.",
    },
    hear_team_recordings: { name: "Hear others' recordings", what: "Who heard them is noted." },
    download_recordings: {
      name: "Take recordings away",
      what: "Download those of others that may be heard, where the service allows it.",
    },
    see_call_quality: { name: "See call quality", what: "How calls sounded, by agent, network and device." },
    see_team_follow_ups: { name: "See others' follow-ups", what: "And change them." },
    manage_shared_responses: {
      name: "Shared responses",
      what: "Add, change and remove what all may answer with.",
    },
  },
};
