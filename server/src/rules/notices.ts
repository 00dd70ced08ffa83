/**
 * What is told of a document beside what rules find: faults of the text itself, and what it is. Each has a page and
 * examples as a rule has.
 */
import { inComponents } from './exampleTexts.ts';
import type { Described } from './rule.ts';

const component = (version: string) => inComponents(['- id: a', `  version: ${version}`]);
const json = (components: string) => `{"domains": [{"id": "containers", "components": ${components}}]}`;

export const notices: readonly Described[] = [
  {
    id: 'not-a-manifest',
    severity: 'information',
    summary:
      'The document has the language of a manifest, but nothing in it is part of one: there is nothing to send.',
    examples: [{ text: '«name: a»\nimage: nginx' }],
  },
  {
    id: 'several-manifests',
    severity: 'information',
    summary: 'A file can hold several YAML documents, but only one manifest goes into a message.',
    examples: [
      {
        text: `${component('"1"')}\n---\n«d»omains:\n  - id: containers\n    components: []`,
        says: 'each is sent by itself',
      },
    ],
  },
  {
    id: 'more-problems',
    severity: 'information',
    summary:
      'A document has more than a thousand problems: crashes and errors are shown first, the rest is left out.',
    examples: [],
  },
  {
    id: 'silence-unknown',
    severity: 'information',
    summary: 'A comment that is to silence rules names none, or one that there is not: it silences nothing.',
    examples: [
      {
        text: inComponents(['# kanto-disable-next-line «imagemoving»', '- {id: a, version: "1"}']),
        fixed: inComponents(['# kanto-disable-next-line image-moving', '- {id: a, version: "1"}']),
        says: 'Did you mean `image-moving`?',
      },
      { text: inComponents(['- {id: a, version: "1"} # «kanto-disable-line»']), says: 'write which rule' },
      {
        text: '{ // «kanto-disable-row» image-moving\n  "domains": [{"id": "containers", "components": []}]\n}',
      },
    ],
  },
  {
    id: 'silence-unused',
    severity: 'hint',
    summary: 'A comment silences a rule that finds nothing there.',
    examples: [
      {
        text: inComponents(['# kanto-disable-next-line «image-moving»', '- {id: a, version: "1"}']),
        fixed: inComponents(['- {id: a, version: "1"}']),
      },
      {
        text: '{"domains": [ /* kanto-disable «image-moving» -- soon */ {"id": "containers", "components": []}]}',
      },
    ],
  },
  {
    id: 'syntax-alias-recursive',
    severity: 'error',
    summary: 'An alias stands within the value that its anchor names: such a value never ends.',
    examples: [{ text: 'domains: &all\n  - id: containers\n    components: «*all»' }],
  },
  {
    id: 'syntax-alias-unknown',
    severity: 'error',
    summary: 'An alias names an anchor that does not stand above it in the same YAML document.',
    examples: [{ text: component('«*version»') }],
  },
  {
    id: 'syntax-bad-character',
    severity: 'error',
    summary: 'JSON wants control characters, such as a tab or a line end, as escapes in its strings.',
    examples: [{ text: json('[{"id": «"a\tb"»}]'), fixed: json('[{"id": "a\\tb"}]') }],
  },
  {
    id: 'syntax-bad-escape',
    severity: 'error',
    summary: 'A backslash in double quotes begins an escape, and this one is unknown.',
    examples: [{ text: json('[{"id": «"a\\d"»}]') }],
  },
  {
    id: 'syntax-bad-number',
    severity: 'error',
    summary:
      'JSON writes numbers without a leading zero, with digits on both sides of the point, and not without bound.',
    examples: [{ text: json('[{"id": "a", "version": «1.»}]') }],
  },
  {
    id: 'syntax-complex-key',
    severity: 'error',
    summary:
      'YAML allows lists and maps as keys; the JSON that a device gets does not. A template in braces looks like one.',
    examples: [{ text: component('{«{version}»}') }],
  },
  {
    id: 'syntax-conflict',
    severity: 'error',
    summary:
      'The marks that a version control system leaves where two changes collide are still in the text.',
    examples: [{ text: '«<<<<<<< HEAD»\ndomains: []\n=======\ndomains:\n  - id: containers\n>>>>>>> other' }],
  },
  {
    id: 'syntax-extra-comma',
    severity: 'error',
    summary: 'JSON wants one comma between two entries, and none before the first.',
    examples: [
      { text: json('[{"id": "a",«,» "version": "1"}]'), fixed: json('[{"id": "a", "version": "1"}]') },
    ],
  },
  {
    id: 'syntax-extra-text',
    severity: 'error',
    summary: 'A JSON text holds one value, and nothing after it but blanks and comments.',
    examples: [{ text: `${json('[]')}«}»` }],
  },
  {
    id: 'syntax-indentation',
    severity: 'error',
    summary: 'In YAML the indentation says what belongs to what; this line fits nowhere.',
    examples: [{ text: inComponents(['- id: a', '    «version: "1"»']) }],
  },
  {
    id: 'syntax-key-expected',
    severity: 'error',
    summary: 'Keys stand in double quotes in JSON.',
    examples: [{ text: json('[{«id»: "a"}]'), fixed: json('[{"id": "a"}]') }],
  },
  {
    id: 'syntax-missing-blank',
    severity: 'error',
    summary: 'YAML wants a blank after the dash of a list item and after the colon of a key.',
    examples: [
      {
        text: inComponents(['- id: a', '  «version:"1"»']),
        fixed: inComponents(['- id: a', '  version: "1"']),
        says: 'A blank is missing',
      },
    ],
  },
  {
    id: 'syntax-missing-character',
    severity: 'error',
    summary: 'YAML wants a character here, as the message says.',
    examples: [],
  },
  {
    id: 'syntax-missing-colon',
    severity: 'error',
    summary: 'A colon stands between a key and its value.',
    examples: [
      { text: inComponents(['- id: a', '  «version»']), fixed: inComponents(['- id: a', '  version:']) },
      { text: json('[{"id" «"a"»}]') },
    ],
  },
  {
    id: 'syntax-missing-comma',
    severity: 'error',
    summary: 'JSON wants a comma between two entries.',
    examples: [
      { text: json('[{"id": "a" «"version"»: "1"}]'), fixed: json('[{"id": "a", "version": "1"}]') },
    ],
  },
  {
    id: 'syntax-nested-on-one-line',
    severity: 'error',
    summary: 'A colon and a blank make a key in YAML: a value that holds them needs quotes.',
    examples: [{ text: component('«o»ne: two') }],
  },
  {
    id: 'syntax-not-json',
    severity: 'error',
    summary: 'YAML has numbers that JSON has not, and a message to a device is JSON.',
    examples: [{ text: component('«.inf»') }],
  },
  {
    id: 'syntax-refused',
    severity: 'information',
    summary:
      'The text is too long, nested too deep or stands for too much once its aliases are replaced: it is not read, and cannot be sent.',
    examples: [],
  },
  {
    id: 'syntax-reserved-character',
    severity: 'error',
    summary: 'YAML keeps some characters for itself: a value that begins with one needs quotes.',
    examples: [{ text: component('«@»1'), fixed: component('"@1"') }],
  },
  {
    id: 'syntax-tab',
    severity: 'error',
    summary: 'YAML is indented with blanks; tabs are forbidden there.',
    examples: [
      {
        text: inComponents(['- id: a']).concat('\n«\t»version: "1"'),
        fixed: inComponents(['- id: a']).concat('\n  version: "1"'),
      },
    ],
  },
  {
    id: 'syntax-trailing-comma',
    severity: 'error',
    summary: 'JSON allows no comma before a closing bracket.',
    examples: [{ text: json('[{"id": "a"«,»}]'), fixed: json('[{"id": "a"}]') }],
  },
  {
    id: 'syntax-unclosed',
    severity: 'error',
    summary: 'A bracket or brace opens and is never closed.',
    examples: [{ text: component('«[»"1"') }, { text: '{"domains": [«]»' }],
  },
  {
    id: 'syntax-unclosed-comment',
    severity: 'error',
    summary: 'A comment begins with `/*` and has no `*/`.',
    examples: [{ text: `${json('[]')} «/* and so on»` }],
  },
  {
    id: 'syntax-unclosed-string',
    severity: 'error',
    summary: 'A quote opens and is never closed.',
    examples: [{ text: component('«"1»') }, { text: '{"domains": [{"id": «"containers}]}»' }],
  },
  {
    id: 'syntax-unexpected',
    severity: 'error',
    summary: 'Something stands here that the format does not allow; the message says what it is.',
    examples: [
      { text: component("'it'«s'»") },
      {
        text: json('[{"id": «\'a\'»}]'),
        fixed: '{"domains": [{"id": "containers", "components": [{"id": "a"}]}]}',
      },
    ],
  },
  {
    id: 'syntax-unknown-tag',
    severity: 'warning',
    summary: 'A message to a device has no tags: the value is sent without it.',
    examples: [{ text: component('«!foo» "1"') }],
  },
  {
    id: 'syntax-value-expected',
    severity: 'error',
    summary: 'A key of JSON needs a value.',
    examples: [{ text: json('[{"id": «}»]') }],
  },
];
