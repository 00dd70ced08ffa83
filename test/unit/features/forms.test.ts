import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { reshape } from '../../../server/src/features/forms.ts';
import { kindOf } from '../../../server/src/manifest/kind.ts';
import type { SentForm } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { parseText } from '../../../server/src/text/parse.ts';
import { jsonTexts, yamlTexts } from '../text/manifestTexts.ts';
import { documentOf } from './support.ts';

const id = '11111111-2222-4333-8444-555555555555';
const newId = () => id;
const lines = (...all: string[]) => `${all.join('\n')}\n`;

function reshaped(
  format: 'json' | 'yaml',
  text: string,
  to: SentForm,
  device: string | undefined = 'edge:device',
): string {
  const document = documentOf(`kanto-${format}`, text);
  const result = reshape(document, to, { device, newId });
  if ('refused' in result) return `refused: ${result.refused}`;
  if (result.needsDevice) return 'needs a device';
  const notes = result.notes.map((note) => `note: ${note}\n`).join('');
  return notes + TextDocument.applyEdits(document.text, [...result.edits]);
}

const bareYaml = lines(
  '# What runs.',
  'domains:',
  '  - id: containers # all',
  '    components: []',
  '  # and no more',
  '# end',
);
const valueYaml = lines(
  '# What runs.',
  `activityId: ${id}`,
  'desiredState:',
  '  domains:',
  '    - id: containers # all',
  '      components: []',
  '    # and no more',
  '# end',
);
const envelopeYaml = lines(
  '# What runs.',
  'topic: edge/device/things/live/messages/apply',
  'headers:',
  '  response-required: true',
  '  content-type: application/json',
  `  correlation-id: ${id}`,
  'path: /features/UpdateManager/inbox/messages/apply',
  'value:',
  `  activityId: ${id}`,
  '  desiredState:',
  '    domains:',
  '      - id: containers # all',
  '        components: []',
  '      # and no more',
  '# end',
);
const bareJson = lines(
  '// What runs.',
  '{',
  '  "domains": [',
  '    // all',
  '    { "id": "containers", "components": [] }',
  '  ]',
  '}',
  '// end',
);
const valueJson = lines(
  '// What runs.',
  '{',
  `  "activityId": "${id}",`,
  '  "desiredState": {',
  '    "domains": [',
  '      // all',
  '      { "id": "containers", "components": [] }',
  '    ]',
  '  }',
  '}',
  '// end',
);
const envelopeJson = lines(
  '// What runs.',
  '{',
  '  "topic": "edge/device/things/live/messages/apply",',
  '  "headers": {',
  '    "response-required": true,',
  '    "content-type": "application/json",',
  `    "correlation-id": "${id}"`,
  '  },',
  '  "path": "/features/UpdateManager/inbox/messages/apply",',
  '  "value": {',
  `    "activityId": "${id}",`,
  '    "desiredState": {',
  '      "domains": [',
  '        // all',
  '        { "id": "containers", "components": [] }',
  '      ]',
  '    }',
  '  }',
  '}',
  '// end',
);
const flowYaml = '# What runs.\n{domains: [\n  {id: containers, components: []}, # all\n]}\n';

const leftOut =
  'note: Left out: topic edge/device/things/live/messages/apply, headers (response-required, content-type, correlation-id), path /features/UpdateManager/inbox/messages/apply';

describe('the content of a message', () => {
  it.each([
    ['block YAML', 'yaml', bareYaml, valueYaml, envelopeYaml],
    ['JSON', 'json', bareJson, valueJson, envelopeJson],
  ] as const)(
    'becomes its value and the whole message, with layout and comments: %s',
    (_, format, bare, value, envelope) => {
      expect(reshaped(format, bare, 'value')).toBe(value);
      expect(reshaped(format, bare, 'envelope')).toBe(envelope);
      expect(reshaped(format, value, 'envelope')).toBe(envelope);
    },
  );

  it('becomes its value in flow YAML', () => {
    expect(reshaped('yaml', flowYaml, 'value')).toBe(
      `# What runs.\nactivityId: ${id}\ndesiredState: {domains: [\n    {id: containers, components: []}, # all\n  ]}\n`,
    );
    expect(reshaped('yaml', '--- {domains: []}\n', 'value')).toBe(
      `--- \nactivityId: ${id}\ndesiredState: {domains: []}\n`,
    );
  });
});

