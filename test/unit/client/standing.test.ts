/** A connection that comes back by itself. */
import { describe, expect, it } from 'vitest';
import { fault } from '../../../client/src/errors.ts';
import { Standing } from '../../../client/src/transports/standing.ts';

describe('a connection that is closed', () => {
  it('and wanted again before its goodbye is over is not told to be closed', async () => {
    let goodbye: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      goodbye = resolve;
    });
    const opened = { protocol: 'test', unheard: [], end: () => ended };
    const standing = new Standing<typeof opened, string>(
      {
        open: async () => opened,
        faultOf: () => fault('connect-failed', 'no'),
        judge: (reason) => ({ reason, lasting: false }),
      },
      { shortest: 1, longest: 1 },
    );
    await standing.connect();
    const closing = standing.close();
    await standing.connect();
    goodbye();
    await closing;
    expect(standing.state.kind).toBe('connected');
    await standing.close();
    expect(standing.state.kind).toBe('disconnected');
  });
});
