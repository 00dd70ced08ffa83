import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { JsonValue } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';

/** What the code of a real device reported (container-management, run offline). */
interface Recorded {
  readonly softwareNodes: JsonValue;
}

const file = new URL('../../fixtures/corpus/plans.jsonl.gz', import.meta.url);
const inventories: readonly Recorded[] = gunzipSync(readFileSync(file))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const source = { device: 'edge:device', time: 0 };

it('imports what the code of a real device reports so that an apply changes nothing', () => {
  const service = createLanguageService();
  const changed = inventories.flatMap(({ softwareNodes }, index) => {
    const imported = service.importManifest({ inventory: { softwareNodes }, format: 'json', source });
    if ('refused' in imported) return [`${index + 1}: ${imported.refused}`];
    if ('refusal' in imported.plan) return [`${index + 1}: ${imported.plan.refusal.message}`];
    return imported.plan.plan.differs ? [`${index + 1}: ${imported.plan.plan.summary}`] : [];
  });
  expect(inventories.length).toBe(1000);
  expect(changed).toEqual([]);
}, 60_000);

it('writes the same in YAML, and nothing that the rules take for an error', () => {
  const service = createLanguageService();
  for (const { softwareNodes } of inventories.filter((_, index) => index % 20 === 0)) {
    const params = { inventory: { softwareNodes }, source };
    const json = service.importManifest({ ...params, format: 'json' });
    const yaml = service.importManifest({ ...params, format: 'yaml' });
    if ('refused' in json || 'refused' in yaml) throw new Error('It was refused.');
    const { content, problems } = service.describe({ text: yaml.text, format: 'yaml' });
    expect(content).toEqual(JSON.parse(json.text));
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
});
