import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLanguageService } from '../../../server/src/service.ts';

const uri = 'file:///plant/gateway.json';
const good = '{"domains": [{"id": "containers", "components": [{"id": "a", "version": "1"}]}]}';

function open(languageId: string, text: string, at = uri) {
  const service = createLanguageService();
  service.open(at, languageId, 1, text);
  return service;
}

const codes = (languageId: string, text: string, at = uri) =>
  open(languageId, text, at)
    .validate(at)
    .map(({ code }) => code);

describe('validate', () => {
  it.each(['kanto-json', 'json', 'jsonc', 'kanto-yaml', 'yaml'])(
    'finds what is wrong with a manifest in %s',
    (languageId) => {
      expect(codes(languageId, good.replace('"1"', '1'))).toEqual(['wrong-type']);
    },
  );

  it('says nothing of foreign texts, also where they are damaged', () => {
    expect(codes('json', '{"name": "x", }')).toEqual([]);
    expect(codes('yaml', 'services:\n\tdomains: [')).toEqual([]);
    expect(codes('typescript', good)).toEqual([]);
  });

  it('says what is expected where the language is ours and the content is not', () => {
    const [diagnostic] = open('kanto-yaml', 'hello: world\nmore: 1\n').validate(uri);
    expect(diagnostic).toMatchObject({
      code: 'not-a-manifest',
      severity: 3,
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 12 } },
    });
  });

  it('expects nothing of an empty document', () => {
    expect(codes('kanto-json', '')).toEqual([]);
    expect(codes('kanto-yaml', '# soon\n')).toEqual([]);
  });

  it('goes by the name of the file where the content tells nothing', () => {
    expect(codes('kanto-json', '{}', 'file:///x/gateway.desired-state.json')).toEqual(['domains-missing']);
    expect(codes('kanto-yaml', '[]', 'file:///x/gateway.software-modules.yaml')).toEqual([
      'software-modules-missing',
    ]);
  });

  it('marks a crash, and tells the other places that take part', () => {
    const text =
      'domains:\n  - id: containers\n    components:\n      - {id: a, version: "1"}\n      - {id: a, version: "1"}\n      - null\n';
    const diagnostics = open('kanto-yaml', text).validate(uri);
    expect(diagnostics).toMatchObject([
      {
        code: 'component-repeated',
        source: 'kanto',
        relatedInformation: [{ location: { uri, range: { start: { line: 3 } } } }],
      },
      { code: 'null-entry', severity: 1, data: { crash: true }, range: { start: { line: 5, character: 8 } } },
    ]);
  });

  it('shows a thousand at most, all errors first', () => {
    const entry = '{"key": "nonsense", "value": "x"}';
    const text = `{"domains": [{"id": "containers", "components": [{"id": "a", "version": "1", "config": [${Array(2000).fill(entry).join(',')}]}, {"id": "b c", "version": "1"}]}]}`;
    const diagnostics = open('kanto-json', text).validate(uri);
    expect(diagnostics).toHaveLength(1000);
    expect(diagnostics.filter(({ code }) => code === 'component-id-format')).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: 'more-problems', severity: 3 });
  });

  it('tells of a crash, however many errors stand before it', () => {
    const faulty = Array(1200).fill('{"id": "b c", "version": "1"}');
    const text = `{"domains": [{"id": "containers", "components": [${[...faulty, 'null'].join(',')}]}]}`;
    const crashes = open('kanto-json', text)
      .validate(uri)
      .filter(({ data }) => data?.crash);
    expect(crashes.map(({ code }) => code)).toEqual(['null-entry']);
  });

  it('follows changes', () => {
    const service = open('kanto-json', good);
    expect(service.validate(uri)).toEqual([]);
    const at = good.indexOf('"1"');
    const start = { line: 0, character: at };
    service.change(uri, 2, [{ range: { start, end: { line: 0, character: at + 3 } }, text: '1' }]);
    expect(service.validate(uri).map(({ code }) => code)).toEqual(['wrong-type']);
    service.close(uri);
    expect(service.validate(uri)).toEqual([]);
  });

  it('judges each document of a YAML file, and says that each is sent by itself', () => {
    const manifest = 'domains:\n  - id: containers\n    components: [{id: a, version: 1}]\n';
    expect(codes('yaml', `${manifest}---\nkind: Pod\n---\n${manifest}`)).toEqual([
      'wrong-type',
      'several-manifests',
      'wrong-type',
    ]);
  });

  it('tells of what an alias names once', () => {
    const text =
      'x: &x {id: a b, version: "1"}\ndomains:\n  - id: containers\n    components:\n      - *x\n      - *x\n';
    expect(codes('kanto-yaml', text).filter((code) => code === 'component-id-format')).toHaveLength(1);
  });

  it('reads merge keys', () => {
    const text =
      'x-common: &x {version: "1"}\ndomains:\n  - id: containers\n    components:\n      - <<: *x\n        id: a\n      - <<: *x\n        id: b\n';
    expect(codes('kanto-yaml', text)).toEqual([]);
  });

  it('goes on where the text is damaged', () => {
    const text = 'domains:\n  - id: containers\n    components:\n      - id: a b\n        version: "1\n';
    expect(codes('kanto-yaml', text)).toEqual(['component-id-format', 'syntax-unclosed-string']);
  });
});

