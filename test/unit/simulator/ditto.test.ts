import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../client/src/simulator/ditto.ts';

function isRead(topic: string, client: 'newer' | 'older'): boolean {
  return readMessage('command///req/r/x', JSON.stringify({ topic, path: '/' }), client).ok;
}

describe('the topic of a Ditto message', () => {
  const whole = 'edge/device/things/live/messages/install';

  it('is read by both clients', () => {
    expect([isRead(whole, 'newer'), isRead(whole, 'older')]).toEqual([true, true]);
  });

  it.each([`${whole}/`, `${whole}/now`])('%j is too long for the older client alone', (topic) => {
    expect([isRead(topic, 'newer'), isRead(topic, 'older')]).toEqual([true, false]);
  });

  it('of another group than things is nothing for the newer client alone', () => {
    const other = 'edge/device/others/live/messages/install';
    expect([isRead(other, 'newer'), isRead(other, 'older')]).toEqual([false, true]);
  });
});
