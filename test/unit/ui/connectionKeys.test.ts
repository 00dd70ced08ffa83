import { expect, it } from 'vitest';
import { connectionKeys } from '../../../client/src/ui/model/connectionKeys.ts';
import { connected, disconnected, status } from './samples.ts';

const simulated = (name: string) => {
  const { profile, state } = status(name, connected);
  return { state, profile: { ...profile, simulated: true as const } };
};

it('counts no simulated device, whatever runs or has just been stopped', () => {
  expect(connectionKeys([simulated('simulated'), simulated('simulated direct')])).toEqual({
    hasConnections: false,
    anyConnected: false,
  });
});

it('knows a connection of the user, closed or open, beside a simulated device', () => {
  const closed = status('lab', disconnected);
  const open = status('lab', connected);
  expect(connectionKeys([closed, simulated('simulated')])).toEqual({
    hasConnections: true,
    anyConnected: false,
  });
  expect(connectionKeys([open])).toEqual({ hasConnections: true, anyConnected: true });
});
