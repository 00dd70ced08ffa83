import { expect, it } from 'vitest';
import { GivenUpConnections } from '../../../client/src/ui/model/givenUp.ts';
import { connected, profile } from './samples.ts';

it('names a connection that is not tried again, once for each time', () => {
  const givenUp = new GivenUpConnections();
  const lab = profile({ name: 'lab' });
  const offline = { kind: 'offline', since: 0, reason: 'another certificate' } as const;
  const newly = (state: Parameters<GivenUpConnections['newly']>[0][number]['state']) =>
    givenUp.newly([{ profile: lab, state }]);
  expect(newly(connected)).toEqual([]);
  expect(newly({ ...offline, retry: 1 })).toEqual([]);
  expect(newly(offline)).toEqual([{ name: 'lab', reason: 'another certificate' }]);
  expect(newly(offline)).toEqual([]);
  expect(newly(connected)).toEqual([]);
  expect(newly(offline)).toHaveLength(1);
});
