import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { openDocument } from '../../../server/src/manifest/open.ts';
import { silenceHere } from '../../../server/src/manifest/silencing.ts';
import { readRuleSettings } from '../../../server/src/rules/levels.ts';
import { createLanguageService } from '../../../server/src/service.ts';

const uri = 'file:///a.kanto';
const lines = (...all: string[]) => all.join('\n');

function told(text: string, rules: unknown = {}) {
  const service = createLanguageService();
  service.configure({ rules: readRuleSettings(rules).levels });
  service.open(uri, text.startsWith('{') ? 'kanto-json' : 'kanto-yaml', 1, text);
  return service.validate(uri).map(({ code, severity, range }) => `${range.start.line} ${code} ${severity}`);
}

const twoDomains = (above = '', beside = '', top = '# \n') =>
  lines(`${top}domains:`, '  - id: containers', '    components: []', above, `  - id: firmware${beside}`);
const unsilenced = ['3 containers-empty 3', '5 domain-unknown 2'];

describe('a comment in YAML silences a rule', () => {
  it.each([
    ['on the next line', twoDomains('    # kanto-disable-next-line domain-unknown')],
    ['on its own line', twoDomains('', ' # kanto-disable-line domain-unknown')],
    ['in the whole file', twoDomains('', '', '# kanto-disable domain-unknown\n')],
    ['among several, with a reason', twoDomains('# kanto-disable-next-line domain-unknown -- it is ours')],
  ])('%s', (_, text) => {
    expect(told(text)).toEqual(unsilenced.slice(0, 1));
  });

  it('and no other', () => {
    expect(told(twoDomains())).toEqual(unsilenced);
    expect(told(twoDomains('', ' # kanto-disable-line containers-empty'))).toEqual([
      ...unsilenced,
      '5 silence-unused 4',
    ]);
  });

  it('over lines without meaning between', () => {
    const text = twoDomains('  # kanto-disable-next-line domain-unknown\n\n  # our own agent');
    expect(told(text)).toEqual(unsilenced.slice(0, 1));
  });

  it('several of them at once', () => {
    expect(told(twoDomains('', '', '# kanto-disable containers-empty, domain-unknown\n'))).toEqual([]);
  });
});

describe('a comment in JSON silences a rule', () => {
  const json = (above = '', beside = '') =>
    lines('{', '  "domains": [', above, `    {"id": "containers", "components": []}${beside}`, '  ]', '}');

  it.each([
    ['on the next line', json('    // kanto-disable-next-line containers-empty')],
    ['on its own line', json('', ' /* kanto-disable-line containers-empty */')],
    ['in the whole file', json('/*\n kanto-disable containers-empty */')],
  ])('%s', (_, text) => {
    expect(told(text)).toEqual([]);
  });

  it('and where there is none, it is told', () => {
    expect(told(json())).toEqual(['3 containers-empty 3']);
  });
});

describe('a comment that silences nothing', () => {
  it.each([
    ['that names no rule', 'domain-unknwon', '4 silence-unknown 3'],
    ['that names a fault of the text', 'syntax-tab', '4 silence-unknown 3'],
    ['that finds nothing there', 'image-moving', '4 silence-unused 4'],
  ])('%s is told', (_, rule, wanted) => {
    const text = lines('domains:', '  - id: containers', '    components:', '      - {id: a, version: "1"}');
    expect(told(`${text}\n# kanto-disable ${rule}\n`)).toEqual([wanted]);
  });

  it('is not told of while the text is damaged', () => {
    const text = '# kanto-disable image-moving\ndomains: [\n';
    expect(told(text)).toContain('1 syntax-unclosed 1');
    expect(told(text).join()).not.toContain('silence-unused');
  });
});

describe('the setting kanto.rules', () => {
  it('changes severities and switches off', () => {
    expect(told(twoDomains(), { 'domain-unknown': 'error', 'containers-empty': 'off' })).toEqual([
      '5 domain-unknown 1',
    ]);
  });

  it('changes what is told of comments, too', () => {
    const text = twoDomains('# kanto-disable-next-line image-moving');
    expect(told(text, { 'silence-unused': 'off' })).toEqual(unsilenced);
    expect(told(text, { 'silence-unused': 'warning' })).toContain('4 silence-unused 2');
  });

  it('is taken over at once', () => {
    const service = createLanguageService();
    service.open(uri, 'kanto-yaml', 1, twoDomains());
    expect(service.validate(uri)).toHaveLength(2);
    service.configure({ rules: new Map([['domain-unknown', 'off']]) });
    expect(service.validate(uri)).toHaveLength(1);
    service.configure({ rules: new Map() });
    expect(service.validate(uri)).toHaveLength(2);
  });

  it.each([
    [{ 'domain-unknwon': 'off' }, 'Did you mean `domain-unknown`?'],
    [{ 'syntax-tab': 'off' }, 'cannot be changed or silenced'],
    [{ 'domain-unknown': 'warn' }, 'must be one of error, warning, information, hint, off'],
    [['domain-unknown'], 'must be an object'],
  ])('tells what of it is ignored: %j', (setting, wanted) => {
    const { levels, faults } = readRuleSettings(setting);
    expect(levels.size).toBe(0);
    expect(faults).toEqual([expect.stringContaining(wanted)]);
  });
});

