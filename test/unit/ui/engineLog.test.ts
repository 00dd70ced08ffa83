import { describe, expect, it } from 'vitest';
import { connectionLine, foreignUpdateLine } from '../../../client/src/ui/model/engineLog.ts';
import { connected, device, disconnected, status } from './samples.ts';

describe('the log of connections and of others', () => {
  it('tells a change of state once', () => {
    const now = status('lab', connected);
    expect(connectionLine(undefined, now)?.text).toBe('● lab  connected  mqtt://localhost:1883');
    expect(connectionLine(connectionLine(undefined, now), now)).toBeUndefined();
    expect(connectionLine(undefined, status('lab', disconnected))).toBeUndefined();
  });

  it('tells once that a broker is away, however often it is tried again', () => {
    const offline = status('lab', { kind: 'offline', since: 0, reason: 'refused' });
    const told = connectionLine(undefined, offline);
    expect(told).toEqual({ level: 'warn', text: '○ lab  offline: refused' });
    expect(connectionLine(told, status('lab', { kind: 'connecting', attempt: 2 }))).toBeUndefined();
    expect(connectionLine(told, offline)).toBeUndefined();
  });

  it('tells of updates that others sent, each state once', () => {
    const lastUpdate = { activityId: 'a-9', status: 'RUNNING', time: 0, terminal: false };
    const nobody = () => false;
    const heard = device({ lastUpdate });
    expect(foreignUpdateLine(undefined, heard, nobody)?.text).toBe(
      '• edge:device @ lab  RUNNING  (activity a-9, not sent from here)',
    );
    expect(foreignUpdateLine(heard, heard, nobody)).toBeUndefined();
    expect(foreignUpdateLine(undefined, heard, (id) => id === 'a-9')).toBeUndefined();
  });
});
