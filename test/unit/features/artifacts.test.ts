/** Checksums and size of an artifact: where they are offered, and how they are written down. */
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { CodeActionKind, CodeActionTriggerKind, type Position } from 'vscode-languageserver-types';
import { createLanguageService } from '../../../server/src/service.ts';

const uri = 'file:///a.software-modules.yaml';
const url = 'https://example.com/a.json';
const digest = {
  url,
  checksums: { SHA256: 'a'.repeat(64), SHA1: 'b'.repeat(40), MD5: 'c'.repeat(32) },
  size: 12,
};

function opened(text: string, language: 'kanto-json' | 'kanto-yaml' = 'kanto-yaml') {
  const service = createLanguageService({
    snippets: false,
    markdown: false,
    suggestCommand: false,
    labelDetails: false,
    versionedEdits: false,
    resolvesEdits: false,
    checksumCommand: true,
  });
  service.open(uri, language, 1, text);
  return service;
}

function placeOf(text: string, word: string): Position {
  const at = text.indexOf(word);
  if (at < 0) throw new Error(`There is no ${word}.`);
  return TextDocument.create(uri, 'x', 1, text).positionAt(at);
}

/** The text with what was found out. */
function filled(text: string, language?: 'kanto-json', word = 'example.com', found = digest): string {
  const position = placeOf(text, word);
  const answer = opened(text, language).artifactEdits({ manifest: { uri }, position, digest: found });
  if ('refused' in answer) return answer.refused;
  return TextDocument.applyEdits(TextDocument.create(uri, 'x', 1, text), [...answer.edits]);
}

function offered(text: string, word: string, triggerKind?: CodeActionTriggerKind) {
  const start = placeOf(text, word);
  return opened(text)
    .codeActions(uri, { start, end: start }, { diagnostics: [], ...(triggerKind && { triggerKind }) })
    .filter(({ command }) => command?.command === 'kanto.computeChecksums');
}

const block = `- softwareModule: {name: a, version: "1"}
  artifacts:
    - filename: a.json # the container
      download:
        HTTPS:
          url: ${url}
`;

