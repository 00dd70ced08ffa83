import { describe, expect, it } from 'vitest';
import type { RegistryState } from '../../../client/src/registry/registry.ts';
import {
  connectionLine,
  foreignUpdateLine,
  registryLine,
  wireLine,
} from '../../../client/src/ui/model/engineLog.ts';
import { clockTime } from '../../../client/src/words/times.ts';
import { connected, device, disconnected, status } from './samples.ts';

describe('the log of connections and of others', () => {
  it('tells a change of state once', () => {
    const now = status('lab', connected);
    expect(connectionLine(undefined, now)?.text).toBe('● lab  connected  mqtt://localhost:1883');
    expect(connectionLine(connectionLine(undefined, now), now)).toBeUndefined();
    expect(connectionLine(undefined, status('lab', disconnected))).toBeUndefined();
  });

  it('tells once that a broker is away, however often it is tried again', () => {
    const offline = status('lab', { kind: 'offline', since: 0, reason: 'refused', retry: 1 });
    const told = connectionLine(undefined, offline);
    expect(told).toEqual({
      level: 'warn',
      text: `○ lab  offline since ${clockTime(0)}, trying again: refused`,
    });
    expect(connectionLine(told, status('lab', { kind: 'connecting', attempt: 2 }))).toBeUndefined();
    expect(connectionLine(told, offline)).toBeUndefined();
  });

  it('tells of updates that others sent, each state once', () => {
    const lastUpdate = { activityId: 'a-9', status: 'RUNNING', time: 0, terminal: false, ok: false };
    const nobody = () => false;
    const heard = device({ lastUpdate });
    expect(foreignUpdateLine(undefined, heard, nobody)?.text).toBe(
      '• edge:device @ lab  RUNNING  (activity a-9, not sent from here)',
    );
    expect(foreignUpdateLine(lastUpdate, heard, nobody)).toBeUndefined();
    expect(foreignUpdateLine(undefined, heard, (id) => id === 'a-9')).toBeUndefined();
  });
});

describe('the log of the device registry', () => {
  const listed = { kind: 'listed', time: 0, devices: 3, total: 3, leftOut: 0, strangers: 0 } as const;
  const now = (registry: RegistryState) => ({ ...status('lab', connected), registry });

  it('tells what it lists once, and nothing while it is asked', () => {
    const line = registryLine(undefined, now(listed));
    expect(line).toMatchObject({
      level: 'info',
      text: expect.stringContaining('lab  The device registry lists 3'),
    });
    expect(registryLine(line, now(listed))).toBeUndefined();
    expect(registryLine(line, now({ kind: 'asking' }))).toBeUndefined();
  });

  it('tells why it could not be asked, and what to do', () => {
    const told = { code: 'registry-unreachable', message: 'It is away.', advice: 'Check `url`.' } as const;
    expect(registryLine(undefined, now({ kind: 'failed', time: 0, fault: told }))).toEqual({
      level: 'warn',
      text: '  lab  It is away. Check ‘url’. "Kanto: List Registered Devices" asks again.',
    });
  });
});

describe('the raw message', () => {
  const line = (raw: string) => wireLine({ connection: 'lab', direction: 'in', address: 'e', raw });

  it('is shown as it is', () => {
    expect(line('{"topic": "edge/device"}')).toBe('⇐ lab  e  {"topic": "edge/device"}');
  });

  it.each([
    ['{"key":"env","value":"TOKEN=a\\"b=c"}', '{"key":"env","value":"TOKEN=•••"}'],
    ['{ "value" : "TOKEN=abc", "key" : "env" }', '{ "value" : "TOKEN=•••", "key" : "env" }'],
    [
      '{"key":"env","value":"A=1"},{"key":"env","value":"B=2"}',
      '{"key":"env","value":"A=•••"},{"key":"env","value":"B=•••"}',
    ],
    [
      '{"key":"port","value":"80:80"},{"key":"env","value":"HOME"}',
      '{"key":"port","value":"80:80"},{"key":"env","value":"HOME"}',
    ],
    [
      '{"key":"cmd","value":"a=b"},{"key":"env","value":"A="}',
      '{"key":"cmd","value":"a=b"},{"key":"env","value":"A="}',
    ],
  ])('hides the values of variables: %s', (raw, shown) => {
    expect(line(raw)).toBe(`⇐ lab  e  ${shown}`);
  });
});
