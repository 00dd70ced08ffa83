import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readInSlices } from '../../../client/src/transports/mqtt/slices.ts';

afterEach(() => vi.restoreAllMocks());

/** A client as `mqtt` has it: each message is read once the one before was handled. */
function scene() {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const client = { disconnecting: false, handleMessage: () => undefined };
  readInSlices(client);
  let read = 0;
  const handle: (packet: { cmd: 'puback' }, done: () => void) => void = client.handleMessage;
  /** Reads so many messages, each of which takes a millisecond. */
  const readOn = (left: number): void => {
    if (left === 0) return;
    now += 1;
    read += 1;
    handle({ cmd: 'puback' }, () => readOn(left - 1));
  };
  return { client, readOn, read: () => read };
}

describe('messages that come faster than they can be read', () => {
  it('are read a few milliseconds long, then whatever else is due has its turn, and all of them are read', async () => {
    const { readOn, read } = scene();
    readOn(30);
    const seen = [read()];
    while (seen.at(-1) !== seen.at(-2)) {
      await turn();
      seen.push(read());
    }
    expect(seen[0]).toBe(9);
    expect(seen.at(-1)).toBe(30);
    expect(seen.every((count, index) => count - (seen[index - 1] ?? 0) <= 9)).toBe(true);
  });

  it('are not read on after the client has said goodbye', async () => {
    const { client, readOn, read } = scene();
    readOn(30);
    client.disconnecting = true;
    await turn();
    await turn();
    expect(read()).toBe(9);
  });

  it('do not count together where there was time between them', async () => {
    const { readOn, read } = scene();
    for (let n = 1; n <= 30; n++) {
      readOn(1);
      await turn();
      await turn();
      expect(read()).toBe(n);
    }
  });
});
