/** Files: content-addressed in a folder, their types found in their bytes, pictures without their position. Decision 0031. */
export { type FileIndex, type FileRow, MemoryFiles, PostgresFiles } from "./file-index.js";
export { FolderBlobs } from "./folder-blobs.js";
export { PictureError, portraitOf } from "./pictures.js";
