/** Servers of a test on free ports of loopback, whatever they speak. */
import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Listening {
  readonly port: number;
  /** Ends every connection at once; new ones are taken. */
  cut(): void;
}

/** Takes what is to be done when the test ends, the last first; or whatever else what was begun is to end with. */
export type AtEnd = (end: () => Promise<void> | void) => void;

/** Lets the server listen until the test ends. */
export async function listenOn(server: Server, atEnd: AtEnd = onTestFinished): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  const cut = () => {
    for (const socket of [...sockets]) socket.destroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(async () => {
    const closed = once(server, 'close');
    server.close();
    cut();
    await closed;
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, cut };
}
