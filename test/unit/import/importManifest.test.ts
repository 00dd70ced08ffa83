import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { printed } from '../../../client/src/cli/printed.ts';
import type { Imported, JsonValue } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { inventory } from '../plan/planned.ts';

const service = createLanguageService();
const source = { device: 'edge:device', connection: 'plant', time: Date.UTC(2026, 0, 2, 3, 4, 5) };

function imported(reported: JsonValue, secrets?: 'kept'): Imported {
  const params = { inventory: reported, source, ...(secrets && { secrets }) };
  const answer = service.importManifest({ ...params, format: 'yaml' });
  if ('refused' in answer) throw new Error(answer.refused);
  return answer;
}

/** A device with one container of these parameters. */
function container(
  parameters: Readonly<Record<string, string | readonly string[]>>,
  version = '1',
): JsonValue {
  return inventory([{ id: 'containers:a', version, parameters: { image: 'x:1', ...parameters } }]);
}

function differs({ plan }: Imported): boolean | string {
  return 'plan' in plan ? plan.plan.differs : plan.refusal.message;
}

const above = (text: string) => text.slice(0, text.indexOf('\ndomains:'));
const below = (text: string) => text.slice(text.indexOf('domains:'));

describe('an imported manifest', () => {
  it('says where it is from, when, what was left out and what its own plan says', () => {
    const { text, summary } = imported(container({ port: '80:80/tcp', status: 'Running', created: 'now' }));
    expect(
      text,
    ).toBe(`# Imported from edge:device, by the connection plant: what it reported at 2026-01-02T03:04:05.000Z.
# An apply of it, as it stands, changes nothing on that device.
# It is all that the device shall run: what is taken out of it, an apply destroys.
# Left out, since no manifest can set it: created, status.
# Not in a report, so not in it either: baselines, and which containers the device protects by its own configuration.
domains:
  - id: containers
    components:
      - id: a
        version: "1"
        config:
          - key: image
            value: x:1
          - key: port
            value: 80:80/tcp
`);
    expect(summary).toBe('1 component in containers');
  });

  it('writes values as the device takes them, which is not always as it reports them', () => {
    const made = imported(
      container({
        restartPolicy: 'on-failure',
        restartTimeout: '1h1m30s',
        port: [':80/tcp', '1.2.3.4:5-9:80/udp', '1.2.3.4:7/tcp', '1.2.3.4:/tcp'],
      }),
    );
    expect(below(made.text)).toContain('restartTimeout\n            value: "3690"');
    for (const port of ['0:80/tcp', '1.2.3.4:5-9:80/udp', '1.2.3.4:7:0/tcp'])
      expect(below(made.text)).toContain(`value: ${port}\n`);
  });

  it('tells of what a manifest cannot say', () => {
    const made = imported(
      container({
        hostName: 'h',
        memory: '200M',
        restartPolicy: 'on-failure',
        restartTimeout: '1.5s',
      }),
    );
    expect(differs(made)).toBe(true);
    expect(above(made.text)).toContain(
      'As it stands, an apply of it changes that device: 0 to create, 0 to replace, 1 to update',
    );
    expect(below(made.text)).toContain(
      '# Differs, an apply would update it: restartTimeout changes from 1.5s to 2s.',
    );
    expect(made.notes.map(({ kind, keys }) => [kind, ...keys])).toEqual([
      ['left-out', 'hostName'],
      ['lost', 'restartTimeout'],
      ['lost', 'hostName'],
      ['lost', 'memorySwap'],
    ]);
  });

  it('holds no secret, and says that a placeholder makes the container anew', () => {
    const secrets = ['s3cret-a', 's3cret-b', 's3cret-c', 's3cret-d', 's3cret-e', 's3cret-f'];
    const [a, b, c, d, e, f] = secrets;
    const made = imported(
      container({
        image: `me:${f}@host/x:1`,
        env: [
          `INFLUX_TOKEN=${a}`,
          `PGPASSWORD=${b}`,
          `DB=postgres://u:${c}@db/x`,
          'LEVEL=info',
          'TOKEN_TTL=3600',
        ],
        cmd: ['--admin-password', `${d}`, `--api-key=${e}`, '-v'],
      }),
    );
    for (const secret of secrets) expect(JSON.stringify(made)).not.toContain(secret);
    for (const kept of ['LEVEL=info', 'TOKEN_TTL=3600', '-v'])
      expect(made.text).toContain(`value: ${kept}\n`);
    expect(made.text).toContain('value: INFLUX_TOKEN=<secret>');
    expect(made.text).toContain('Differs, an apply would replace it');
    expect(made.text).toContain('has another value for INFLUX_TOKEN');
    expect(made.text).toContain(
      'Fill in the secret of image, env INFLUX_TOKEN, env PGPASSWORD, env DB, cmd.',
    );
    expect(differs(made)).toBe(true);
    const warned = service
      .judge({ text: made.text, format: 'yaml' })
      .filter(({ code }) => code === 'placeholder-left');
    expect(warned.length).toBe(6);
  });

  it('keeps secrets where that is asked for, so that what was can be brought back', () => {
    const reported = container({ env: 'INFLUX_TOKEN=s3cret', cmd: ['--password', 's3cret'] });
    const made = imported(reported, 'kept');
    expect(differs(made)).toBe(false);
    expect(made.text).toContain('INFLUX_TOKEN=s3cret');
  });

  it('tells that an apply starts what stands still', () => {
    const made = imported(container({ status: 'Stopped' }));
    expect(differs(made)).toBe(false);
    expect(made.text).toContain('# An apply keeps it: It is Stopped: the device starts it.');
  });

  it('has every domain that runs something, and names what it cannot speak of', () => {
    const made = imported(
      inventory(
        [
          { id: 'self-update:os-image', version: '2.1' },
          { id: 'firmware:ecu', version: '3', parameters: { slot: 'b', status: 'ok' } },
          { id: 'containers:b', version: 'n/a', parameters: { image: 'nginx' } },
          { id: 'containers:a', version: '1', parameters: { image: 'x:1' } },
        ],
        ['containers', 'self-update', 'firmware', 'idle'],
      ),
    );
    expect(made.summary).toBe('2 components in containers, 1 component in firmware');
    expect(made.text).toContain('# Not in it: self-update:os-image. Left out: the device has installed 2.1');
    expect(below(made.text)).toBe(`domains:
  - id: containers
    components:
      - id: a
        version: "1"
        config:
          - key: image
            value: x:1
      - id: b
        config:
          - key: image
            value: nginx
  - id: firmware
    components:
      # An apply keeps it, as far as the device tells: This is an estimate: what becomes of it is decided by the agent of its domain.
      - id: ecu
        version: "3"
        config:
          - key: slot
            value: b
`);
  });

  it('has the image of the operating system where the device tells its bundle', () => {
    const image = { id: 'self-update:os-image', version: '2.1', parameters: { image: 'https://x/y' } };
    const made = imported(inventory([image], ['self-update']));
    expect(made.summary).toBe('1 component in self-update');
    expect(differs(made)).toBe(false);
  });

  it('speaks of one of several containers of a name, and says so', () => {
    const one = { id: 'containers:a', version: '1', parameters: { image: 'x:1' } };
    const other = { id: 'containers:a', version: '2', parameters: { image: 'x:2' } };
    const made = imported(inventory([one, other]));
    expect(made.text.match(/- id: a$/gm)?.length).toBe(1);
    expect(made.text).toContain('value: x:2');
    expect(made.text).toContain('# The device has 2 of this name');
  });

  it('is an empty desired state where nothing runs', () => {
    const made = imported(inventory([]));
    expect(made.text).toContain('# The device reports nothing that it runs.');
    expect(below(made.text)).toBe('domains:\n  - id: containers\n    components: []\n');
    expect(differs(made)).toBe(false);
  });

  it('is refused where there is no inventory', () => {
    const answer = service.importManifest({ inventory: { a: 1 }, format: 'yaml', source });
    expect(answer).toEqual({ refused: expect.stringContaining('This is no inventory') });
  });
});

