import { describe, expect, it } from 'vitest';
import type { JsonValue, Plan, PlanAnswer } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';

const service = createLanguageService();

interface Running {
  readonly id: string;
  readonly version?: string;
  readonly parameters?: Readonly<Record<string, string | readonly string[]>>;
}

function agentOf(domain: string): JsonValue {
  return { id: `${domain}-agent`, parameters: [{ key: 'domain', value: domain }] };
}

/** What a device with these update agents reports. */
function inventory(running: readonly Running[], agents: readonly string[] = ['containers']): JsonValue {
  const nodes = running.map(
    ({ id, version = '', parameters = {} }): JsonValue => ({
      id,
      version,
      parameters: Object.entries(parameters).flatMap(([key, values]) =>
        [values].flat().map((value) => ({ key, value })),
      ),
    }),
  );
  return { softwareNodes: [...agents.map(agentOf), ...nodes] };
}

function answerTo(text: string, reported: JsonValue): PlanAnswer {
  return service.plan({ text, format: /^\s*[[{]/.test(text) ? 'json' : 'yaml', inventory: reported });
}

function plan(text: string, reported: JsonValue): Plan {
  const answer = answerTo(text, reported);
  if ('refusal' in answer) throw new Error(answer.refusal.message);
  return answer.plan;
}

function refusal(text: string, reported: JsonValue) {
  const answer = answerTo(text, reported);
  if ('plan' in answer) throw new Error(`It was planned: ${answer.plan.summary}`);
  return answer.refusal;
}

/** A component of the containers domain, and the only one, unless there is more. */
function wanted(config: Readonly<Record<string, string | readonly string[]>>, id = 'a'): string {
  const entries = Object.entries(config).flatMap(([key, values]) =>
    [values].flat().map((value) => ({ key, value })),
  );
  return JSON.stringify({
    domains: [{ id: 'containers', components: [{ id, version: '1', config: entries }] }],
  });
}

/** The one row of a plan for a container `a` that runs with these parameters. */
function row(
  config: Readonly<Record<string, string | readonly string[]>>,
  parameters: Readonly<Record<string, string | readonly string[]>>,
) {
  const reported = { image: 'a:1', status: 'Running', ...parameters };
  const { actions } = plan(wanted(config), inventory([{ id: 'containers:a', parameters: reported }]));
  expect(actions).toHaveLength(1);
  return actions[0];
}

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

describe('a container is replaced', () => {
  it.each<[string, Parameters<typeof row>[0], Parameters<typeof row>[1], string]>([
    ['image', { image: 'a:2' }, {}, 'image changes from a:1 to a:2.'],
    [
      'mount',
      { mount: '/a:/b' },
      { mount: '/a:/c:rprivate' },
      'mount gains /a:/b:rprivate, loses /a:/c:rprivate.',
    ],
    [
      'cmd',
      { cmd: ['-a', '-b'] },
      { cmd: ['-b', '-a'] },
      'cmd has other arguments, or the same in another order.',
    ],
    [
      'env',
      { env: ['A=1', 'B=1'] },
      { env: ['A=2', 'C=1'] },
      'env gains B, loses C, has another value for A.',
    ],
    ['terminal', { terminal: 'true' }, {}, 'terminal changes from false to true.'],
    ['network', { network: 'host' }, {}, 'network changes from bridge to host.'],
    ['port', { port: '80:80' }, { port: ['80:80/tcp', '81:80/tcp'] }, 'port loses 81:80/tcp.'],
    ['port', { port: ['80:80', '80:80'] }, { port: '80:80/tcp' }, 'port lists the same more or less often.'],
    ['logMaxSize', { logMaxSize: '5M' }, {}, 'logMaxSize changes from 100M to 5M.'],
  ])('because of %s', (key, config, parameters, reason) => {
    expect(row(config, parameters)).toMatchObject({ action: 'replace', keys: [key], reasons: [reason] });
  });

  it('with what changes beside it told after what forces it', () => {
    expect(row({ memory: '200M', image: 'a:2' }, {})).toMatchObject({
      action: 'replace',
      keys: ['image'],
      reasons: ['image changes from a:1 to a:2.', 'memory changes from none to 200M.'],
    });
  });

  it('without telling a value that may be a secret', () => {
    const told = JSON.stringify(
      row(
        { env: 'TOKEN=hunter2', cmd: '--password=hunter2' },
        { env: 'TOKEN=hunter1', cmd: '--password=hunter1' },
      ),
    );
    expect(told).toContain('TOKEN');
    expect(told).not.toContain('hunter');
  });
});

describe('a container is updated in place', () => {
  it.each<[string, Parameters<typeof row>[0], Parameters<typeof row>[1], string]>([
    [
      'memory',
      { memory: '200M', memorySwap: '400M' },
      { memory: '100M', memorySwap: '400M' },
      'from 100M to 200M',
    ],
    ['restartPolicy', { restartPolicy: 'always' }, {}, 'from unless-stopped to always'],
    [
      'restartTimeout',
      { restartPolicy: 'on-failure', restartTimeout: '90' },
      { restartPolicy: 'on-failure', restartTimeout: '1m0s' },
      'from 1m0s to 1m30s',
    ],
  ])('for %s', (key, config, parameters, words) => {
    expect(row(config, parameters)).toMatchObject({
      action: 'update',
      keys: [key],
      reasons: [expect.stringContaining(words)],
    });
  });

  it('at every apply where the swap limit is left to the device, which is said', () => {
    expect(row({ memory: '200M' }, { memory: '200M', memorySwap: '400M' })).toMatchObject({
      action: 'update',
      reasons: [expect.stringContaining('fills in twice the memory')],
    });
  });

  it('without losing the limits that the manifest does not set, which is said', () => {
    expect(row({}, { memory: '200M', memorySwap: '400M' })?.reasons).toContainEqual(
      expect.stringContaining('the present ones stay'),
    );
  });
});

describe('a container is kept', () => {
  it('whatever the order of its lists', () => {
    expect(
      row(
        { env: ['A=1', 'B=2'], port: ['81:81', '80:80'] },
        { env: ['B=2', 'A=1'], port: ['80:80/tcp', '81:81/tcp'] },
      ),
    ).toMatchObject({ action: 'keep', certain: true });
  });

  it('whether the agent reports the usual values or leaves them out', () => {
    const verbose = {
      domainName: 'a-domain',
      hostName: 'a-host',
      terminal: 'false',
      interactive: 'false',
      privileged: 'false',
      restartPolicy: 'unless-stopped',
      restartMaxRetries: '0',
      restartTimeout: '0s',
      network: 'bridge',
      logDriver: 'json-file',
      logMaxFiles: '2',
      logMaxSize: '100M',
      logMode: 'blocking',
      exitCode: '0',
    };
    expect(row({}, verbose)).toMatchObject({ action: 'keep', certain: true });
  });

  it('and started where it does not run', () => {
    expect(row({}, { status: 'Exited' })).toMatchObject({
      action: 'keep',
      reasons: ['Nothing that the device reports differs.', 'It is Exited: the device starts it.'],
    });
  });
});

describe('the inventory cannot tell', () => {
  it('the path of logs that are not written', () => {
    expect(row({ logDriver: 'none', logPath: '/var/log' }, { logDriver: 'none' })).toMatchObject({
      action: 'keep',
      certain: false,
      reasons: [expect.any(String), expect.stringContaining('cannot tell the logPath')],
    });
  });

  it('the end of a range of host ports that begins with 0', () => {
    expect(row({ port: '0-5:80' }, { port: ':80/tcp' })).toMatchObject({
      action: 'keep',
      certain: false,
      reasons: [expect.any(String), expect.stringContaining('cannot tell where a range')],
    });
  });

  it('which of two containers of one name the device takes', () => {
    const two = inventory([
      { id: 'containers:a', parameters: { image: 'a:1' } },
      { id: 'containers:a', parameters: { image: 'a:2' } },
    ]);
    expect(plan(wanted({ image: 'a:1' }), two).actions).toMatchObject([
      {
        certain: false,
        reasons: expect.arrayContaining([expect.stringContaining('2 containers of this name')]),
      },
    ]);
  });

  it('nothing of it where the container is replaced all the same', () => {
    expect(row({ logDriver: 'none', image: 'a:2' }, { logDriver: 'none' })).toMatchObject({
      action: 'replace',
      certain: true,
    });
  });
});

describe('the device protects', () => {
  const running = inventory([{ id: 'containers:a', parameters: { image: 'a:1' } }]);
  const protecting = (value: string, components: JsonValue = []) =>
    JSON.stringify({
      domains: [{ id: 'containers', config: [{ key: 'systemContainers', value }], components }],
    });

  it('what systemContainers names from being destroyed', () => {
    expect(plan(protecting('x, a'), running).actions).toMatchObject([
      { component: 'containers:a', action: 'protected' },
    ]);
  });

  it('it from being changed, too', () => {
    const component = { id: 'a', version: '2' };
    expect(plan(protecting('a', [component]), running).actions).toMatchObject([
      { component: 'containers:a', action: 'protected', range: expect.anything() },
    ]);
  });

  it('nothing where systemContainers is empty', () => {
    expect(plan(protecting(''), running).actions).toMatchObject([
      { action: 'destroy', reasons: ['The manifest does not list it.'] },
    ]);
  });

  it('what its own configuration names, which is said where the manifest does not decide', () => {
    expect(plan('{"domains":[{"id":"containers","components":[]}]}', running).actions).toMatchObject([
      {
        action: 'destroy',
        reasons: [expect.any(String), expect.stringContaining('by its own configuration')],
      },
    ]);
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