describe('a message', () => {
  it.each([
    ['block YAML', 'yaml', bareYaml, valueYaml, envelopeYaml],
    ['JSON', 'json', bareJson, valueJson, envelopeJson],
  ] as const)(
    'gives its value and its content back, and tells what is left out: %s',
    (_, format, bare, value, envelope) => {
      expect(reshaped(format, value, 'bare')).toBe(`note: Left out: activityId ${id}.\n${bare}`);
      expect(reshaped(format, envelope, 'value')).toBe(`${leftOut}.\n${value}`);
      expect(reshaped(format, envelope, 'bare')).toBe(`${leftOut}, activityId ${id}.\n${bare}`);
    },
  );

  it('gives back flow YAML', () => {
    expect(reshaped('yaml', '{activityId: a, desiredState: {domains: []}}\n', 'bare')).toBe(
      'note: Left out: activityId a.\n{domains: []}\n',
    );
    expect(reshaped('yaml', 'activityId: a\ndesiredState: {domains: [\n    ]}\ntimestamp: 1\n', 'bare')).toBe(
      'note: Left out: activityId a, timestamp.\n{domains: [\n    ]}\n',
    );
  });

  it('keeps comments above what stays, and tells of those that go', () => {
    expect(
      reshaped(
        'yaml',
        lines(
          '# head',
          'activityId: a # mine',
          '# the state',
          'desiredState: # all of it',
          '  # the domains',
          '  domains: []',
          '# when',
          'timestamp: 1',
        ),
        'bare',
      ),
    ).toBe(
      lines(
        'note: Left out: activityId a, timestamp.',
        'note: 2 comments beside it went too.',
        '# head',
        '# the state',
        '# all of it',
        '# the domains',
        'domains: []',
      ),
    );
  });
});

describe('every operation', () => {
  const modules = lines('- softwareModule:', '    name: influxdb', '    version: "1"');
  const software = lines('- name: influxdb', '  version: "1"');
  const asValue = (name: string, list: string) =>
    `correlationId: ${id}\n${name}:\n${list.replaceAll(/^/gm, '  ').trimEnd()}\n`;

  it.each([
    ['install', modules, 'softwareModules', 'edge/device:edge:containers', 'SoftwareUpdatable'],
    ['remove', software, 'software', 'edge/device:edge:containers', 'SoftwareUpdatable'],
  ])('%s: there and back', (operation, bare, name, thing, feature) => {
    const value = asValue(name, bare);
    expect(reshaped('yaml', bare, 'value')).toBe(value);
    expect(reshaped('yaml', value, 'bare')).toContain(bare);
    const envelope = reshaped('yaml', bare, 'envelope');
    expect(envelope).toContain(`topic: ${thing}/things/live/messages/${operation}\n`);
    expect(envelope).toContain(`path: /features/${feature}/inbox/messages/${operation}\n`);
    expect(reshaped('yaml', envelope, 'bare')).toContain(bare);
  });

  it('download has no content of its own form, refresh none at all', () => {
    const download = readFileSync('test/fixtures/documented/install.request.json', 'utf8').replaceAll(
      '/install',
      '/download',
    );
    expect(reshaped('json', download, 'value')).toMatch(/^refused: .*install value/);
    expect(reshaped('json', download, 'bare')).toMatch(/^refused: .*install bare/);
    const refresh = readFileSync('test/fixtures/documented/refresh.request.json', 'utf8');
    expect(reshaped('json', refresh, 'bare')).toMatch(/^refused: .*no content/);
    expect(reshaped('json', refresh, 'value')).toMatch(/"activityId"/);
    expect(reshaped('yaml', 'activityId: a\n', 'envelope')).toContain('value:\n  activityId: a\n');
  });
});

describe('the device of an envelope', () => {
  it('is asked for where nothing tells it, and taken from another message of the text', () => {
    expect(reshape(documentOf('kanto-yaml', bareYaml), 'envelope', { newId })).toEqual({
      edits: [],
      notes: [],
      needsDevice: true,
    });
    const two = `${bareYaml}---\ntopic: lab/one:edge:containers/things/live/messages/remove\npath: /features/SoftwareUpdatable/inbox/messages/remove\n`;
    const result = reshape(documentOf('kanto-yaml', two), 'envelope', { newId });
    expect(JSON.stringify(result)).toContain('topic: lab/one/things/live/messages/apply');
  });

  it('must be an id', () => {
    expect(reshaped('yaml', bareYaml, 'envelope', 'device')).toMatch(/^refused: "device" is no device id/);
  });
});

