import { describe, expect, it } from 'vitest';
import { differenceFrom } from '../../../client/src/updates/afterApply.ts';
import { manifestText } from '../../../client/src/updates/devicePlan.ts';
import { afterApplyWords } from '../../../client/src/words/planWords.ts';
import type { JsonObject } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';

const service = createLanguageService();

/** An apply of containers `a` and `b` has COMPLETED; then the device reports these, each with its image, `b` with more. */
function completed(
  reported: Readonly<Record<string, string>>,
  config = '[]',
  more: Readonly<Record<string, string>> = {},
) {
  const manifest = service.describe({
    text: `domains: [{ id: containers, components: [{ id: a, version: "1" }, { id: b, version: "1", config: ${config} }] }]`,
    format: 'yaml',
  });
  const nodes: JsonObject[] = Object.entries(reported).map(([id, image]) => ({
    id: `containers:${id}`,
    parameters: Object.entries({ image, ...(id === 'b' && more) }).map(([key, value]) => ({ key, value })),
  }));
  const inventory = {
    softwareNodes: [{ id: 'x', parameters: [{ key: 'domain', value: 'containers' }] }, ...nodes],
  };
  return differenceFrom({ manifest: manifestText(manifest) }, inventory, async (params) =>
    service.plan(params),
  );
}

describe('after a completed apply', () => {
  it('nothing is said where planning again would change nothing', async () => {
    const same = await completed({ a: 'a:1', b: 'b:1' });
    expect(same).toEqual({ kind: 'same' });
    expect(afterApplyWords(same, 'edge:device')).toBeUndefined();
  });

  it('what another apply would change is said: missing, other and surplus components', async () => {
    const differs = await completed({ a: 'a:0', old: 'old:1' });
    expect(differs).toMatchObject({
      kind: 'differs',
      rows: [
        { component: 'containers:a', action: 'replace' },
        { component: 'containers:b', action: 'create' },
        { component: 'containers:old', action: 'destroy' },
      ],
    });
    expect(afterApplyWords(differs, 'edge:device')).toBe(
      'edge:device says that it is done, but what it reports is not what was planned. Still 1 to create, 1 to replace, 0 to update, 1 to destroy: containers:a (replace: image), containers:b (create), containers:old (destroy).',
    );
  });

  it('what the inventory cannot tell is no difference', async () => {
    expect(
      await completed({ a: 'a:1', b: 'b:1' }, '[{ key: logDriver, value: none }]', { logDriver: 'none' }),
    ).toEqual({
      kind: 'same',
    });
  });

  it('what the device does at each apply is no difference: it fills in a limit that the manifest leaves out', async () => {
    const limited = '[{ key: memory, value: 200M }]';
    expect(await completed({ a: 'a:1', b: 'b:1' }, limited, { memory: '200M', memorySwap: '400M' })).toEqual({
      kind: 'same',
    });
    expect(await completed({ a: 'a:1', b: 'b:1' }, limited, { memory: '300M' })).toMatchObject({
      kind: 'differs',
      rows: [{ component: 'containers:b', keys: expect.arrayContaining(['memory']) }],
    });
  });

  it('it is unknown where the manifest half refuses to plan', async () => {
    const unknown = await differenceFrom({ manifest: { text: '{}', format: 'json' } }, {}, async (params) =>
      service.plan(params),
    );
    expect(unknown).toMatchObject({ kind: 'unknown' });
    expect(afterApplyWords(unknown, 'edge:device')).toContain('cannot be told');
  });
});
