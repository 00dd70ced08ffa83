import { describe, expect, it } from 'vitest';
import {
  connectFault,
  LoginError,
  RefusedError,
  SilentError,
} from '../../../client/src/transports/amqp/faults.ts';

const coded = (code: string) => Object.assign(new Error('text of the library'), { code });

describe('what a failed connect to a Hono means', () => {
  it.each([
    ['nobody listens', coded('ECONNREFUSED')],
    ['the user is refused', new LoginError('PLAIN', 'refused', 'no')],
    ['a link is refused', new RefusedError('amqp:not-found', 'no such node', 'command/plant')],
    ['nothing is said', new SilentError(10_000)],
  ])('on a port that is usually of the AMQP adapter it says so, where %s', (_, error) => {
    const told = (url: string) => connectFault(error, { url, username: 'ann' }).message;
    expect(told('amqps://hono.example')).toMatch(/Port 5671.*AMQP adapter.*15671/);
    expect(told('amqps://hono.example:5671')).toContain('AMQP adapter');
    expect(told('amqps://hono.example:15671')).not.toContain('AMQP adapter');
  });

  it('does not blame the port for what has to do with the certificate', () => {
    const { message } = connectFault(coded('CERT_HAS_EXPIRED'), { url: 'amqps://hono.example' });
    expect(message).not.toContain('AMQP adapter');
  });

  it('tells a host that does not answer from one that accepts the connection and stays silent', () => {
    const attempt = { url: 'amqp://hono.example:15672' };
    expect(connectFault(coded('ETIMEDOUT'), attempt).message).toContain('host did not answer');
    expect(connectFault(new SilentError(10_000), attempt)).toMatchObject({
      code: 'connection-timeout',
      message: expect.stringContaining('did not answer in AMQP 1.0 within 10 s'),
      advice: expect.stringContaining('messaging network'),
    });
  });
});
