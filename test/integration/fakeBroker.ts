/** As much of an MQTT 5 broker as is needed to give answers that a real one gives only on bad days. */
import { createServer, type Server, type Socket } from 'node:net';
import { firstPacket, packetTypes, textAt } from './mqttPackets.ts';

export interface FakeBrokerAnswers {
  /** Reason of the SUBACK for a filter; 1 grants QoS 1, none comes where it is undefined. */
  readonly suback?: (filter: string, qos: number) => number | undefined;
  /** Reason of the PUBACK for a topic; none comes where it is undefined. */
  readonly puback?: (topic: string) => number | undefined;
  /** Called for each ping, which is not answered, with what writes to the client. */
  readonly ping?: (write: (bytes: Uint8Array) => void) => void;
  /** Reason of a DISCONNECT after the first message. */
  readonly goodbye?: number;
}

export function createFakeBroker(answers: FakeBrokerAnswers): Server {
  return createServer((socket) => {
    let pending = Buffer.alloc(0);
    socket.on('data', (data) => {
      pending = Buffer.concat([pending, data]);
      for (let packet = firstPacket(pending); packet; packet = firstPacket(pending)) {
        pending = pending.subarray(packet.bytes.length);
        answer(socket, packet.type, packet.body, answers);
      }
    });
  });
}

function answer(
  socket: Socket,
  type: number,
  body: Buffer,
  { suback, puback, ping, goodbye }: FakeBrokerAnswers,
): void {
  if (type === packetTypes.connect) socket.write(Buffer.from([0x20, 3, 0, 0, 0]));
  if (type === packetTypes.pingreq) ping?.((bytes) => socket.write(bytes));
  if (type === packetTypes.subscribe) {
    const filter = textAt(body, 3);
    const qos = body.readUInt8(5 + Buffer.byteLength(filter)) & 3;
    const reason = suback ? suback(filter, qos) : 1;
    if (reason !== undefined)
      socket.write(Buffer.from([0x90, 4, body.readUInt8(0), body.readUInt8(1), 0, reason]));
  }
  if (type === packetTypes.publish) {
    const topic = textAt(body, 0);
    const id = body.subarray(2 + Buffer.byteLength(topic));
    const reason = puback ? puback(topic) : 0;
    if (reason !== undefined)
      socket.write(Buffer.from([0x40, 4, id.readUInt8(0), id.readUInt8(1), reason, 0]));
    if (goodbye !== undefined) socket.end(Buffer.from([0xe0, 2, goodbye, 0]));
  }
}