describe('describe', () => {
  const service = createLanguageService();
  const json = (value: unknown) => service.describe({ text: JSON.stringify(value), format: 'json' });

  it('tells kind, content and a summary', () => {
    expect(service.describe({ text: good, format: 'json' })).toEqual({
      kind: { operation: 'apply', form: 'bare', role: 'request' },
      problems: [],
      content: { domains: [{ id: 'containers', components: [{ id: 'a', version: '1' }] }] },
      emptiesDevice: false,
      summary: 'apply: 1 component in containers',
    });
  });

  it('goes by the name of the file where the content tells nothing', () => {
    const description = service.describe({
      text: '{}',
      format: 'json',
      file: 'site/gateway.desired-state.json',
    });
    expect(description.problems.map(({ code }) => code)).toEqual(['domains-missing']);
  });

  it('gives the value of YAML as it would be in JSON', () => {
    const text =
      'x: &c {id: a, version: "1"}\ndomains:\n  - id: containers\n    components: [*c, {<<: *c, id: b}]\n';
    expect(service.describe({ text, format: 'yaml' }).content).toEqual({
      x: { id: 'a', version: '1' },
      domains: [
        {
          id: 'containers',
          components: [
            { id: 'a', version: '1' },
            { version: '1', id: 'b' },
          ],
        },
      ],
    });
  });

  it('gives no content of a damaged text: what is lost there would be destroyed on the device', () => {
    const description = service.describe({ text: good.replace('},', '}').slice(0, -2), format: 'json' });
    expect(description.kind).toBeDefined();
    expect(description.content).toBeUndefined();
  });

  it('says whether the device is emptied', () => {
    expect(json({ domains: [{ id: 'containers', components: [] }] }).emptiesDevice).toBe(true);
    expect(json({ domains: [{ id: 'containers' }] }).emptiesDevice).toBe(true);
    expect(json({ domains: [{ id: 'containers', components: [{ id: 'a' }] }] }).emptiesDevice).toBe(false);
    expect(json({ activityId: 'a' }).emptiesDevice).toBe(false);
  });

  it('takes an open document for a manifest even where its language is JSON', () => {
    expect(open('json', '{"software": [{"name": "x"}]}').describe({ uri })).toMatchObject({
      kind: { operation: 'remove' },
    });
    expect(open('json', good).describe({ uri: 'file:///unknown' })).toEqual({
      problems: [],
      emptiesDevice: false,
      summary: '',
    });
  });

  it.each([
    [
      'install: influxdb 1.8.4',
      { correlationId: 'c', softwareModules: [{ softwareModule: { name: 'influxdb', version: '1.8.4' } }] },
    ],
    [
      'remove: a, b, c and 1 more',
      { correlationId: 'c', software: ['a', 'b', 'c', 'd'].map((name) => ({ name })) },
    ],
    ['refresh', { activityId: 'a' }],
    ['feedback event: RUNNING', { activityId: 'a', desiredStateFeedback: { status: 'RUNNING' } }],
    [
      'apply response: 204',
      {
        topic: 'a/b/things/live/messages/apply',
        path: '/features/UpdateManager/outbox/messages/apply',
        status: 204,
      },
    ],
  ])('%s', (summary, value) => {
    expect(json(value).summary).toBe(summary);
  });

  it.each(['json', 'yaml'] as const)('knows nothing of an empty text in %s', (format) => {
    expect(service.describe({ text: '', format })).toEqual({
      problems: [],
      emptiesDevice: false,
      summary: '',
    });
  });
});

