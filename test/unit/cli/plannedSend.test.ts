import { describe, expect, it } from 'vitest';
import { type PlannedSend, planBeforeSending } from '../../../client/src/cli/plannedSend.ts';
import { FaultError, fault } from '../../../client/src/errors.ts';
import type { JsonObject } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';

const service = createLanguageService();

const running = (...ids: readonly string[]): JsonObject => ({
  softwareNodes: [
    { id: 'agent', parameters: [{ key: 'domain', value: 'containers' }] },
    ...ids.map((id) => ({ id: `containers:${id}`, parameters: [{ key: 'image', value: `${id}:1` }] })),
  ],
});

/** An apply of container `a` to a device that reports these, one after the other; the last one from then on. */
async function plan(
  reports: readonly (JsonObject | 'nothing' | 'nobody')[],
  ask?: PlannedSend['ask'],
  level: PlannedSend['level'] = 'destroy',
) {
  const asked: string[] = [];
  let looks = 0;
  const sent = planBeforeSending({
    device: 'edge:device',
    manifest: service.describe({
      text: '{"domains":[{"id":"containers","components":[{"id":"a","version":"1"}]}]}',
      format: 'json',
    }),
    file: 'a.json',
    timeout: 1000,
    engine: {
      inventory: async () => {
        const report = reports[Math.min(looks++, reports.length - 1)];
        if (report === 'nobody') throw new FaultError(fault('no-listener', 'Nobody listens.'));
        if (report === undefined || report === 'nothing')
          throw new FaultError(fault('update-silent', 'It is silent.'));
        return { inventory: report, time: Date.now() };
      },
    },
    service,
    level,
    ask:
      ask &&
      ((question) => {
        asked.push(question);
        return ask(question);
      }),
    signal: new AbortController().signal,
  });
  const ended = await sent.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof FaultError) return error.fault;
      throw error;
    },
  );
  return { asked, looks, fault: ended };
}

const unknownLoss =
  /edge:device does not report what it runs[\s\S]*is destroyed\. What that would be here cannot be told/;

describe('an apply on the command line', () => {
  it('goes on without a question where it destroys nothing', async () => {
    expect(await plan([running('a')], async () => false)).toMatchObject({
      asked: [],
      looks: 1,
      fault: undefined,
    });
  });

  it('asks at a terminal where it destroys, and goes on where the answer is yes', async () => {
    const { asked, fault: ended } = await plan([running('a', 'b')], async () => true);
    expect(asked).toEqual([
      expect.stringMatching(/^a\.json destroys 1 component of edge:device[\s\S]*containers:b/),
    ]);
    expect(ended).toBeUndefined();
  });

  it('asks about a component that is only replaced where it is told so, and sends nothing where nobody can be asked', async () => {
    const replaced = running('a');
    replaced['softwareNodes'] = [
      { id: 'agent', parameters: [{ key: 'domain', value: 'containers' }] },
      { id: 'containers:a', parameters: [{ key: 'image', value: 'other:2' }] },
    ];
    const { asked, fault: ended } = await plan([replaced], async () => true, 'replace');
    expect(asked).toEqual([expect.stringMatching(/Destroyed too[\s\S]*containers:a \(image\)/)]);
    expect(ended).toBeUndefined();
    expect(await plan([replaced], undefined, 'replace')).toMatchObject({ fault: { code: 'not-confirmed' } });
    expect(await plan([replaced])).toMatchObject({ fault: undefined });
  });

  it('asks nobody about a device that nobody listens for: it is not there', async () => {
    expect(await plan(['nobody'], async () => true)).toMatchObject({
      asked: [],
      fault: { code: 'no-listener' },
    });
  });

  it('asks about each where it is told so', async () => {
    expect(await plan([running('a')], undefined, 'always')).toMatchObject({
      fault: { code: 'not-confirmed' },
    });
  });

  it('asks again where the device changes until the answer', async () => {
    const { asked, looks, fault: ended } = await plan([running('b'), running('b', 'c')], async () => true);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toContain('What the device runs has changed since it was planned.');
    expect(asked[1]).toContain('containers:c');
    expect([looks, ended]).toEqual([3, undefined]);
  });

  it('is none where the answer is no, or nobody can answer', async () => {
    expect(await plan([running('b')], async () => false)).toMatchObject({ fault: { code: 'not-confirmed' } });
    expect(await plan([running('b')])).toMatchObject({ fault: { code: 'not-confirmed' } });
  });

  it('of whose consequences nobody knows asks at a terminal, and is none where the answer is no', async () => {
    const { asked, fault: ended } = await plan(['nothing'], async () => false);
    expect(asked).toEqual([expect.stringMatching(unknownLoss)]);
    expect(ended?.code).toBe('not-confirmed');
    expect((await plan(['nothing'], async () => true)).fault).toBeUndefined();
  });

  it('of whose consequences nobody knows is none where nobody can answer, unless --yes accepts that', async () => {
    const { fault: ended } = await plan(['nothing']);
    expect(ended).toMatchObject({
      code: 'not-confirmed',
      message: expect.stringMatching(unknownLoss),
      advice: expect.stringMatching(/accept with --yes that whatever it runs may be lost/),
    });
  });
});
