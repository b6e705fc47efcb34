/** Browsers read the file after the click; then its address may go. */
const READ_MS = 10_000;

/** Gives the reader a file of this text. */
export function saveFile(name: string, text: string, type = "text/csv;charset=utf-8"): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), READ_MS);
}
