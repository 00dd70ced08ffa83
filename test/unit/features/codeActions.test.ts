import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver-types';
import { createLanguageService } from '../../../server/src/service.ts';

const uri = 'file:///manifest.kanto.yaml';
const everywhere: Range = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

function serviceFor(
  language: string,
  text: string,
  client: { versionedEdits?: boolean; resolvesEdits?: boolean } = {},
) {
  const service = createLanguageService({
    snippets: false,
    markdown: false,
    suggestCommand: false,
    labelDetails: false,
    versionedEdits: false,
    resolvesEdits: false,
    ...client,
  });
  service.open(uri, language, 7, text);
  return service;
}

function applied(text: string, { edit }: CodeAction): string {
  const edits = edit?.changes?.[uri] ?? [];
  return TextDocument.applyEdits(TextDocument.create(uri, 'x', 1, text), edits);
}

/** The text after the fix of this title. */
function fixed(language: string, text: string, title: string): string {
  const actions = serviceFor(language, text).codeActions(uri, everywhere, { diagnostics: [] });
  const action = actions.find((it) => it.title === title);
  expect(actions.map((it) => it.title)).toContain(title);
  return action ? applied(text, action) : text;
}

describe('faults of the text are put right', () => {
  it.each([
    [
      'Insert the comma',
      '{\n  "domains": [] // none\n  "baselines": []\n}',
      '{\n  "domains": [], // none\n  "baselines": []\n}',
    ],
    ['Remove the comma', '{"domains": [],}', '{"domains": []}'],
    ['Write ":"', '{"domains"= []}', '{"domains": []}'],
    ['Insert the colon', '{"domains" []}', '{"domains": []}'],
    ['Write "domains"', '{domains: []}', '{"domains": []}'],
    ['Write "containers"', `{"domains": [{"id": 'containers'}]}`, '{"domains": [{"id": "containers"}]}'],
  ])('in JSON: %s', (title, text, wanted) => {
    expect(fixed('kanto-json', text, title)).toBe(wanted);
  });

  it.each([
    [
      'Indent with blanks',
      'domains:\n\t- id: containers\n\t  components: []\n',
      'domains:\n  - id: containers\n    components: []\n',
    ],
    [
      'Insert the blank',
      'domains:\n  -id: containers\n   components: []\n',
      'domains:\n  - id: containers\n   components: []\n',
    ],
    [
      'Insert the blank',
      'domains:\n  - id:containers\n    components: []\n',
      'domains:\n  - id: containers\n    components: []\n',
    ],
    ['Put the value in quotes', 'domains:\n  - id: @me\n', 'domains:\n  - id: "@me"\n'],
  ])('in YAML: %s', (title, text, wanted) => {
    expect(fixed('kanto-yaml', text, title)).toBe(wanted);
  });
});

