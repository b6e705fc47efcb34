// Shows what an agent wrote to a visitor who is not here. Put it on your own origin, and its path into `data-push` (docs/web-chat.md).

const READ = { title: "Chat", body: "", chatID: "chat" };

function read(data) {
  try {
    const value = data?.json();
    const text = (name) => (typeof value?.[name] === "string" ? value[name] : READ[name]);
    return { title: text("title"), body: text("body"), chatID: text("chatID") };
  } catch {
    // Not JSON: that somebody wrote is what has to be said.
    return READ;
  }
}

async function backToTheChat() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ url }) => url.startsWith(self.registration.scope));
  await (page === undefined ? self.clients.openWindow(self.registration.scope) : page.focus());
}

self.addEventListener("push", (event) => {
  const { title, body, chatID } = read(event.data);
  event.waitUntil(self.registration.showNotification(title, { body, tag: chatID }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(backToTheChat());
});
