/** Frames of AMQP 1.0 as bytes, for a server that says what no library would. */
import rhea, { type Typed } from 'rhea';

const codes = { begin: 0x11, attach: 0x12, flow: 0x13, transfer: 0x14, disposition: 0x15 } as const;

/** Of the one session of a client. The values are wrapped by their type in JavaScript where they are not by hand. */
export function frame(name: keyof typeof codes, fields: readonly unknown[], payload?: Uint8Array): Buffer {
  const performative = encoded(described(codes[name], fields));
  const body = Buffer.concat([performative, payload ?? Buffer.alloc(0)]);
  const head = Buffer.from([0, 0, 0, 0, 2, 0, 0, 0]);
  head.writeUInt32BE(head.length + body.length);
  return Buffer.concat([head, body]);
}

/** A section of a message, or whatever else is a described list. */
function described(code: number, fields: readonly unknown[]): Typed {
  return rhea.types.described_nc(rhea.types.wrap_ulong(code), rhea.types.wrap_list([...fields]));
}

function encoded(value: Typed): Buffer {
  const Writer: new () => { write(value: Typed): void; toBuffer(): Buffer } = Reflect.get(
    rhea.types,
    'Writer',
  );
  const writer = new Writer();
  writer.write(value);
  return writer.toBuffer();
}

/** An array that claims to hold so many values, none of which takes a byte. */
export function arrayOfNothing(count: number): Buffer {
  const array = Buffer.from([0xf0, 0, 0, 0, 5, 0, 0, 0, 0, 0x40]);
  array.writeUInt32BE(count, 5);
  return array;
}

/** Lists within one another, with nothing inside. */
export function nested(depth: number): Buffer {
  return Buffer.concat([
    ...Array.from({ length: depth }, () => Buffer.from([0xc0, 0xff, 1])),
    Buffer.from([0x45]),
  ]);
}

/** A message whose body is this value. */
export function valueSection(value: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0, 0x53, 0x77]), value]);
}
