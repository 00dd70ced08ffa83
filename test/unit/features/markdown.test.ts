import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MarkupContent } from 'vscode-languageserver-types';
import { complete } from '../../../server/src/features/completion.ts';
import { hover } from '../../../server/src/features/hover.ts';
import { code, codeBlock } from '../../../server/src/features/markdown.ts';
import { documentOf, lookup, vsCode } from './support.ts';

/** What is left for Markdown once code is taken out (CommonMark 0.31, section 6.1; a blank line ends a paragraph). */
function outsideOfCode(markdown: string): string {
  return markdown
    .replaceAll(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '')
    .replaceAll(/(?<!`)(`+)(?!`)((?:[^\n]|\n(?!\n))*?[^`])\1(?!`)/g, '');
}

const hostile = [
  'x`` [c](command:evil) ``y <a href="http://evil">z</a>',
  '` [c](command:evil) `',
  'a\n\n[c](command:evil)\n\n# evil',
  '\n````\n[c](command:evil)\n````\n',
  'http://evil.example',
  'www.evil.example',
];

const containerKeys = ['image', 'port', 'mount', 'device', 'host', 'env', 'cmd', 'privileged', 'memory'];
const furtherKeys = ['memorySwap', 'restartPolicy', 'restartTimeout', 'logDriver', 'logMode', 'logMaxSize'];

function manifests(text: string): unknown[] {
  const config = [...containerKeys, ...furtherKeys, 'network', text].map((key) => ({ key, value: text }));
  const components = [
    { id: text, version: text, config },
    { id: 'a', [text]: 1 },
  ];
  const domains = [
    { id: 'containers', components },
    { id: text, components },
  ];
  const baselines = [{ title: text, components: [`containers:${text}`, text] }];
  const download = { HTTP: { url: text, md5url: text }, [text]: { url: text } };
  const artifacts = [{ filename: text, checksums: { MD5: text, [text]: text }, download, size: 1 }];
  return [
    { activityId: text, desiredState: { baselines, domains } },
    {
      topic: `${text}/things/live/messages/install`,
      path: '/features/SoftwareUpdatable/inbox/messages/install',
      headers: { 'correlation-id': text, 'response-required': true, [text]: text },
      value: {
        correlationId: text,
        softwareModules: [{ softwareModule: { name: text, version: text }, artifacts }],
      },
    },
  ];
}

describe('what stands in a manifest', () => {
  it.each(hostile)('is never Markdown of a hover or a completion: %j', (text) => {
    for (const manifest of manifests(text)) {
      const document = documentOf('kanto-json', JSON.stringify(manifest, null, 1));
      for (let offset = 0; offset < document.text.getText().length; offset += 5) {
        const position = document.text.positionAt(offset);
        const shown = hover(document, position, lookup)?.contents;
        const texts = [
          shown,
          ...complete(document, position, lookup, vsCode).items.map((it) => it.documentation),
        ];
        for (const it of texts)
          if (MarkupContent.is(it)) expect(outsideOfCode(it.value)).not.toMatch(/evil|<a /);
      }
    }
  });

  it('is code in one line, however many backticks and line breaks it has', () => {
    const text = fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n', '\r', '['), minLength: 1 });
    fc.assert(
      fc.property(text, (value) => {
        expect(outsideOfCode(`(${code(value)})`)).toBe('()');
        expect(outsideOfCode(`(\n${codeBlock('yaml', value.split(/\r?\n/))}\n)`)).toBe('(\n\n)');
      }),
    );
  });

  it('is cut where nobody would read it', () => {
    expect(code('a'.repeat(100_000)).length).toBeLessThan(2000);
  });
});
