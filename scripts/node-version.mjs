// Old syntax on purpose: a Node that can't run the rest must be able to read this.
var parts = process.versions.node.split(".").map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  console.error(`Patchbay needs Node 20.19 or newer, and this is Node ${process.versions.node}.`);
  process.exit(1);
}
