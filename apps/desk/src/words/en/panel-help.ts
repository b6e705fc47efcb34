/** Short help for each part of the desk: what it is, and what to do first. */
export const panelHelp = {
  open: "Help",
  close: "Close help",
  first: "What to do first",
  keys: "Keys",
  allKeys: "All keys: {{key}}",
  errors: "All messages and errors",
  panels: {
    state: {
      title: "Your state",
      what: "Who sends you work goes by this: only Ready gets chats and calls. The time beside it is how long you have been in this state.",
      first:
        "Press it and choose Ready. Choose a reason when you leave the desk; work in hand stays with you.",
    },
    list: {
      title: "Active",
      what: "All chats and calls in your hands; press the word beside Active to change their order. A number is how many messages you have not read; the timer turns amber, then red, while a customer waits for your answer.",
      first: "Press a card to open it. Nothing opens by itself, so you never type into the wrong chat.",
    },
    conversation: {
      title: "Conversation",
      what: "What the customer and you have written, with everything that happened in between. Below your messages stands whether they were delivered and read.",
      first:
        "Read from the line New downwards, and answer below. Transfer and Invite bring colleagues in; End chat asks for a result. The magnifier (Ctrl+F) searches in all that was written.",
    },
    composer: {
      title: "Writing",
      what: "What you type here goes to the customer, or, as a whisper, to your team alone: the field then has another colour and says so.",
      first:
        "Type and press Enter; Shift+Enter begins a new line. A slash finds a canned response. Drop or paste files here. What you typed is kept when you leave the chat.",
    },
    contact: {
      title: "Customer",
      what: "Who the customer is, as far as it is known, and how to reach them. What was told in this chat stands here as well.",
      first: "Press a number to call it, or the pencil to correct what is here.",
    },
    context: {
      title: "About this customer",
      what: "The tabs show what came with this chat or call, what was before, and the result that you note at the end.",
      first: "Look into History before you ask what was asked before.",
    },
    call: {
      title: "Call",
      what: "The call with everybody who is in it, and what you can do with it: hold, keys, asking a colleague, giving it away. Buttons that cannot be pressed now say why when you point at them.",
      first: "Talk. When you need somebody else, press Consult: the customer hears music meanwhile.",
    },
    phone: {
      title: "Phone",
      what: "What you talk through, and whether it works: this browser with a headset, a desk phone, or a number outside.",
      first:
        "Press Hear yourself: what comes back is what customers hear. When something is wrong, the line at the top says what and what helps.",
    },
    calls: {
      title: "Calls",
      what: "Whom you can call: colleagues and services, your recent calls, voicemail, follow-ups, and your own favourites.",
      first: "Type a name or a number in the field. Enter calls what is marked.",
    },
    records: {
      title: "Records",
      what: "Chats and calls that were, yours or your team’s, with recordings where they may be heard.",
      first:
        "Begin with a time and a service, then look for a name or a word. A row opens with the whole story.",
    },
    supervise: {
      title: "Live",
      what: "Who is doing what right now, and how long customers wait.",
      first:
        "Look for red first: it waits longest. Beside a call stand the ways to listen, beside a chat to read along, take it over or give it away, beside a name to set a state: the agent reads who did it, and why. If an administrator chose teams for you, their names stand in the head, and this room is about their agents.",
    },
    settings: {
      title: "My settings",
      what: "What is yours alone: how the desk looks, which keys do what, and who you are. It is kept on the server and is there at every computer.",
      first: "Choose a part at the left. A change holds at once.",
    },
    setup: {
      title: "Set-up",
      what: "What is changed here holds for everybody from the next chat or call on; those that are under way go on as they were.",
      first: "Choose a line to change it. Leaving asks before anything is lost.",
    },
  },
} as const;
