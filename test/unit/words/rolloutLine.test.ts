import { expect, it } from 'vitest';
import { freshDevice } from '../../../client/src/rollout/board.ts';
import { deviceLine } from '../../../client/src/words/rolloutWords.ts';

it('the line of a device stays one line, whatever the device says', () => {
  const device = freshDevice(1, { connection: 'lab', device: 'edge:d1' });
  const line = deviceLine({ ...device, phase: 'failed', message: 'INCOMPLETE: a\n::error::b\u001b[2Jc' });
  expect(line).toBe('edge:d1  failed  INCOMPLETE: a ::error::b\\u001b[2Jc');
});

it('the line of a device that waits for its owner says so, and for what', () => {
  const device = freshDevice(1, { connection: 'lab', device: 'edge:d1' });
  const ownerAsked = { command: 'UPDATE', usualEnd: 0, waits: true };
  expect(deviceLine({ ...device, phase: 'running', ownerAsked })).toBe(
    'edge:d1  waits for its owner: UPDATE',
  );
});