describe('what a device reports', () => {
  it('is no command of a system that reads the log in which the manifest is printed, and the same still', () => {
    const env = ['A=##vso[task.prependpath]x', 'B=##[add-mask]\u202ey\u0085', '::error::z'];
    const { text } = imported(container({ env, image: 'x:1##\u00ad[error]' }, '##teamcity[x]'));
    expect(printed(text)).toBe(text);
    expect(parse(text).domains[0].components[0]).toMatchObject({
      version: '##teamcity[x]',
      config: expect.arrayContaining([
        ...env.map((value) => ({ key: 'env', value })),
        { key: 'image', value: 'x:1##\u00ad[error]' },
      ]),
    });
  });

  it('has nothing hidden in it, neither in the manifest nor in what is said of it', () => {
    const reported = inventory([
      { id: 'containers:a\u200bb', parameters: { image: 'x:1', env: 'A=\u202eb' } },
      { id: 'containers:a\u200bb', parameters: { image: 'x:\u200e1' } },
    ]);
    const { text } = imported(reported);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(parse(text).domains[0].components[0].id).toBe('a\u200bb');
  });

  it('is of the agent that it names, also where an agent has a colon in its name or part of the name of another', () => {
    const reported = inventory([
      { id: 'a:b-update-agent', parameters: { domain: 'a:b' } },
      { id: 'a:b:c' },
      { id: 'a:bc:d' },
      { id: 'a:b' },
    ]);
    const { domains } = parse(imported(reported).text);
    expect(domains).toMatchObject([
      { id: 'containers', components: [] },
      { id: 'a:b', components: [{ id: 'c' }] },
      { id: 'a', components: [{ id: 'b' }, { id: 'b-update-agent' }, { id: 'b:c' }, { id: 'bc:d' }] },
    ]);
  });
});
