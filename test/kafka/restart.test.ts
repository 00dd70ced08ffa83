/** A Kafka that dies in the middle, and is started again. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBroker } from './broker.ts';
import { startHono } from './hono.ts';
import { command, connectedTo, until } from './transport.ts';

describe('a broker that is restarted', () => {
  it('keeps the command and its answer, and the connection comes back to both', async () => {
    const broker = await startBroker();
    onTestFinished(() => broker.remove());
    const { open } = broker.ports;
    const hono = await startHono({ port: open });
    const transport = await connectedTo(hono.tenant, {
      url: `kafka://127.0.0.1:${open}`,
      timing: { join: 120_000 },
    });
    const answered = transport.request(command(), { timeout: 150_000 });
    await hono.until(1);
    await hono.commands[0]?.answer(204, '{"status":204}');
    expect(await answered).toMatchObject({ status: 204 });

    const pending = transport.request(command({ operation: 'second' }), { timeout: 150_000 });
    await hono.until(2);
    const lost = until(transport, 'offline');
    await broker.kill();
    await lost;
    await broker.start();
    await until(transport, 'connected');
    await hono.commands[1]?.answer(200);
    expect(await pending).toMatchObject({ status: 200 });
    expect(hono.commands.map(({ headers }) => headers['subject'])).toEqual(['refresh', 'second']);
  }, 300_000);
});
