import type { FileInfo } from "../center/blobs.js";
import type { Database } from "../tables-postgres/database.js";

/** One file of one center: what is known of it, and which bytes it is. */
export interface FileRow extends FileInfo {
  /** Of the bytes as they are kept. Several files may be the same bytes. */
  readonly sha256: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** The list of a center's files. Which interaction one belongs to is written with the message that sends it. */
export interface FileIndex {
  add(row: FileRow): Promise<void>;
  /** `undefined` also when the file has been erased. */
  get(fileId: string): Promise<FileRow | undefined>;
}

export class MemoryFiles implements FileIndex {
  readonly #rows = new Map<string, FileRow>();

  async add(row: FileRow): Promise<void> {
    this.#rows.set(row.fileId, row);
  }

  async get(fileId: string): Promise<FileRow | undefined> {
    return this.#rows.get(fileId);
  }
}

/** An alias and not an interface: only that fits a row's index signature. */
type FileColumns = {
  readonly file_id: string;
  readonly sha256: string;
  readonly name: string;
  readonly media_type: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly interaction_id: string | null;
  readonly uploaded_by: string;
  readonly created_at: number;
};

/** The table `file`. */
export class PostgresFiles implements FileIndex {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  async add(row: FileRow): Promise<void> {
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `insert into file (center_id, file_id, sha256, name, media_type, bytes, width, height,
                           interaction_id, uploaded_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          this.centerId,
          row.fileId,
          row.sha256,
          row.name,
          row.mediaType,
          row.bytes,
          row.image?.width ?? null,
          row.image?.height ?? null,
          row.interactionId,
          row.uploadedBy,
          row.createdAt,
        ],
      ),
    );
  }

  async get(fileId: string): Promise<FileRow | undefined> {
    const [row] = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<FileColumns>("select * from file where center_id = $1 and file_id = $2 and erased_at is null", [
        this.centerId,
        fileId,
      ]),
    );
    return (
      row && {
        fileId: row.file_id,
        sha256: row.sha256,
        name: row.name,
        mediaType: row.media_type,
        bytes: row.bytes,
        image: row.width !== null && row.height !== null ? { width: row.width, height: row.height } : null,
        interactionId: row.interaction_id,
        uploadedBy: row.uploaded_by,
        createdAt: row.created_at,
      }
    );
  }
}
