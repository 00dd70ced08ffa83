/**
 * An embedded MQTT broker on loopback, the stand-in for a device's local Mosquitto. It speaks MQTT 3.1.1; a client
 * that asks for MQTT 5 is refused with "unacceptable protocol version" and falls back.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { t } from '@vscode/l10n';
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
      message: t(
        "Port {0} on {1} is already in use, so the simulated device's broker cannot listen there.",
        port,
        loopback,
      ),
      advice: t(
        'Stop the program that uses it (often another MQTT broker), or choose another port; 0 takes a free one.',
      ),
    };
  }
  if (code === 'EACCES') {
    return {
      code: 'port-forbidden',
      message: t('This user may not listen on port {0}.', port),
      advice: t('Choose a port above 1023; 0 takes a free one.'),
    };
  }
  return {
    code: 'broker-failed',
    message: t(
      "The simulated device's broker could not listen on {0}:{1}: {2}",
      loopback,
      port,
      error instanceof Error ? error.message : String(error),
    ),
    advice: t('Choose another port; 0 takes a free one.'),
  };
}
