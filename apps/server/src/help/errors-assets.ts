/** Style and script of the page of errors. Colours as in the desk's look (packages/look). */
export const errorsStyle = `:root {
  color-scheme: light dark;
  --page: light-dark(#f5f7f8, #12181b);
  --card: light-dark(#ffffff, #1a2226);
  --line: light-dark(#d9e0e3, #2f3b41);
  --text: light-dark(#17211f, #e6edef);
  --soft: light-dark(#4d5b61, #a9b7bd);
  --link: light-dark(#0b6074, #7ac4d5);
  --fault: light-dark(#a3231c, #ff9d94);
  --warning: light-dark(#7a4b00, #f2bf66);
  font: 1rem/1.5 "Inter Variable", Inter, system-ui, sans-serif;
}
body { margin: 0; background: var(--page); color: var(--text); }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
header { display: flex; align-items: center; gap: 0.6rem; padding: 0.75rem 1.25rem; border-bottom: 1px solid var(--line); background: var(--card); }
header nav { margin-inline-start: auto; display: flex; gap: 1.25rem; }
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 0.5rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 0.25rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 0; }
.intro, .more { color: var(--soft); margin: 0 0 1rem; max-width: 42rem; }
form { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; position: sticky; top: 0; padding: 0.75rem 0; background: var(--page); }
form[hidden] { display: none; }
label { font-weight: 600; }
input { flex: 1 1 16rem; min-height: 2.5rem; padding: 0 0.75rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 6px; }
form span { color: var(--soft); }
article { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.85rem 1rem; margin: 0 0 0.6rem; scroll-margin-top: 5rem; }
article:target { border-color: var(--link); box-shadow: 0 0 0 1px var(--link); }
article[hidden], section[hidden] { display: none; }
.code { margin: 0.15rem 0 0.5rem; font-size: 0.875rem; }
.code a { text-decoration: none; }
.code a:hover { text-decoration: underline; }
.code span { color: var(--soft); margin-inline-start: 0.5rem; }
.code .fault { color: var(--fault); }
.code .warning { color: var(--warning); }
dl { margin: 0; display: grid; gap: 0.15rem; font-size: 0.9375rem; }
dl div { display: grid; grid-template-columns: 10.5rem 1fr; gap: 0.75rem; }
dt { color: var(--soft); }
dd { margin: 0; }
@media (max-width: 34rem) { dl div { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.35rem; } }
@media print { form, header nav { display: none; } article { break-inside: avoid; } }
`;

export const errorsScript = `"use strict";
const form = document.querySelector("form");
const find = document.getElementById("find");
const count = document.getElementById("count");
const none = document.getElementById("none");
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\\p{M}/gu, "").replace(/[_\\s]+/g, " ");
const entries = [...document.querySelectorAll("article")].map((element) => ({ element, text: plain(element.textContent) }));
function show() {
  const words = plain(find.value).split(" ").filter(Boolean);
  let shown = 0;
  for (const { element, text } of entries) {
    element.hidden = !words.every((word) => text.includes(word));
    if (!element.hidden) shown += 1;
  }
  for (const section of document.querySelectorAll("section")) section.hidden = section.querySelector("article:not([hidden])") === null;
  count.textContent = String(shown);
  none.hidden = shown > 0;
}
form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
find.addEventListener("input", show);
// A link to one of them wants to see it, whatever was looked for before.
window.addEventListener("hashchange", () => {
  if (document.querySelector("article:target")?.hidden) { find.value = ""; show(); document.querySelector("article:target")?.scrollIntoView(); }
});
show();
document.querySelector("article:target")?.scrollIntoView();
`;
