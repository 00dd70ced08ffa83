import { expect, it } from 'vitest';
import { late } from '../../../client/src/ui/model/late.ts';
import { soon } from '../../../client/src/ui/model/soon.ts';

it('makes nothing before it is asked for', async () => {
  const made: string[] = [];
  const get = late(async () => {
    made.push('made');
    return made.length;
  });
  expect(made).toEqual([]);
  await get();
  expect(made).toEqual(['made']);
});

it('is made once, however many ask before it is there', async () => {
  let times = 0;
  const get = late(async () => ({ number: ++times }));
  const [one, other] = await Promise.all([get(), get()]);
  expect(one).toBe(other);
  expect(await get()).toBe(one);
  expect(times).toBe(1);
});

it('tells everybody who waits why it could not be made, and tries again for the next', async () => {
  let times = 0;
  const get = late(async () => {
    times += 1;
    if (times === 1) throw new Error('not there');
    return times;
  });
  const asked = await Promise.allSettled([get(), get()]);
  expect(asked.map((it) => it.status === 'rejected' && it.reason.message)).toEqual([
    'not there',
    'not there',
  ]);
  expect(await get()).toBe(2);
});

it('does soon what is not taken back, and not at once', async () => {
  const done: string[] = [];
  soon(() => done.push('taken back')).dispose();
  const over = new Promise<void>((resolve) => {
    soon(() => {
      done.push('done');
      resolve();
    });
  });
  expect(done).toEqual([]);
  await over;
  expect(done).toEqual(['done']);
});
