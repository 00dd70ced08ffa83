/**
 * The MQTT adapter of an Eclipse Hono as a client meets it (Hono: mqtt-base, AbstractVertxBasedMqttProtocolAdapter,
 * CommandSubscription, ErrorSubscription): devices come in as `auth id@tenant`, may ask for their commands and errors
 * and nothing else, and are hung up on for messages that are none of a device's.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { firstPacket, packetTypes, textAt } from './mqttPackets.ts';

export interface HonoMqttAdapter {
  readonly server: Server;
  /** What was asked for, in order: `filter qos`. */
  readonly asked: readonly string[];
  readonly published: readonly string[];
}

interface Device {
  readonly username: string;
  readonly password: string;
}

/** Refused in a SUBACK, with MQTT 5 and before. */
const refused = 0x80;

/** Lets one device in. */
export function createHonoMqttAdapter(device: Device): HonoMqttAdapter {
  const asked: string[] = [];
  const published: string[] = [];
  const server = createServer((socket) => {
    let pending = Buffer.alloc(0);
    let version = 4;
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      pending = Buffer.concat([pending, data]);
      for (let packet = firstPacket(pending); packet; packet = firstPacket(pending)) {
        const { type, body, bytes } = packet;
        pending = pending.subarray(bytes.length);
        if (type === packetTypes.connect) {
          version = body.readUInt8(protocolLevelAt);
          welcome(socket, body, version, device);
        }
        if (type === packetTypes.subscribe) {
          const filters = filtersOf(body, version);
          asked.push(...filters.map(({ filter, qos }) => `${filter} ${qos}`));
          const reasons = filters.map(({ filter, qos }) => grantOf(filter, qos));
          const head = [...body.subarray(0, 2), ...(version === 5 ? [0] : [])];
          socket.write(Buffer.from([0x90, head.length + reasons.length, ...head, ...reasons]));
        }
        if (type === packetTypes.publish) {
          published.push(textAt(body, 0));
          // Without a subscription for errors a message that is no device's ends the connection, whatever its QoS.
          socket.end();
        }
      }
    });
  });
  return { server, asked, published };
}

const protocolLevelAt = 6;

function welcome(socket: Socket, body: Buffer, version: number, { username, password }: Device): void {
  const isKnown = body.toString('latin1').endsWith(`${withLength(username)}${withLength(password)}`);
  const reason = isKnown ? 0 : version === 5 ? 134 : 4;
  socket.write(Buffer.from(version === 5 ? [0x20, 3, 0, reason, 0] : [0x20, 2, 0, reason]));
  if (!isKnown) socket.end();
}

function withLength(text: string): string {
  return String.fromCharCode(text.length >> 8, text.length & 0xff) + text;
}

function filtersOf(body: Buffer, version: number): { filter: string; qos: number }[] {
  const found: { filter: string; qos: number }[] = [];
  // The message id, and with MQTT 5 the length of the properties, which this tool sends none of.
  for (let at = version === 5 ? 3 : 2; at < body.length; ) {
    const filter = textAt(body, at);
    at += 2 + Buffer.byteLength(filter);
    found.push({ filter, qos: body.readUInt8(at) & 3 });
    at += 1;
  }
  return found;
}

function grantOf(filter: string, qos: number): number {
  const levels = filter.split('/');
  const [endpoint, , , kind] = levels;
  if (filter.startsWith('command/') || filter.startsWith('c/')) {
    const isForCommands = levels.length === 5 && levels[4] === '#' && (kind === 'req' || kind === 'q');
    return isForCommands && qos < 2 ? qos : refused;
  }
  const isForErrors = levels.length === 4 && kind === '#' && (endpoint === 'error' || endpoint === 'e');
  return isForErrors && qos === 0 ? 0 : refused;
}
