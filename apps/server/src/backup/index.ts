/** One file that a center can be made of again. Decision 0292. */
export type { Manifest } from "./archive.js";
export { type BackupOptions, backUp } from "./backup.js";
export { BackupError, type BackupErrorCode } from "./errors.js";
export { type LastBackup, lastBackup, noteBackup } from "./last-backup.js";
export { openArchive, refuseFullFolder, restoreFiles, restoreRows } from "./restore.js";
