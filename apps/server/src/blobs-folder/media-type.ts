import { open } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";

/** What `file-type` finds -> what we call it. What is not here is not taken: programs, archives, pages, drawings. */
const TAKEN: Readonly<Record<string, string>> = {
  "image/jpeg": "image/jpeg",
  "image/png": "image/png",
  "image/apng": "image/png",
  "image/gif": "image/gif",
  "image/webp": "image/webp",
  "image/avif": "image/avif",
  "image/heic": "image/heic",
  "image/heif": "image/heif",
  "application/pdf": "application/pdf",
  "application/rtf": "application/rtf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation":
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  "application/vnd.oasis.opendocument.text": "application/vnd.oasis.opendocument.text",
  "application/vnd.oasis.opendocument.spreadsheet": "application/vnd.oasis.opendocument.spreadsheet",
  "application/vnd.oasis.opendocument.presentation": "application/vnd.oasis.opendocument.presentation",
  "video/mp4": "video/mp4",
  "video/x-m4v": "video/mp4",
  "video/quicktime": "video/quicktime",
  "video/webm": "video/webm",
  "video/3gpp": "video/3gpp",
  "audio/mpeg": "audio/mpeg",
  "audio/mp4": "audio/mp4",
  "audio/x-m4a": "audio/mp4",
  "audio/ogg": "audio/ogg",
  "audio/ogg; codecs=opus": "audio/ogg",
  "audio/wav": "audio/wav",
};

/** The ending a file of this type is saved with, so that its name cannot promise something else. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  "image/jpeg": ["jpg", "jpeg", "jpe", "jfif"],
  "image/png": ["png"],
  "image/gif": ["gif"],
  "image/webp": ["webp"],
  "image/avif": ["avif"],
  "image/heic": ["heic", "heif"],
  "image/heif": ["heif", "heic"],
  "application/pdf": ["pdf"],
  "application/rtf": ["rtf"],
  "application/msword": ["doc"],
  "application/vnd.ms-excel": ["xls"],
  "application/vnd.ms-powerpoint": ["ppt"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
  "application/vnd.oasis.opendocument.text": ["odt"],
  "application/vnd.oasis.opendocument.spreadsheet": ["ods"],
  "application/vnd.oasis.opendocument.presentation": ["odp"],
  "video/mp4": ["mp4", "m4v"],
  "video/quicktime": ["mov", "qt"],
  "video/webm": ["webm"],
  "video/3gpp": ["3gp"],
  "audio/mpeg": ["mp3"],
  "audio/mp4": ["m4a", "mp4"],
  "audio/ogg": ["ogg", "oga", "opus"],
  "audio/wav": ["wav"],
  "text/plain": ["txt", "text", "log", "csv", "tsv", "md"],
};

/** Pictures that sharp can open: they have a size and a thumbnail. */
const PICTURES: ReadonlySet<string> = new Set([
  "image/jpeg",
  "image/png",
  "image/gif",
  "image/webp",
  "image/avif",
]);
export const isPicture = (mediaType: string): boolean => PICTURES.has(mediaType);

/**
 * The type of a file as its bytes tell; `undefined` when it is not one that we take.
 *
 * @param name only ever used to refuse: a text that calls itself a script is not taken.
 */
export async function takenMediaType(path: string, name: string): Promise<string | undefined> {
  const found = await fileTypeFromFile(path);
  if (found?.mime === "application/x-cfb") return officeOf(await head(path, Number.POSITIVE_INFINITY));
  if (found) return TAKEN[found.mime];
  return isPlainText(await head(path, Number.POSITIVE_INFINITY), name) ? "text/plain" : undefined;
}

async function head(path: string, bytesMax: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, bytesMax));
    await file.read(buffer, 0, buffer.length, 0);
    return buffer;
  } finally {
    await file.close();
  }
}

/** Old Office documents share their container with installers: the name of the main stream tells them apart. */
function officeOf(bytes: Buffer): string | undefined {
  const has = (name: string): boolean => bytes.includes(Buffer.from(name, "utf16le"));
  if (has("WordDocument")) return "application/msword";
  if (has("Workbook") || has("Book\0")) return "application/vnd.ms-excel";
  return has("PowerPoint Document") ? "application/vnd.ms-powerpoint" : undefined;
}

/** Texts that a computer acts on when they are opened. */
const ACTIVE_ENDINGS = new Set(
  (
    "htm html xhtml shtml mht mhtml svg svgz xml xsl xslt js mjs cjs ts jsx tsx vbs vbe wsf wsh hta bat cmd com exe msi " +
    "ps1 psm1 sh bash zsh fish command py pyw rb pl php phtml jar jnlp lnk url desktop reg scf inf application applescript"
  ).split(" "),
);

function isPlainText(bytes: Buffer, name: string): boolean {
  if (bytes.length === 0 || ACTIVE_ENDINGS.has(endingOf(name))) return false;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return false; // Not UTF-8: some other kind of bytes, which nothing recognised.
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what sets bytes apart from text.
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) return false;
  const start = text.slice(0, 4_096).trimStart().toLowerCase();
  if (start.startsWith("#!") || start.startsWith("<?") || start.startsWith("@echo off")) return false;
  return !/<(!doctype|html|head|body|script|svg|iframe|object|embed|xml|math|style|link|meta)\b/.test(start);
}

const endingOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

const NAME_LENGTH_MAX = 255;

/** What Windows takes for a device whatever ending it has: a file of this name is never written there, or to the printer. */
const DEVICE = /^(con|prn|aux|nul|(com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(\.|$)/i;

/**
 * A file's name as we keep it: without a path, without characters that steer a terminal or turn the direction of
 * reading, and with an ending that fits what it is.
 */
export function keptName(name: string, mediaType: string): string {
  const last = name.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const bare = last.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, "").replace(/^[\s.]+|[\s.]+$/g, "");
  const plain = DEVICE.test(bare) ? `_${bare}` : bare;
  const endings = ENDINGS[mediaType] ?? ["bin"];
  const ending = endings.includes(endingOf(plain)) ? "" : `.${endings[0]}`;
  const base = plain === "" || (ending === "" && plain.lastIndexOf(".") === 0) ? "file" : plain;
  if (base.length + ending.length <= NAME_LENGTH_MAX) return base + ending;
  const own = ending === "" ? `.${endingOf(base)}` : ending;
  return [...base.slice(0, NAME_LENGTH_MAX - own.length)].filter((c) => !/\p{Cs}/u.test(c)).join("") + own;
}
