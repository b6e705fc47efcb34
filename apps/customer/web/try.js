// Puts the tag of the entry in this page's address on it, as docs/web-chat.md has it.
const wanted = new URLSearchParams(location.search);
const entry = wanted.get("entry") ?? "";
if (entry !== "") {
  const which = document.getElementById("which");
  if (which !== null) which.textContent = `This page has the chat of the entry “${entry}”.`;
  const tag = document.createElement("script");
  tag.src = "/widget.js";
  tag.dataset.entry = entry;
  document.head.append(tag);
}
