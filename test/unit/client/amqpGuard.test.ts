/** What is not believed of the other side of an AMQP connection. */
import rhea from 'rhea';
import { describe, expect, it } from 'vitest';
import { guard } from '../../../client/src/transports/amqp/guard.ts';

describe('what a Hono says when the connection opens', () => {
  function opened(performative: Record<string, unknown>) {
    const connection = rhea.create_container().create_connection({ host: 'hono', port: 0, reconnect: false });
    const quiet = () => undefined;
    guard(connection, { largestMessage: 1000, onFrame: quiet, onFlow: quiet });
    connection.on('connection_open', () => undefined);
    Reflect.apply(connection['on_open'], connection, [{ performative }]);
    return connection;
  }

  it.each([
    ['frames without room', { max_frame_size: 511 }],
    ['frames of a word', { max_frame_size: 'many' }],
    ['signs of life without end', { idle_time_out: 1 }],
    ['signs of life before the last', { idle_time_out: -1 }],
  ])('is refused where it wants %s', (_, performative) => {
    expect(() => opened(performative)).toThrow();
  });

  it('is bounded by what a timer can hold', () => {
    expect(opened({ max_frame_size: 512, idle_time_out: 0xffff_ffff }).idle_time_out).toBe(2 ** 31 - 1);
    expect(opened({ idle_time_out: 60_000 }).idle_time_out).toBe(60_000);
    expect(opened({ idle_time_out: 0 }).idle_time_out).toBe(0);
  });
});
