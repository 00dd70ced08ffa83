/**
 * An embedded MQTT broker on loopback, the stand-in for a device's local Mosquitto. It speaks MQTT 3.1.1; a client
 * that asks for MQTT 5 is refused with "unacceptable protocol version" and falls back.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { type Fault, FaultError } from '../errors.ts';

export interface Broker {
  /** `mqtt://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const loopback = '127.0.0.1';

/**
 * Starts the broker. Port 0 takes any free port; the port it got is in the result.
 * @throws FaultError `port-in-use`, `port-forbidden` or `broker-failed`
 */
export async function startBroker(port: number): Promise<Broker> {
  const { Aedes } = await import('aedes');
  const aedes = new Aedes();
  await aedes.listen();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Small packets at once: with Nagle's algorithm each acknowledged message would take 40 ms.
    socket.setNoDelay(true);
    aedes.handle(socket);
  });
  const bound = await listen(server, port).catch(async (error: unknown) => {
    await closeAedes(aedes);
    throw new FaultError(listenFault(port, error), { cause: error });
  });
  return {
    url: `mqtt://${loopback}:${bound}`,
    port: bound,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await closeAedes(aedes);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: loopback, exclusive: true }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function closeAedes(aedes: { close(callback?: () => void): void }): Promise<void> {
  return new Promise((resolve) => aedes.close(() => resolve()));
}

function listenFault(port: number, error: unknown): Fault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') {
    return {
      code: 'port-in-use',
      message: `Port ${port} on ${loopback} is already in use, so the simulated device's broker cannot listen there.`,
      advice:
        'Stop the program that uses it (often another MQTT broker), or choose another port; 0 takes a free one.',
    };
  }
  if (code === 'EACCES') {
    return {
      code: 'port-forbidden',
      message: `This user may not listen on port ${port}.`,
      advice: 'Choose a port above 1023; 0 takes a free one.',
    };
  }
  return {
    code: 'broker-failed',
    message: `The simulated device's broker could not listen on ${loopback}:${port}: ${error instanceof Error ? error.message : String(error)}`,
    advice: 'Choose another port; 0 takes a free one.',
  };
}