describe('a form is refused', () => {
  it('that it has, or that no device is sent', () => {
    expect(reshaped('yaml', bareYaml, 'bare')).toMatch(/^refused: .*already/);
    expect(reshaped('json', '{"a": 1}', 'value')).toMatch(/^refused: .*no Kanto manifest/);
    const response = readFileSync('test/fixtures/documented/apply.response.json', 'utf8');
    expect(reshaped('json', response, 'value')).toMatch(/^refused: .*apply response/);
  });

  it('of a damaged text', () => {
    expect(reshaped('yaml', 'domains:\n  - id: "open\n', 'value')).toMatch(/^refused: .*Line 2/);
  });

  it('that would lose an anchor', () => {
    expect(reshaped('yaml', 'activityId: &a x\ndesiredState:\n  domains:\n    - id: *a\n', 'bare')).toMatch(
      /^refused: .*anchor/,
    );
  });
});

describe('the line breaks of the text', () => {
  it('stay', () => {
    const windows = bareYaml.replaceAll('\n', '\r\n');
    expect(reshaped('yaml', windows, 'envelope')).toBe(envelopeYaml.replaceAll('\n', '\r\n'));
    expect(reshaped('yaml', valueYaml.replaceAll('\n', '\r\n'), 'bare')).toContain(windows);
  });
});

const runs = Number(process.env['KANTO_PROPERTY_RUNS'] ?? 300);

describe('generated manifests', { timeout: 60_000 + 200 * runs }, () => {
  const commentsOf = (format: 'json' | 'yaml', text: string) =>
    parseText(format, text).comments.map(({ start, end }) => text.slice(start, end));

  it.each([
    ['yaml', yamlTexts],
    ['json', jsonTexts],
  ] as const)('come back from the whole message as they were: %s', (format, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const { problems } = parseText(format, text);
        const first = kindOf(parseText(format, text).roots[0], 'declared');
        fc.pre(problems.length === 0 && first?.form === 'value');
        const envelope = reshaped(format, text, 'envelope');
        expect(commentsOf(format, envelope)).toEqual(commentsOf(format, text));
        const [note, ...value] = reshaped(format, envelope, 'value').split('\n');
        expect(note).toMatch(/^note: Left out: topic/);
        expect(value.join('\n')).toBe(text);
      }),
      { numRuns: runs },
    );
  });
});

describe('the other forms as code actions', () => {
  const uri = 'file:///a.desired-state.yaml';
  const start = { line: 0, character: 0 };
  const actionsOf = (client: { convertCommands?: boolean }, triggerKind: 1 | 2 = 1) => {
    const service = createLanguageService({
      snippets: false,
      markdown: true,
      suggestCommand: false,
      labelDetails: false,
      versionedEdits: false,
      resolvesEdits: true,
      ...client,
    });
    service.open(uri, 'kanto-yaml', 1, bareYaml);
    const actions = service.codeActions(
      uri,
      { start, end: start },
      { diagnostics: [], only: ['refactor'], triggerKind },
    );
    return { service, actions };
  };

  it('are offered to who asks, and made when chosen', () => {
    const { service, actions } = actionsOf({});
    expect(actions.map(({ title }) => title)).toEqual([
      'Convert to message value',
      'Convert to envelope (whole message)',
    ]);
    const [, envelope] = actions.map((action) => service.resolveCodeAction(action));
    expect(JSON.stringify(envelope?.edit)).toContain('topic: edge/device/things/live/messages/apply');
    expect(actionsOf({}, 2).actions).toEqual([]);
  });

  it('are commands for a client that has them, which asks for the device', () => {
    const { actions } = actionsOf({ convertCommands: true });
    expect(actions.map(({ command }) => command?.command)).toEqual([
      'kanto.convertToValue',
      'kanto.convertToEnvelope',
      'kanto.convertToJson',
    ]);
    expect(actions[0]?.command?.arguments).toEqual([uri, start]);
  });
});
