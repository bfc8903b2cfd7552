import { crc32, deflateRawSync } from "node:zlib";

export type ZipPart = {
  name: string;
  bytes: Buffer | string;
  /** What the headers say it inflates to, when that is a lie. */
  declaredSize?: number;
};

/** Writes a ZIP file, honest or not. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, declaredSize } of parts) {
    const data = Buffer.from(bytes);
    const packed = deflateRawSync(data);
    const facts = Buffer.alloc(22);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(data), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(declaredSize ?? data.length, 18);
    const lengths = Buffer.alloc(4);
    lengths.writeUInt16LE(Buffer.byteLength(name), 0);
    const file = Buffer.concat([Buffer.from("PK\x03\x04"), facts, lengths, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, 0]);
    directory.push(
      Buffer.concat([
        Buffer.from("PK\x01\x02"),
        madeBy,
        facts,
        lengths.subarray(0, 2),
        Buffer.alloc(2),
        rest.subarray(0, 14),
        Buffer.from(name),
      ]),
    );
    files.push(file);
    offset += file.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, list, Buffer.from("PK\x05\x06"), end]);
}
