import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../server/src/messages.ts';
import { isFault, readInventory } from '../../../server/src/plan/inventory.ts';
import { createLanguageService } from '../../../server/src/service.ts';

const inventory = {
  softwareNodes: [
    {
      id: 'containers-update-agent',
      version: '1.0.0',
      parameters: [{ key: 'domain', value: 'containers' }],
      type: 'APPLICATION',
    },
    { id: 'containers:a', version: '1', parameters: [{ key: 'env' }, { key: 'image', value: 'a:1' }] },
  ],
  associations: [{ sourceId: 'containers-update-agent', targetId: 'containers:a' }],
};
const properties = { activityId: 'ref-1', timestamp: 1, domain: 'device', inventory };
const feature = { definition: ['com.bosch.iot.suite.edge.update:UpdateManager:1.0.0'], properties };
const event = {
  topic: 'edge/device/things/twin/commands/modify',
  headers: { 'response-required': false },
  path: '/features/UpdateManager/properties',
  value: properties,
};

describe('an inventory', () => {
  it.each<[string, JsonValue]>([
    ['by itself', inventory],
    ['as the properties of the feature UpdateManager', properties],
    ['in the feature', feature],
    ['in the event that the device sends', event],
    [
      'in the event that registers the feature',
      { ...event, path: '/features/UpdateManager', value: feature },
    ],
    ['in the whole thing', { thingId: 'edge:device', features: { UpdateManager: feature } }],
    ["as an update agent's message", { activityId: '', timestamp: 1, payload: inventory }],
    ['as the list of its nodes', inventory.softwareNodes],
    ['as JSON text', JSON.stringify(event)],
    ['as JSON text behind a byte order mark', `\uFEFF${JSON.stringify(inventory)}`],
  ])('is read %s', (_, reported) => {
    expect(readInventory(reported)).toEqual({
      nodes: [
        {
          id: 'containers-update-agent',
          version: '1.0.0',
          parameters: [{ key: 'domain', value: 'containers' }],
        },
        {
          id: 'containers:a',
          version: '1',
          parameters: [
            { key: 'env', value: '' },
            { key: 'image', value: 'a:1' },
          ],
        },
      ],
      agents: ['containers'],
    });
  });

  it.each<[string, JsonValue]>([
    ['no nodes', { associations: [] }],
    ['nothing at all', { inventory: {} }],
    ['null for its nodes', { softwareNodes: null }],
  ])('of a device that reports %s is empty', (_, reported) => {
    expect(readInventory(reported)).toEqual({ nodes: [], agents: [] });
  });

  it.each<[string, JsonValue, string]>([
    ['text that is no JSON', '{"softwareNodes":', 'no JSON'],
    ['a manifest', { domains: [] }, 'no "softwareNodes"'],
    ['an empty object', {}, 'no "softwareNodes"'],
    ['null', null, 'it is null'],
    ['a number', 5, 'it is a number'],
    ['nodes that are no list', { softwareNodes: {} }, '"softwareNodes" is an object'],
    ['an empty node', { softwareNodes: [null] }, 'softwareNodes[0] is null'],
    ['a node without an id', { softwareNodes: [{ version: '1' }] }, 'softwareNodes[0] has no "id"'],
    [
      'a version that is no text',
      { softwareNodes: [{ id: 'a', version: 1 }] },
      'softwareNodes[0].version is a number',
    ],
    [
      'parameters that are no list',
      { softwareNodes: [{ id: 'a', parameters: {} }] },
      'softwareNodes[0].parameters is an object',
    ],
    [
      'a parameter that is no pair',
      { softwareNodes: [{ id: 'a', parameters: [{ key: 'a', value: 1 }] }] },
      'softwareNodes[0].parameters[0]',
    ],
  ])('is refused with what is wrong where it is %s', (_, reported, words) => {
    const read = readInventory(reported);
    expect(isFault(read) && read.fault).toContain(words);
  });

  it('that is no JSON is told by the place of the fault, and nothing of it is repeated', () => {
    const text = '{"softwareNodes": [\n  {"id": "containers:a", "value": TOKEN=hunter2 }\n]}';
    expect(readInventory(text)).toEqual({
      fault: 'The inventory is no JSON: see line 2, character 35.',
    });
  });

  it('of whatever shape is a plan or a clear refusal, and never an exception', () => {
    const service = createLanguageService();
    const names = ['softwareNodes', 'id', 'version', 'parameters', 'key', 'value', 'inventory', 'features'];
    const anything = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<JsonValue[]>(null, 1, true, '', 'containers:a', '{}'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 4 }),
      ),
    })).tree;
    fc.assert(
      fc.property(anything, (reported) => {
        const text = '{"domains":[{"id":"containers","components":[{"id":"a","version":"1"}]}]}';
        const answer = service.plan({ text, format: 'json', inventory: reported });
        if ('plan' in answer) expect(answer.plan.actions.length).toBeGreaterThan(0);
        else expect(answer.refusal.message).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });
});
