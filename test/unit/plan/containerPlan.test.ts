import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../server/src/messages.ts';
import { inventory, plan, wanted } from './planned.ts';

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
