/** A way to a broker on which everything can go wrong that goes wrong on a network. */
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { firstPacket, packetTypes, textAt } from './mqttPackets.ts';
import { listenOn } from './servers.ts';

export interface Passing {
  readonly direction: 'toBroker' | 'toClient';
  readonly type: number;
  /** Of a message; empty for anything else. */
  readonly topic: string;
  readonly bytes: Buffer;
}

/** Decides what becomes of a packet: `pass` hands on these bytes, now or later, as often as it is called. */
export type Meddle = (packet: Passing, pass: (bytes: Buffer) => void) => void;

export interface FaultyProxy {
  readonly url: string;
  /** For every packet from now on, until told otherwise. */
  meddle(how: Meddle): void;
  /** Lets everything through again. */
  heal(): void;
  /** Ends every connection at once; new ones are let through. */
  cut(): void;
  /** The connections that stand stay, and carry nothing more in either direction; new ones are not touched. */
  freeze(): void;
}

const honest: Meddle = ({ bytes }, pass) => pass(bytes);

export async function startFaultyProxy(brokerPort: number): Promise<FaultyProxy> {
  let current: Meddle = honest;
  const far = new Set<Socket>();
  let frozen = new AbortController();
  const server = createServer((near) => {
    const away = connect(brokerPort, '127.0.0.1');
    far.add(away);
    const ice = frozen.signal;
    relay(near, away, 'toBroker', ice, () => current);
    relay(away, near, 'toClient', ice, () => current);
    away.on('close', () => far.delete(away));
  });
  const { port, cut } = await listenOn(server);
  const cutBoth = () => {
    cut();
    for (const socket of [...far]) socket.destroy();
  };
  onTestFinished(cutBoth);
  return {
    url: `mqtt://127.0.0.1:${port}`,
    meddle: (how) => {
      current = how;
    },
    heal: () => {
      current = honest;
    },
    cut: cutBoth,
    freeze: () => {
      frozen.abort();
      frozen = new AbortController();
    },
  };
}

function relay(
  from: Socket,
  to: Socket,
  direction: Passing['direction'],
  frozen: AbortSignal,
  how: () => Meddle,
): void {
  let pending = Buffer.alloc(0);
  const pass = (bytes: Buffer) => {
    if (!to.destroyed && !frozen.aborted) to.write(bytes);
  };
  from.on('data', (data) => {
    pending = Buffer.concat([pending, data]);
    for (let packet = firstPacket(pending); packet; packet = firstPacket(pending)) {
      const { type, body } = packet;
      const bytes = Buffer.from(packet.bytes);
      pending = pending.subarray(bytes.length);
      how()({ direction, type, topic: type === packetTypes.publish ? textAt(body, 0) : '', bytes }, pass);
    }
  });
  from.on('error', () => from.destroy());
  // Frozen, neither side learns that the other has gone.
  from.on('close', () => {
    if (!frozen.aborted) to.destroy();
  });
}

/** A {@link Meddle} for the packets that a test means; the others pass. */
export function only(means: (packet: Passing) => boolean, meddle: Meddle): Meddle {
  return (packet, pass) => (means(packet) ? meddle(packet, pass) : pass(packet.bytes));
}

export function isAnswer({ direction, topic }: Passing): boolean {
  return direction === 'toClient' && topic.startsWith('command/');
}

export function isCommand({ direction, topic }: Passing): boolean {
  return direction === 'toBroker' && topic.startsWith('command/');
}

export function isEvent({ direction, topic }: Passing): boolean {
  return direction === 'toClient' && /^(e|event)(\/|$)/.test(topic);
}

/** The broker's word that it has taken a message. */
export function isReceipt({ direction, type }: Passing): boolean {
  return direction === 'toClient' && type === packetTypes.puback;
}

export const drop: Meddle = () => undefined;

export const twice: Meddle = ({ bytes }, pass) => {
  pass(bytes);
  pass(bytes);
};

/** Each with the one after it in its place. */
export function swapped(): Meddle {
  let held: Buffer | undefined;
  return ({ bytes }, pass) => {
    if (held === undefined) {
      held = bytes;
      return;
    }
    pass(bytes);
    pass(held);
    held = undefined;
  };
}

export function later(milliseconds: number): Meddle {
  return ({ bytes }, pass) => void setTimeout(() => pass(bytes), milliseconds);
}