describe('what is too much', { timeout: 120_000 }, () => {
  const service = createLanguageService();

  it.each([
    ['nested 10,000 deep in JSON', 'json', `{"domains":${'['.repeat(10_000)}`],
    ['nested 10,000 deep in YAML', 'yaml', `domains:\n  ${'- '.repeat(10_000)}`],
    ['8 MB of YAML', 'yaml', `domains:\n${'  - id: containers\n'.repeat(400_000)}`],
    ['20 MB of JSON', 'json', `{"domains": [${'{"id": "containers"}, '.repeat(1_000_000)}`],
    [
      'aliases of aliases',
      'yaml',
      Array.from({ length: 12 }, (_, i) => `l${i}: &l${i} [${Array(10).fill(i ? `*l${i - 1}` : 'x')}]`).join(
        '\n',
      ),
    ],
  ] as const)('is refused with one note: %s', (_, format, text) => {
    expect(service.describe({ text, format }).problems).toMatchObject([
      { code: 'syntax-refused', severity: 'information' },
    ]);
  });

  it('answers 5 MB of JSON and 100,000 aliases', () => {
    const component = '{"id": "a", "version": "1", "config": [{"key": "image", "value": "x:1"}]}';
    const large = `{"domains": [{"id": "containers", "components": [${Array(70_000).fill(component).join(', ')}]}]}`;
    expect(large.length).toBeGreaterThan(5_000_000);
    expect(service.describe({ text: large, format: 'json' }).problems).toHaveLength(1000);
    const aliases = `domains:\n  - id: containers\n    components:\n      - &a {id: a, version: "1"}\n${'      - *a\n'.repeat(100_000)}`;
    expect(service.describe({ text: aliases, format: 'yaml' }).kind?.operation).toBe('apply');
  });

  const many = 150_000;
  const components = Array.from({ length: 20_000 }, (_, i) => `{"id": "a${i}", "version": "1"}`);
  const references = components.map((_, i) => `"containers:b${i}"`);
  it.each([
    ['entries of a wrong type', 'json', `{"domains": [${'5, '.repeat(many)}{}]}`],
    ['empty entries', 'json', `{"domains": [${'null, '.repeat(many)}{}]}`],
    [
      'unknown fields',
      'json',
      `{"domains": [], ${Array.from({ length: many }, (_, i) => `"k${i}": 1`).join()}}`,
    ],
    ['repeated keys', 'json', `{"domains": [], ${Array(many).fill('"a": 1').join()}}`],
    ['unknown aliases', 'yaml', `domains:\n${'- *x\n'.repeat(many)}`],
    [
      'references that lead nowhere',
      'json',
      `{"baselines": [{"components": [${references}]}], "domains": [{"id": "containers", "components": [${components}]}]}`,
    ],
  ] as const)('answers a text of nothing but faults: %s', (_, format, text) => {
    expect(service.describe({ text, format }).problems).toHaveLength(1000);
  });

  it('tells a long value by its beginning', () => {
    const long = 'x'.repeat(1_000_000);
    const text = `{"domains": [{"id": "containers", "components": [{"id": "a ${long}", "version": "1"}]}]}`;
    const { problems } = service.describe({ text, format: 'json' });
    expect(problems.map(({ code }) => code)).toContain('component-id-format');
    for (const { message } of problems) expect(message.length).toBeLessThan(1000);
  });
});

describe('detect', () => {
  it('knows the documented messages', () => {
    const text = readFileSync(
      new URL('../../fixtures/documented/apply.request.json', import.meta.url),
      'utf8',
    );
    expect(createLanguageService().detect({ text, format: 'json' })).toEqual({
      operation: 'apply',
      form: 'envelope',
      role: 'request',
    });
    expect(createLanguageService().detect({ text: '{"name": "x"}', format: 'json' })).toBeNull();
  });
});
