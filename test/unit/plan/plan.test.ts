import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { inventory, plan, refusal, wanted } from './planned.ts';

const service = createLanguageService();

describe('a plan', () => {
  const manifest = `domains:
  - id: containers
    config:
      - key: systemContainers
        value: system
    components:
      - id: new
        version: "1"
      - id: moved
        version: "2"
      - id: limited
        version: "1"
        config:
          - key: memory
            value: 200M
      - id: same
        version: "1"
`;
  const reported = inventory([
    { id: 'containers:same', parameters: { image: 'same:1' } },
    { id: 'containers:limited', parameters: { image: 'limited:1' } },
    { id: 'containers:moved', parameters: { image: 'moved:1' } },
    { id: 'containers:old', parameters: { image: 'old:1' } },
    { id: 'containers:system', parameters: { image: 'system:1' } },
    { id: 'containers:older', parameters: { image: 'older:1' } },
  ]);

  it('says in one sentence how much changes', () => {
    expect(plan(manifest, reported)).toMatchObject({
      summary: '1 to create, 1 to replace, 1 to update, 2 to destroy',
      differs: true,
    });
  });

  it('has a row for what the manifest lists, then for what only the device has', () => {
    expect(plan(manifest, reported).actions.map(({ component, action }) => [component, action])).toEqual([
      ['containers:new', 'create'],
      ['containers:moved', 'replace'],
      ['containers:limited', 'update'],
      ['containers:same', 'keep'],
      ['containers:old', 'destroy'],
      ['containers:system', 'protected'],
      ['containers:older', 'destroy'],
    ]);
  });

  it('tells where each component stands, and nothing for what is only on the device', () => {
    const { actions } = plan(manifest, reported);
    expect(actions.map(({ range }) => range?.start)).toEqual([
      { line: 6, character: 8 },
      { line: 8, character: 8 },
      { line: 10, character: 8 },
      { line: 15, character: 8 },
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('tells where the domains stand that count, for what only the device has', () => {
    const twice = `${manifest}  - id: other\n  - id: other\n    components: []\n`;
    expect(plan(twice, reported).domains).toMatchObject([
      { id: 'containers', range: { start: { line: 1, character: 4 } } },
      { id: 'other', range: { start: { line: 18, character: 4 } } },
    ]);
  });

  it('of what the device has already changes nothing', () => {
    const same = wanted({ image: 'a:1' });
    expect(plan(same, inventory([{ id: 'containers:a', parameters: { image: 'a:1' } }]))).toMatchObject({
      summary: '0 to create, 0 to replace, 0 to update, 0 to destroy',
      differs: false,
    });
  });

  it('is made of one of several manifests in a text where its number is given', () => {
    const both = `domains:\n  - id: containers\n    components: []\n---\n${manifest}`;
    const answer = service.plan({ text: both, format: 'yaml', number: 2, inventory: reported });
    expect('plan' in answer && answer.plan.actions[0]).toMatchObject({
      component: 'containers:new',
      range: { start: { line: 10 } },
    });
    expect(service.plan({ text: both, format: 'yaml', number: 3, inventory: reported })).toMatchObject({
      refusal: { code: 'no-manifest', message: expect.stringContaining('it holds 2') },
    });
  });

  it('reads an open document as it is now', () => {
    const uri = 'untitled:plan';
    const own = createLanguageService();
    own.open(uri, 'kanto-json', 1, wanted({ image: 'a:1' }));
    own.change(uri, 2, [{ text: wanted({ image: 'a:2' }) }]);
    const answer = own.plan({ uri, inventory: inventory([]) });
    expect('plan' in answer && answer.plan.summary).toBe(
      '1 to create, 0 to replace, 0 to update, 0 to destroy',
    );
  });

  it.each([
    ['the value of a message', (state: string) => `{"activityId":"x","desiredState":${state}}`],
    [
      'a whole message, whatever is wrong with its envelope',
      (state: string) =>
        `{"topic":"no/such/things/live/messages/apply","path":"/features/UpdateManager/inbox/messages/apply","value":{"desiredState":${state}}}`,
    ],
  ])('is made of %s', (_, message) => {
    expect(plan(message(wanted({})), inventory([])).actions).toMatchObject([{ action: 'create' }]);
  });
});

describe('odd manifests are planned as the device takes them', () => {
  const domains = (...list: readonly (readonly [id: string, ...components: readonly string[]])[]) =>
    JSON.stringify({
      domains: list.map(([id, ...components]) => ({
        id,
        components: components.map((component) => ({ id: component, version: '1' })),
      })),
    });
  const actions = (text: string, reported: JsonValue) =>
    plan(text, reported).actions.map(({ component, action }) => `${component} ${action}`);

  it('of two domains with one id the last counts', () => {
    const running = inventory([{ id: 'containers:a', parameters: { image: 'a:1' } }]);
    expect(actions(domains(['containers', 'a'], ['containers', 'b']), running)).toEqual([
      'containers:a ignored',
      'containers:b create',
      'containers:a destroy',
    ]);
  });

  it('a second component of one id becomes a second container', () => {
    const running = inventory([{ id: 'containers:a', parameters: { image: 'a:1' } }]);
    expect(actions(domains(['containers', 'a', 'a']), running)).toEqual([
      'containers:a keep',
      'containers:a create',
    ]);
  });

  it('a component without an id is new at each apply', () => {
    expect(plan(domains(['containers', '']), inventory([])).actions).toMatchObject([
      { component: 'containers:', action: 'create', reasons: [expect.stringContaining('no id')] },
    ]);
  });

  it('a domain without an update agent is ignored, and what is not in the manifest is not touched', () => {
    const running = inventory([{ id: 'self-update:os-image', version: '1' }], ['containers', 'self-update']);
    expect(plan(domains(['firmware', 'x'], ['containers', 'a']), running).actions).toMatchObject([
      {
        component: 'firmware:x',
        action: 'ignored',
        certain: false,
        reasons: [expect.stringContaining('no update agent for the domain firmware')],
      },
      { component: 'containers:a', action: 'create' },
    ]);
  });

  it('a domain of an agent that nobody knows is estimated', () => {
    const running = inventory([{ id: 'firmware:x', version: '0' }, { id: 'firmware:y' }], ['firmware']);
    const { actions: rows } = plan(domains(['firmware', 'x', 'z']), running);
    expect(rows).toMatchObject([
      { component: 'firmware:x', action: 'update', certain: false },
      { component: 'firmware:z', action: 'create', certain: false },
      { component: 'firmware:y', action: 'destroy', certain: false },
    ]);
    for (const { reasons } of rows) expect(reasons.at(-1)).toContain('estimate');
  });
});

describe('the operating system', () => {
  const image = (
    version: string,
    config: JsonValue = [{ key: 'image', value: 'https://example.com/x.raucb' }],
  ) =>
    JSON.stringify({ domains: [{ id: 'self-update', components: [{ id: 'os-image', version, config }] }] });
  const running = inventory([{ id: 'self-update:os-image', version: '1' }], []);

  it('is updated to another version', () => {
    expect(plan(image('2'), running).actions).toMatchObject([
      { component: 'self-update:os-image', action: 'update', keys: ['version'] },
    ]);
  });

  it('is kept where the version is the same', () => {
    expect(plan(image('1'), running)).toMatchObject({ differs: false, actions: [{ action: 'keep' }] });
  });

  it('is not planned without the bundle, which its agent refuses', () => {
    expect(refusal(image('2', []), running)).toMatchObject({ code: 'rejected' });
  });

  it('is ignored by a device without its agent, whatever that would refuse', () => {
    const both = JSON.parse(image('2', []));
    both.domains.push({ id: 'containers', components: [] });
    expect(plan(JSON.stringify(both), inventory([])).actions).toMatchObject([{ action: 'ignored' }]);
  });
});

describe('no plan is made', () => {
  it.each([
    ['of a text that cannot be read', '{"domains":[', 'unreadable'],
    ['of something else', '{"some":"thing"}', 'no-manifest'],
    ['of an install', '{"softwareModules":[{"softwareModule":{"name":"a","version":"1"}}]}', 'no-apply'],
    ['of two manifests in one file', 'domains: []\n---\ndomains: []\n', 'several'],
    ['without a desired state', '{"activityId":"x","desiredState":null}', 'rejected'],
    ['of what the device rejects', wanted({ network: 'none' }), 'rejected'],
    [
      'of what the device cannot decode',
      '{"domains":[{"id":"containers","components":[{"id":"a","version":1}]}]}',
      'rejected',
    ],
    ['of what would crash the device', '{"domains":[null]}', 'rejected'],
  ])('%s', (_, text, code) => {
    expect(refusal(text, inventory([]))).toMatchObject({ code });
  });

  it('where the device has an agent for none of the domains', () => {
    const other = '{"domains":[{"id":"firmware","components":[{"id":"x","version":"1"}]}]}';
    expect(refusal(other, inventory([]))).toMatchObject({
      code: 'no-domain',
      message: expect.stringContaining('The manifest has firmware, the device reports containers.'),
    });
  });

  it('with a place where the fault is in the manifest', () => {
    expect(
      refusal('domains:\n  - id: containers\n    components:\n      - id: "containers:a"\n', inventory([])),
    ).toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('invalid container name format'),
      range: { start: { line: 3, character: 12 } },
    });
  });

  it('with an inventory that is none', () => {
    expect(refusal(wanted({}), { domains: [] })).toMatchObject({ code: 'inventory' });
  });

  it('of a document that is not open', () => {
    expect(service.plan({ uri: 'file:///nowhere', inventory: {} })).toMatchObject({
      refusal: { code: 'no-manifest' },
    });
  });
});
