import { describe, expect, it } from 'vitest';
import { hover } from '../../../server/src/features/hover.ts';
import { documentOf, lookup, withCursor } from './support.ts';

/** What is shown at the cursor, and the words that it is shown for. */
function hoverAt(languageId: string, marked: string): { text: string; on: string } | undefined {
  const { text, offset } = withCursor(marked);
  const document = documentOf(languageId, text);
  const found = hover(document, document.text.positionAt(offset), lookup);
  if (found === null) return undefined;
  const { contents, range } = found;
  if (typeof contents !== 'object' || !('value' in contents) || range === undefined)
    throw new Error('a hover has Markdown and a range');
  return { text: contents.value, on: document.text.getText(range) };
}

const entry = (key: string, value: string) =>
  `domains:\n  - id: containers\n    components:\n      - id: a\n        config:\n          - key: ${key}\n            value: ${value}\n`;

describe('hover', () => {
  it('explains a key with title, name, description and examples', () => {
    const found = hoverAt('kanto-json', '{"domains": [{"i¦d": "containers", "components": []}]}');
    expect(found?.on).toBe('"id"');
    expect(found?.text).toMatch(/^\*\*Domain id\*\* \(`id`\)\n\nWhich update agent this is for/);
    expect(found?.text).toMatch(/\n\nExamples: `containers`, `self-update`$/);
  });

  it('explains a key in any letter case, as the device reads it', () => {
    expect(hoverAt('kanto-json', '{"DOM¦AINS": []}')?.text).toMatch(/^\*\*Domains\*\*/);
  });

  it('explains the key of a config entry by the words of the domain', () => {
    const found = hoverAt('kanto-yaml', entry('me¦mory', '512M'));
    expect(found?.on).toBe('memory');
    expect(found?.text).toMatch(/^\*\*Memory\*\* \(`memory`\)/);
  });

  it('explains the value of a config entry by its key', () => {
    expect(hoverAt('kanto-yaml', entry('port', '80¦86:8086'))).toMatchObject({
      on: '8086:8086',
      text: expect.stringMatching(/^\*\*Port mapping\*\* \(`port`\)[\s\S]*May stand more than once\.$/),
    });
    expect(hoverAt('kanto-yaml', entry('port', '1:2').replace('value:', 'val¦ue:'))?.text).toMatch(
      /^\*\*Port mapping\*\*/,
    );
  });

  it('explains the one value that was chosen of several', () => {
    expect(hoverAt('kanto-yaml', entry('network', 'ho¦st'))).toEqual({
      on: 'host',
      text: '**Network** (`network`): `host`\n\nThe network of the device; no `port`, no `host_ip`.',
    });
    expect(hoverAt('kanto-yaml', entry('network', 'bri¦dge'))?.text).toMatch(/\n\nThis is the default\.$/);
  });

  it('tells what a reference of a baseline leads to', () => {
    const text = (reference: string) =>
      `baselines:\n  - components: [${reference}]\ndomains:\n  - id: containers\n    components:\n      - id: db\n        version: "1"\n        config: [{key: image, value: "db:1"}]\n`;
    expect(hoverAt('kanto-yaml', text('containers:¦db'))).toEqual({
      on: 'containers:db',
      text: '**db** 1 in the domain `containers`, line 6\n\nImage: `db:1`',
    });
    // The line that Go to Definition leads to.
    const lines =
      '{"baselines": [{"components": ["containers:¦db"]}],\n"domains": [{"id": "containers", "components": [\n{\n"id": "db"}]}]}';
    expect(hoverAt('kanto-json', lines)?.text).toMatch(/line 4$/);
    expect(hoverAt('kanto-yaml', text('containers:¦x'))?.text).toMatch(/lists no component `x`/);
    expect(hoverAt('kanto-yaml', text('firmware:¦x'))?.text).toMatch(/no domain `firmware`/);
    expect(hoverAt('kanto-yaml', text('d¦b'))?.text).toMatch(/names no domain/);
  });

  it('tells whom a topic is for', () => {
    const topic = 'ed/dev:edge:containers/things/live/messages/install';
    const found = hoverAt(
      'kanto-json',
      `{"topic": "¦${topic}", "path": "/features/SoftwareUpdatable/inbox/messages/install"}`,
    );
    expect(found?.on).toBe(`"${topic}"`);
    expect(found?.text).toMatch(/^\*\*Topic\*\*: `install` for the device `ed:dev`, its containers/);
  });

  it('tells which operation a path names', () => {
    const found = hoverAt(
      'kanto-yaml',
      'topic: a/b/things/live/messages/apply\npath: /features/UpdateManager/in¦box/messages/apply\n',
    );
    expect(found?.text).toBe(
      '**Path**: `apply` to the feature `UpdateManager` of the device\n\nTells the device its desired state.',
    );
  });

  it('says nothing between the words, about unknown words, and in damaged places', () => {
    expect(hoverAt('kanto-yaml', 'domains:\n ¦ - id: a\n')).toBeUndefined();
    expect(hoverAt('kanto-yaml', 'domains: []\nfoo¦: 1\n')).toBeUndefined();
    expect(hoverAt('kanto-yaml', '¦')).toBeUndefined();
  });
});