describe('who sends a manifest', () => {
  const crash =
    'domains:\n  - null # kanto-disable-line null-entry\n  - {id: containers, components: [{id: a b}]}\n';

  it('hears of crashes and errors that are silenced or shown as less', () => {
    const service = createLanguageService();
    service.configure({ rules: new Map([['component-id-format', 'hint']]) });
    const { problems, silenced } = service.describe({ text: crash, format: 'yaml' });
    expect(problems.map(({ code }) => code)).not.toContain('null-entry');
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'component-id-format', severity: 'hint' }),
    );
    expect(silenced).toMatchObject([
      { code: 'null-entry', crash: true },
      { code: 'component-id-format', severity: 'error' },
    ]);
  });

  it('hears nothing of lesser things', () => {
    const service = createLanguageService();
    const text = twoDomains('# kanto-disable-next-line domain-unknown');
    expect(service.describe({ text, format: 'yaml' })).not.toHaveProperty('silenced');
  });
});

describe('the edit that silences a finding', () => {
  const rule = 'domain-unknown';
  function silencedText(languageId: 'kanto-yaml' | 'kanto-json', text: string, at: string) {
    const document = openDocument(
      languageId,
      languageId === 'kanto-yaml' ? 'yaml' : 'json',
      TextDocument.create(uri, languageId, 1, text),
    );
    const edit = silenceHere(document, rule, text.indexOf(at));
    return edit && TextDocument.applyEdits(document.text, [edit]);
  }

  it('puts a comment above the line, indented as it is', () => {
    const text = silencedText('kanto-yaml', twoDomains(), 'firmware') ?? '';
    expect(text).toContain('\n  # kanto-disable-next-line domain-unknown\n  - id: firmware');
    expect(told(text)).toEqual(unsilenced.slice(0, 1));
  });

  it('adds to the comment that is there', () => {
    const known = twoDomains('  # kanto-disable-next-line domain-repeated -- why');
    const text = silencedText('kanto-yaml', known, 'firmware') ?? '';
    expect(text).toContain('# kanto-disable-next-line domain-repeated, domain-unknown -- why\n');
  });

  it('writes JSON as JSON, and keeps the line ends', () => {
    const json =
      '{"domains": [\r\n  {"id": "containers", "components": [{"id": "a", "version": "1"}]},\r\n  {"id": "x"}]}';
    const text = silencedText('kanto-json', json, '"x"') ?? '';
    expect(text).toContain('\r\n  // kanto-disable-next-line domain-unknown\r\n  {"id": "x"}');
    expect(told(json)).toEqual(['2 domain-unknown 2']);
    expect(told(text)).toEqual([]);
  });

  it('goes to the top where the line begins within a text', () => {
    const text =
      'domains:\n  - id: "fir\n      mware"\n  - {id: containers, components: [{id: a, version: "1"}]}\n';
    expect(silencedText('kanto-yaml', text, 'mware')).toBe(`# kanto-disable domain-unknown\n${text}`);
  });

  it('is none for what cannot be silenced', () => {
    const document = openDocument('kanto-yaml', 'yaml', TextDocument.create(uri, 'kanto-yaml', 1, '\ta: 1'));
    expect(silenceHere(document, 'syntax-tab', 0)).toBeUndefined();
  });
});

describe('comments that silence', () => {
  it('cost each the same, however many there are', () => {
    const time = (count: number) => {
      const text = `domains:\n${'# kanto-disable-next-line image-moving\n'.repeat(count)}  - id: a\n`;
      const service = createLanguageService();
      service.open(uri, 'kanto-yaml', 1, text);
      service.folding(uri);
      const start = performance.now();
      service.validate(uri);
      return performance.now() - start;
    };
    const least = (count: number) => Math.min(...[1, 2, 3].map(() => time(count)));
    time(1000);
    expect(least(16_000) / least(1000)).toBeLessThan(80);
  });
});
