/** The way to the broker's listener that is reached through here, on which requests and responses get lost. */
import { connect, createServer, type Socket } from 'node:net';
import { inject, onTestFinished } from 'vitest';

/** Of a request (Kafka protocol, `ApiKey`). */
export const kinds = { produce: 0, fetch: 1, joinGroup: 11 } as const;

export interface Passing {
  readonly direction: 'toBroker' | 'toClient';
  /** Of a request; of a response that of its request. */
  readonly kind: number;
}

/** False where it does not get through. */
export type Lets = (passing: Passing) => boolean;

export interface KafkaProxy {
  readonly url: string;
  /** For every request and response from now on. */
  letThrough(lets: Lets): void;
  /** Ends every connection at once. */
  cut(): void;
  /** New connections are ended at once, too, until {@link KafkaProxy.open}. */
  close(): void;
  open(): void;
  /** The connections that stand stay, and carry nothing more. */
  freeze(): void;
}

/** Ends with the test; only one at a time. */
export async function startProxy(): Promise<KafkaProxy> {
  const { proxied, proxy } = inject('ports');
  const pairs = new Set<readonly [Socket, Socket]>();
  let lets: Lets = () => true;
  let isClosed = false;
  let ice = new AbortController();
  const server = createServer((near) => {
    near.on('error', () => near.destroy());
    if (isClosed) {
      near.destroy();
      return;
    }
    const far = connect(proxied, '127.0.0.1');
    far.on('error', () => far.destroy());
    const pair = [near, far] as const;
    pairs.add(pair);
    const frozen = ice.signal;
    const asked = new Map<number, number>();
    relay(near, far, frozen, (frame) => {
      const kind = frame.readInt16BE(4);
      asked.set(frame.readInt32BE(8), kind);
      return lets({ direction: 'toBroker', kind });
    });
    relay(far, near, frozen, (frame) =>
      lets({ direction: 'toClient', kind: asked.get(frame.readInt32BE(4)) ?? -1 }),
    );
    for (const [one, other] of [pair, [far, near]] as const)
      one.on('close', () => {
        pairs.delete(pair);
        if (!frozen.aborted) other.destroy();
      });
  });
  await new Promise<void>((resolve) => server.listen(proxy, '127.0.0.1', () => resolve()));
  const cut = () => {
    for (const [near, far] of [...pairs]) {
      near.destroy();
      far.destroy();
    }
  };
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    cut();
    await closed;
  });
  return {
    url: `kafka://127.0.0.1:${proxy}`,
    letThrough: (next) => {
      lets = next;
    },
    cut,
    close: () => {
      isClosed = true;
      cut();
    },
    open: () => {
      isClosed = false;
    },
    freeze: () => {
      ice.abort();
      ice = new AbortController();
    },
  };
}

/** Frame by frame: 4 bytes of length, then so many bytes. */
function relay(from: Socket, to: Socket, frozen: AbortSignal, passes: (frame: Buffer) => boolean): void {
  let pending = Buffer.alloc(0);
  from.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readInt32BE(0)) {
      const frame = pending.subarray(0, 4 + pending.readInt32BE(0));
      pending = pending.subarray(frame.length);
      if (passes(frame) && !frozen.aborted && !to.destroyed) to.write(frame);
    }
  });
}