describe('checksums and size are written', () => {
  it('into block YAML', () => {
    expect(filled(block)).toBe(
      `${block}      checksums:\n        SHA256: ${digest.checksums.SHA256}\n      size: 12\n`,
    );
  });

  it('into YAML as texts, also where they look like numbers', () => {
    for (const SHA256 of ['1'.repeat(64), `1e${'2'.repeat(62)}`, `0x${'3'.repeat(62)}`.slice(0, 64)]) {
      const text = filled(block, undefined, 'example.com', {
        ...digest,
        checksums: { ...digest.checksums, SHA256 },
      });
      expect(text).toContain(`SHA256: "${SHA256}"\n`);
    }
  });

  it('into flow YAML', () => {
    const artifact = `{download: {HTTPS: {url: "${url}"}}}`;
    const text = (it: string) => `- {softwareModule: {name: a, version: "1"}, artifacts: [${it}]}\n`;
    expect(filled(text(artifact))).toBe(
      text(`{download: {HTTPS: {url: "${url}"}}, checksums: {SHA256: ${digest.checksums.SHA256}}, size: 12}`),
    );
  });

  it('into JSON', () => {
    const wanted = [
      {
        softwareModule: { name: 'a', version: '1' },
        artifacts: [
          {
            download: { HTTPS: { url } },
            checksums: { SHA256: digest.checksums.SHA256 },
            size: 12,
          },
        ],
      },
    ];
    const [module] = wanted;
    const bare = [{ ...module, artifacts: [{ download: { HTTPS: { url } } }] }];
    expect(JSON.parse(filled(JSON.stringify(bare, null, 2), 'kanto-json'))).toEqual(wanted);
    expect(filled(JSON.stringify(bare), 'kanto-json')).toContain('"size": 12');
  });

  it('over what stands there: each checksum that the device could look at, and SHA256', () => {
    const before = `${block}      checksums:\n        MD5: "00" # old\n      size: 1\n`;
    expect(filled(before)).toBe(
      `${block}      checksums:\n        MD5: "${digest.checksums.MD5}" # old\n        SHA256: ${digest.checksums.SHA256}\n      size: 12\n`,
    );
  });

  it('in place of nothing', () => {
    expect(filled(`${block}      checksums: {}\n      size: null\n`)).toMatch(
      /checksums: *\{? *\n? *SHA256: .*\n *size: 12\n$/,
    );
    expect(filled(`${block}      checksums:\n`)).toMatch(/checksums:\s+\{?SHA256: /);
  });

  it('into the other artifact of that address where the first has moved away meanwhile', () => {
    expect(filled(`# more\n${block}`, undefined, '# more')).toContain('size: 12');
  });

  it('nowhere, where the address is another one now', () => {
    expect(filled(block, undefined, 'example.com', { ...digest, url: 'https://example.com/b' })).toMatch(
      /not there any more/,
    );
  });

  it('nowhere, where another artifact shares the text', () => {
    const shared = `- softwareModule: {name: a, version: "1"}
  artifacts: &files
    - download: {HTTPS: {url: "${url}"}}
- softwareModule: {name: b, version: "1"}
  artifacts: *files
`;
    expect(filled(shared)).toMatch(/shares its text|not there/);
  });
});

describe('the artifact at a place', () => {
  const at = (text: string, word = 'example.com') =>
    opened(text).artifact({ manifest: { uri }, position: placeOf(text, word) });

  it('is told with what stands there', () => {
    expect(at(`${block}      checksums: {SHA256: "AB", md5: x}\n      size: 4\n`)).toEqual({
      url,
      checksums: { SHA256: 'AB' },
      size: 4,
    });
  });

  it('has the address that the daemon takes first', () => {
    const links = `{HTTPS: {url: "https://example.com/s"}, HTTP: {url: "http://example.com/p"}}`;
    const both = `- softwareModule: {name: a, version: "1"}\n  artifacts: [{download: ${links}}]\n`;
    expect(at(both)).toMatchObject({ url: 'http://example.com/p' });
  });

  it.each([
    'https://user:secret@example.com/a',
    'https://example.com/{{version}}',
    'ftp://example.com/a',
    'https://',
  ])('is none where nobody could ask for it: %s', (address) => {
    const answer = at(block.replace(url, `"${address}"`), 'filename');
    expect(answer).toHaveProperty('refused');
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});

describe('the action', () => {
  it('is a quick fix with the place where a checksum is wanting, and mends what is said of it', () => {
    const [action, ...others] = offered(block, 'filename', CodeActionTriggerKind.Automatic);
    expect(others).toEqual([]);
    expect(action).toMatchObject({
      kind: CodeActionKind.QuickFix,
      diagnostics: [{ code: 'checksum-unusable' }],
      command: { arguments: [uri, { line: 2, character: 6 }] },
    });
  });

  it('is for who asks where the checksum is there', () => {
    const summed = `${block}      checksums: {SHA256: "${digest.checksums.SHA256}"}\n`;
    expect(offered(summed, 'filename', CodeActionTriggerKind.Automatic)).toEqual([]);
    expect(offered(summed, 'filename')).toMatchObject([{ kind: CodeActionKind.RefactorRewrite }]);
  });

  it('is not offered elsewhere', () => {
    expect(offered(block, 'softwareModule')).toEqual([]);
  });

  it('is not offered to a client without the command', () => {
    const service = createLanguageService();
    service.open(uri, 'kanto-yaml', 1, block);
    const start = placeOf(block, 'filename');
    const actions = service.codeActions(uri, { start, end: start }, { diagnostics: [] });
    expect(actions.filter(({ command }) => command)).toEqual([]);
  });
});
