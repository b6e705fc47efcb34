/** First steps, in Set-up. */
export const firstSteps = {
  progress: "{{done}} of {{of}} steps are done. Each ticks itself.",
  allDone: "All is done: customers reach you, and the first one has been answered.",
  done: "done",
  testPage: "Open the test page",
  steps: {
    service: {
      name: "Make a service",
      what: "What customers come for, such as “Support”. Give it the results that agents choose at the end, or leave the list empty for now. Without a skill, every agent gets its chats.",
      go: "Make a service",
      again: "See the services",
    },
    entry: {
      name: "Open a door for chats",
      what: "A chat entry leads from your web page to the service: its words, colours and questions, with a preview beside them.",
      go: "Make a chat entry",
      again: "See the chat entries",
    },
    people: {
      name: "Say who answers",
      what: "You may answer yourself: you have the role Agent. For colleagues, add a user with that role and give a password.",
      go: "Add a colleague",
      again: "See the users",
    },
    page: {
      name: "Try it, and put it on your page",
      what: "The entry's form has one line of HTML to copy. The test page shows the chat as your visitors will see it: write something there.",
      go: "See the line to copy",
      again: "See the line to copy",
    },
    chat: {
      name: "Answer your first chat",
      what: "Choose Ready at the top left, accept what rings with F2, write an answer, and end the chat.",
      go: "See the services",
      again: "See the services",
    },
  },
};