describe('code actions', () => {
  const text = 'domains:\n\t- id: containers\n\t  components: []\n';

  it('name the problem that they solve, as the client knows it', () => {
    const service = serviceFor('kanto-yaml', text);
    const diagnostics = service.validate(uri).map((it) => ({ ...it, data: 'of the client' }));
    const [action] = service.codeActions(uri, everywhere, { diagnostics });
    expect(action).toMatchObject({ kind: CodeActionKind.QuickFix, isPreferred: true });
    expect(action?.diagnostics?.[0]?.data).toBe('of the client');
  });

  it('are of the place that is asked for', () => {
    const service = serviceFor('kanto-yaml', text);
    const at = { line: 0, character: 3 };
    expect(service.codeActions(uri, { start: at, end: at }, { diagnostics: [], only: ['quickfix'] })).toEqual(
      [],
    );
  });

  it('tell the version that their edits are for, where the client can', () => {
    const service = serviceFor('kanto-yaml', text, { versionedEdits: true });
    const [action] = service.codeActions(uri, everywhere, { diagnostics: [] });
    expect(action?.edit?.documentChanges).toMatchObject([{ textDocument: { uri, version: 7 } }]);
  });

  it('give the edit that fixes everything when it is asked for', () => {
    const service = serviceFor('kanto-yaml', text);
    const [action] = service.codeActions(uri, everywhere, { diagnostics: [], only: ['source.fixAll'] });
    expect(action?.kind).toBe('source.fixAll.kanto');
    expect(action && applied(text, action)).toContain('domains:\n  - id: containers\n');
  });

  it('give the edit that fixes everything later, where the client can wait', () => {
    const service = serviceFor('kanto-yaml', text, { resolvesEdits: true });
    const action = service
      .codeActions(uri, everywhere, { diagnostics: [] })
      .find(({ kind }) => kind === 'source.fixAll.kanto');
    expect(action?.edit).toBeUndefined();
    expect(action && applied(text, service.resolveCodeAction(action))).toContain('\n  - id: containers\n');
  });

  it('give no edit for a document that was changed meanwhile', () => {
    const service = serviceFor('kanto-yaml', text, { resolvesEdits: true });
    const action = service
      .codeActions(uri, everywhere, { diagnostics: [] })
      .find(({ kind }) => kind === 'source.fixAll.kanto');
    service.change(uri, 8, [{ text: `${text}\n` }]);
    expect(action && service.resolveCodeAction(action).edit).toBeUndefined();
  });

  const moving =
    'domains:\n  - id: containers\n    components:\n      - id: a\n        config:\n          - {key: image, value: x}\n';

  it('silence a rule at the place, by a comment', () => {
    const silenced = fixed('kanto-yaml', moving, 'Silence "image-moving" here');
    expect(silenced).toContain('\n          # kanto-disable-next-line image-moving\n          - {key');
    expect(serviceFor('kanto-yaml', silenced).validate(uri)).toEqual([]);
  });

  it('silence nothing in JSON that must not have comments', () => {
    const text = '{"domains": [{"id": "containers", "components": []}]}';
    const titles = (language: string) =>
      serviceFor(language, text)
        .codeActions(uri, everywhere, { diagnostics: [] })
        .map(({ title }) => title);
    const silence = 'Silence "containers-empty" here';
    expect(titles('jsonc')).toContain(silence);
    expect(titles('json')).not.toContain(silence);
  });

  const many = [
    'domains:',
    '  - ID: containers # c0',
    '    components:',
    ...Array.from({ length: 5 }, (_, index) => [
      `      - id: containers:c${index} # c${index + 1}`,
      `        Version: 1.${index}0`,
      '        config:',
      '          - key: restart',
      '            value: always',
      '          - key: memory',
      '            value: 512MB',
      '          - key: memory',
      `            value: ${index + 1}GB`,
    ]).flat(),
    '',
  ].join('\n');

  it('fix all of a document at once, and nothing else in it', () => {
    const [action] = serviceFor('kanto-yaml', many).codeActions(uri, everywhere, {
      diagnostics: [],
      only: ['source.fixAll.kanto'],
    });
    const after = action ? applied(many, action) : many;
    expect(after).toBe(
      [
        'domains:',
        '  - id: containers # c0',
        '    components:',
        ...Array.from({ length: 5 }, (_, index) => [
          `      - id: c${index} # c${index + 1}`,
          `        version: "1.${index}0"`,
          '        config:',
          '          - key: restartPolicy',
          '            value: always',
          '          - key: memory',
          `            value: ${index + 1}G`,
        ]).flat(),
        '',
      ].join('\n'),
    );
    expect(serviceFor('kanto-yaml', after).validate(uri)).toEqual([]);
  });

  it('fix all of one rule, where the client can wait', () => {
    const service = serviceFor('kanto-yaml', many, { resolvesEdits: true });
    const at = { line: 3, character: 14 };
    const action = service
      .codeActions(uri, { start: at, end: at }, { diagnostics: [], only: ['quickfix'] })
      .find(({ title }) => title === 'Fix all of the rule "component-id-prefix" in this file');
    expect(action && applied(many, service.resolveCodeAction(action))).toBe(
      many.replaceAll('containers:c', 'c'),
    );
  });

  it('correct an id wherever the manifest speaks of it', () => {
    const spoken = [
      'baselines:',
      '  - title: base',
      "    components: ['containers:my app', containers:b] # both",
      'domains:',
      '  - id: containers',
      '    config: [{key: systemContainers, value: "b, my app"}]',
      '    components:',
      '      - {id: my app, version: "1"}',
      '      - {id: b, version: "1", config: [{key: host, value: "a:container_my app-host"}]}',
      '',
    ].join('\n');
    expect(fixed('kanto-yaml', spoken, 'Write "my-app"')).toBe(spoken.replaceAll('my app', 'my-app'));
  });

  it('let the others of that name be spoken of where only one of them is corrected', () => {
    const twice = [
      'baselines: [{title: base, components: ["containers:my app"]}]',
      'domains: [{id: containers, components: [{id: my app, version: "1"}, {id: my app, version: "2"}]}]',
      '',
    ].join('\n');
    expect(fixed('kanto-yaml', twice, 'Write "my-app"')).toBe(twice.replace('id: my app', 'id: my-app'));
  });

  it('correct the id of a domain in the references to its components', () => {
    const misspelt =
      'baselines: [{title: b, components: [container:a]}]\ndomains: [{id: container, components: [{id: a, version: "1"}]}]\n';
    expect(fixed('kanto-yaml', misspelt, 'Write "containers"')).toBe(
      misspelt.replaceAll(/container\b/g, 'containers'),
    );
  });

  it('write a value that is missing where values stand, not over the key', () => {
    const valueless =
      'domains:\n  - id: containers\n    components:\n      - {id: a, version: "1", config: [{key: restartPolicy}]}\n';
    expect(fixed('kanto-yaml', valueless, 'Write "no"')).toBe(
      valueless.replace('restartPolicy}', 'restartPolicy, value: "no"}'),
    );
  });

  const unused = (comment: string) =>
    `domains:\n  - id: containers\n    components:\n${comment}      - {id: a, version: "1"}\n`;

  it.each([
    ['      # kanto-disable-next-line image-moving\n', 'Remove the comment', ''],
    [
      '      # kanto-disable-next-line image-moving, port-changed -- soon\n',
      'Remove "image-moving" from the comment',
      '      # kanto-disable-next-line port-changed -- soon\n',
    ],
    [
      '      # kanto-disable-next-line image-moving, port-changed -- soon\n',
      'Remove "port-changed" from the comment',
      '      # kanto-disable-next-line image-moving -- soon\n',
    ],
    [
      '      # kanto-disable-nextline image-moving\n',
      'Write "kanto-disable-next-line"',
      '      # kanto-disable-next-line image-moving\n',
    ],
    [
      '      # kanto-disable-next-line imagemoving\n',
      'Write "image-moving"',
      '      # kanto-disable-next-line image-moving\n',
    ],
  ])('put right a comment that silences nothing: %j', (comment, title, after) => {
    expect(fixed('kanto-yaml', unused(comment), title)).toBe(unused(after));
  });

  it('remove a comment that silences nothing from its line', () => {
    const text =
      '{"domains": [ /* kanto-disable image-moving */ {"id": "containers", "components": [{"id": "a", "version": "1"}]}]}';
    expect(fixed('jsonc', text, 'Remove the comment')).toBe(
      text.replace(' /* kanto-disable image-moving */', ''),
    );
  });

  it('say where a change shows in other places, too, and are not taken unasked there', () => {
    const shared = [
      'domains:',
      '  - id: containers',
      '    components:',
      '      - {id: a, version: "1", config: &c [{key: memory, value: 512MB}]}',
      '      - {id: b, version: "1", config: *c}',
      '',
    ].join('\n');
    const title = 'Write "512M" (wherever its anchor is named)';
    expect(fixed('kanto-yaml', shared, title)).toBe(shared.replace('512MB', '512M'));
    expect(
      serviceFor('kanto-yaml', shared).codeActions(uri, everywhere, { diagnostics: [], only: ['source'] }),
    ).toEqual([]);
  });
});
