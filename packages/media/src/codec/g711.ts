import type { AudioCodec } from "./codec.js";

/** µ-law and A-law by ITU-T G.711. A byte to 16 bits through a table of 256, 16 bits to a byte through one of 65,536. */
function expandMuLaw(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return (bits & 0x80) !== 0 ? -magnitude : magnitude;
}

function expandALaw(byte: number): number {
  const bits = byte ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return (bits & 0x80) !== 0 ? magnitude : -magnitude;
}

/** The compressing table follows from the expanding one: each sample takes the code whose value is nearest. */
function compressTable(values: Int16Array): Uint8Array {
  const ascending = Array.from(values.keys()).sort(
    (a, b) => codeValue(values, a) - codeValue(values, b) || b - a,
  );
  // µ-law has two codes for zero; the greater one is G.711's silence.
  const codes = ascending.filter(
    (code, at) => codeValue(values, ascending[at - 1] ?? -1) !== codeValue(values, code) || at === 0,
  );
  const table = new Uint8Array(65_536);
  let at = 0;
  for (let sample = -32_768; sample <= 32_767; sample++) {
    const distance = (index: number): number => Math.abs(codeValue(values, codes[index] ?? 0) - sample);
    while (at + 1 < codes.length && distance(at + 1) < distance(at)) at += 1;
    table[sample & 0xffff] = codes[at] ?? 0;
  }
  return table;
}

function codeValue(values: Int16Array, code: number): number {
  return values[code] ?? 0;
}

const muLawValues = Int16Array.from({ length: 256 }, (_, byte) => expandMuLaw(byte));
const aLawValues = Int16Array.from({ length: 256 }, (_, byte) => expandALaw(byte));
const muLawCodes = compressTable(muLawValues);
const aLawCodes = compressTable(aLawValues);

function g711(name: "PCMU" | "PCMA", values: Int16Array, codes: Uint8Array): AudioCodec {
  return {
    name,
    clockRate: 8000,
    sampleRate: 8000,
    frameUnits: 160,
    encode: (frame) => {
      const payload = new Uint8Array(frame.length);
      for (let at = 0; at < frame.length; at++) payload[at] = codes[(frame[at] as number) & 0xffff] as number;
      return payload;
    },
    decode: (payload) => {
      const frame = new Int16Array(payload.length);
      for (let at = 0; at < payload.length; at++) frame[at] = values[payload[at] as number] as number;
      return frame;
    },
  };
}

export function pcmu(): AudioCodec {
  return g711("PCMU", muLawValues, muLawCodes);
}

export function pcma(): AudioCodec {
  return g711("PCMA", aLawValues, aLawCodes);
}
