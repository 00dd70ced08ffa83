import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AppliedMemory } from '../../../client/src/updates/appliedMemory.ts';

const place = { connection: 'lab', device: 'edge:device' };
const origin = { uri: 'file:///a.yaml', number: 2 };
const applied = { name: 'a.yaml', manifest: { text: '{"password":"hush-hush"}', format: 'json' as const } };

/** What outlives a restart, and the files as they are then. */
function scene() {
  const world = {
    kept: undefined as unknown,
    files: new Map([[origin.uri, applied.manifest.text]]),
    key: 'of this machine',
    owner: 'ann@a' as string | undefined,
  };
  const memory = () =>
    new AppliedMemory({
      kept: () => world.kept,
      key: async () => world.key,
      owner: () => world.owner,
      keep: async (value) => {
        world.kept = JSON.parse(JSON.stringify(value));
      },
      read: async ({ uri, number }) => {
        const text = world.files.get(uri);
        if (text === undefined || number !== origin.number) throw new Error('There is no such file.');
        return { text, format: 'json' };
      },
    });
  return { world, memory };
}

describe('the manifest that was last applied to a device', () => {
  it('is known after a restart as long as its file says the same', async () => {
    const { memory } = scene();
    await memory().remember(place, origin, applied);
    expect(await memory().recall(place)).toEqual({ kind: 'found', applied });
    expect(await memory().recall({ ...place, device: 'edge:other' })).toEqual({ kind: 'none' });
  });

  it('cannot be told where the file has changed or is gone', async () => {
    const { world, memory } = scene();
    await memory().remember(place, origin, applied);
    world.files.set(origin.uri, '{}');
    expect(await memory().recall(place)).toEqual({ kind: 'changed', name: 'a.yaml' });
    world.files.clear();
    expect(await memory().recall(place)).toEqual({ kind: 'gone', name: 'a.yaml' });
  });

  it('is kept without a word of what it says', async () => {
    const { world, memory } = scene();
    await memory().remember(place, origin, applied);
    expect(JSON.stringify(world.kept)).toContain('file:///a.yaml');
    expect(JSON.stringify(world.kept)).not.toMatch(/hush|password/);
  });

  it('cannot be guessed from what is kept, by whoever knows all of it but a short secret', async () => {
    const { world, memory } = scene();
    await memory().remember(place, origin, applied);
    const plain = createHash('sha256').update(applied.manifest.text).digest('hex');
    expect(JSON.stringify(world.kept)).not.toContain(plain);
    const before = JSON.stringify(world.kept);
    world.key = 'of another machine';
    await memory().remember(place, origin, applied);
    expect(JSON.stringify(world.kept)).not.toBe(before);
  });

  it('is not told of the device of another broker, whose connection has the same name, nor of one that is gone', async () => {
    const { world, memory } = scene();
    await memory().remember(place, origin, applied);
    for (const owner of ['ann@b', undefined]) {
      world.owner = owner;
      expect(await memory().recall(place)).toEqual({ kind: 'none' });
    }
    await memory().remember(place, origin, { ...applied, name: 'b.yaml' });
    world.owner = 'ann@a';
    expect(await memory().recall(place)).toMatchObject({ kind: 'found', applied: { name: 'a.yaml' } });
  });

  it('is kept once for a device, and for the latest devices only', async () => {
    const { world, memory } = scene();
    await memory().remember(place, origin, { ...applied, name: 'before.yaml' });
    for (let index = 0; index < 250; index++)
      await memory().remember({ ...place, device: `edge:d${index}` }, origin, applied);
    expect(await memory().recall(place)).toEqual({ kind: 'none' });
    await memory().remember({ ...place, device: 'edge:d249' }, origin, { ...applied, name: 'b.yaml' });
    expect(world.kept).toHaveLength(200);
    expect(await memory().recall({ ...place, device: 'edge:d249' })).toMatchObject({
      applied: { name: 'b.yaml' },
    });
  });

  it('is none where what is kept makes no sense', async () => {
    const { world, memory } = scene();
    for (const kept of [null, 5, {}, [null, 5, { ...place }, { ...place, ...origin, number: 'x' }]]) {
      world.kept = kept;
      expect(await memory().recall(place)).toEqual({ kind: 'none' });
    }
  });
});
