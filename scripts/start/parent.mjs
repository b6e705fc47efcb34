/** How often we look whether npm still lives. */
const PARENT_EVERY_MS = 500;

/**
 * npm passes a SIGTERM to the shell that it runs us with, and most shells die of it without telling us: what we notice is
 * that we have another parent. Also with `nohup npm start &` the parent lives as long as npm does. Started without npm,
 * our parent may go: that is how one detaches.
 */
export function whenNpmDies(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    stop();
  }, PARENT_EVERY_MS).unref();
}
