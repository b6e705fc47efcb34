/**
 * The part of TIFF that EXIF data is written in (TIFF 6.0 section 2, Exif 2.32 section 4.6): a header, then directories
 * (IFD) of 12-byte entries. It comes from strangers, so every offset is checked before it is followed.
 */
const ORIENTATION = 0x0112;
const GPS_POINTER = 0x8825;
const SHORT = 3;
/** Bytes of one value by TIFF type; 0: no such type. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4] as const;
/** More entries than any camera writes; beyond it, it is no directory. */
const ENTRIES_MAX = 1_000;

interface Entry {
  readonly at: number;
  readonly tag: number;
  readonly type: number;
  readonly count: number;
}

class Tiff {
  private constructor(
    readonly data: Buffer,
    private readonly little: boolean,
  ) {}

  static of(data: Buffer): Tiff | undefined {
    if (data.length < 14) return undefined;
    const mark = data.toString("latin1", 0, 4);
    if (mark === "II*\0") return new Tiff(data, true);
    return mark === "MM\0*" ? new Tiff(data, false) : undefined;
  }

  u16(at: number): number {
    return this.little ? this.data.readUInt16LE(at) : this.data.readUInt16BE(at);
  }

  u32(at: number): number {
    return this.little ? this.data.readUInt32LE(at) : this.data.readUInt32BE(at);
  }

  /** The entries of the directory at this offset; `undefined` when there is none that fits into the data. */
  directory(at: number): Entry[] | undefined {
    if (at < 8 || at + 2 > this.data.length) return undefined;
    const count = this.u16(at);
    if (count === 0 || count > ENTRIES_MAX || at + 2 + count * 12 > this.data.length) return undefined;
    return Array.from({ length: count }, (_, index) => {
      const entry = at + 2 + index * 12;
      return { at: entry, tag: this.u16(entry), type: this.u16(entry + 2), count: this.u32(entry + 4) };
    });
  }
}

/** How the picture is to be turned, 1 to 8; 1 (as it is) when nothing readable says otherwise. */
export function orientationOf(exif: Buffer): number {
  const tiff = Tiff.of(exif);
  const entry = tiff?.directory(tiff.u32(4))?.find(({ tag, type }) => tag === ORIENTATION && type === SHORT);
  const value = tiff && entry ? tiff.u16(entry.at + 8) : 1;
  return value >= 1 && value <= 8 ? value : 1;
}

/**
 * Blanks the position in place, keeping every length: the directory of GPS entries becomes an empty one and the values
 * it pointed at become zeros. Returns whether there was one.
 */
export function wipePosition(exif: Buffer): boolean {
  const tiff = Tiff.of(exif);
  if (!tiff) return false;
  let wiped = false;
  for (const pointer of tiff.directory(tiff.u32(4)) ?? []) {
    if (pointer.tag !== GPS_POINTER) continue;
    const at = tiff.u32(pointer.at + 8);
    const entries = tiff.directory(at);
    if (!entries) continue;
    for (const entry of entries) {
      const bytes = (TYPE_BYTES[entry.type] ?? 0) * entry.count;
      if (bytes > 4) {
        const from = tiff.u32(entry.at + 8);
        if (from >= 8 && from < exif.length) exif.fill(0, from, Math.min(exif.length, from + bytes));
      }
    }
    exif.fill(0, at, Math.min(exif.length, at + 2 + entries.length * 12 + 4));
    wiped = true;
  }
  return wiped;
}

/** EXIF data that says how to turn the picture and nothing else; `undefined` when it need not be turned. */
export function exifOfOrientation(orientation: number): Buffer | undefined {
  if (orientation === 1) return undefined;
  const exif = Buffer.alloc(26);
  exif.write("MM\0*", 0, "latin1");
  exif.writeUInt32BE(8, 4);
  exif.writeUInt16BE(1, 8);
  exif.writeUInt16BE(ORIENTATION, 10);
  exif.writeUInt16BE(SHORT, 12);
  exif.writeUInt32BE(1, 14);
  exif.writeUInt16BE(orientation, 18);
  return exif;
}
