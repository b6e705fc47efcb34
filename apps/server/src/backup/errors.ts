/** What stops a backup or its restoring, by code; the message says what to do. */
export type BackupErrorCode =
  | "backup_file_exists"
  | "backup_unreadable"
  | "backup_damaged"
  | "backup_too_new"
  | "restore_folder_not_empty"
  | "own_database"
  | "nothing_to_back_up"
  | "file_unreadable"
  | "no_file_named"
  | "file_inside_data";

export class BackupError extends Error {
  override readonly name = "BackupError";
  constructor(
    readonly code: BackupErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`${message} (${code})`, options);
  }
}
