/** MQTT packets in a stream of bytes, as far as faults have to know them. */

export const packetTypes = { connect: 1, publish: 3, puback: 4, subscribe: 8, pingreq: 12 } as const;

export interface Packet {
  /** See {@link packetTypes}. */
  readonly type: number;
  readonly body: Buffer;
  /** Header and body. */
  readonly bytes: Buffer;
}

/** The first packet of the bytes; undefined where it is not complete yet. */
export function firstPacket(data: Buffer): Packet | undefined {
  let size = 0;
  for (let at = 1; at < data.length && at <= 4; at++) {
    const byte = data.readUInt8(at);
    size |= (byte & 0x7f) << (7 * (at - 1));
    if (byte & 0x80) continue;
    const length = at + 1 + size;
    if (data.length < length) return undefined;
    return {
      type: data.readUInt8(0) >> 4,
      body: data.subarray(at + 1, length),
      bytes: data.subarray(0, length),
    };
  }
  return undefined;
}

/** A text with its length before it, as topics and filters are written. */
export function textAt(body: Buffer, at: number): string {
  return body.toString('utf8', at + 2, at + 2 + body.readUInt16BE(at));
}
