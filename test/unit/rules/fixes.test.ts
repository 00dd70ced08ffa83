import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { DocumentProblem } from '../../../server/src/manifest/problems.ts';
import { rules } from '../../../server/src/rules/index.ts';
import type { TextFormat } from '../../../server/src/text/document.ts';
import type { JsonValue } from '../../../server/src/text/node.ts';
import { parseText } from '../../../server/src/text/parse.ts';
import { plainValue } from '../../../server/src/text/tree.ts';
import { saidAfter } from './edited.ts';
import { counted, fixesIn, problemsIn } from './fixing.ts';

interface Sample {
  readonly format: TextFormat;
  readonly text: string;
}

const examples = rules.flatMap(({ id, examples }) =>
  examples.map(({ text }) => {
    const clean = text.replaceAll(/[«»]/g, '');
    const format: TextFormat = clean.startsWith('{') ? 'json' : 'yaml';
    return { rule: id, format, text: clean };
  }),
);

/** The same value in the other ways of writing. */
const writings: Readonly<Record<string, (value: JsonValue) => Sample>> = {
  JSON: (value) => ({ format: 'json', text: JSON.stringify(value, undefined, 2) }),
  'JSON on one line': (value) => ({ format: 'json', text: JSON.stringify(value) }),
  'block YAML': (value) => ({ format: 'yaml', text: stringify(value) }),
  'flow YAML': (value) => ({
    format: 'yaml',
    text: stringify(value, { collectionStyle: 'flow', lineWidth: 60 }),
  }),
};

function rewritten({ format, text }: Sample, write: (value: JsonValue) => Sample): Sample[] {
  const { roots, problems } = parseText(format, text);
  return problems.length > 0 || roots.length !== 1 ? [] : [write(plainValue(roots[0]))];
}

/** What is told of containers, once an agent gets them. */
const ofContainers = [
  ...rules.filter(({ scope }) => scope === 'container').map(({ id }) => id),
  'host-container-unknown',
  'host-port-taken',
  'image-unpinned',
];

/**
 * What only shows once the other is gone: a list that is empty without its empty entry, a topic that can be read, a part
 * that is looked at only now.
 */
const consequences: Readonly<Record<string, readonly string[]>> = {
  // What is to be filled in is told until it is.
  'artifacts-missing': ['checksum-unusable', 'url-scheme'],
  'baseline-reference-dropped': ['baseline-reference-repeated'],
  'boolean-ignored': ['privileged-with-devices'],
  'component-id-prefix': ['component-repeated', 'host-container-unknown'],
  // The value of a key that is known at last is read.
  'config-key-unknown': [
    'host-network-conflict',
    'host-port-taken',
    'image-moving',
    'image-unpinned',
    'memory-invalid',
    'version-image-mismatch',
  ],
  'containers-empty': ['placeholder-left'],
  'desired-state-missing': ['placeholder-left'],
  'domain-config-key-unknown': ['system-containers-empty'],
  // An agent looks at it at last.
  'domains-missing': [
    'baseline-reference-missing',
    'containers-empty',
    'self-update-invalid',
    ...ofContainers,
  ],
  'domain-repeated': ['baseline-reference-repeated', ...ofContainers],
  'download-unusable': ['url-scheme'],
  'host-network-conflict': ['host-container-unknown'],
  'image-unpullable': ['image-moving', 'image-unpinned', 'version-image-mismatch'],
  'image-empty': ['image-moving', 'image-unpinned', 'version-image-mismatch'],
  'key-ambiguous': ['null-entry', 'software-module-id-missing'],
  'log-invalid': ['log-unused'],
  'log-unused': ['log-invalid'],
  'null-entry': ['containers-empty', 'software-modules-missing', 'software-missing', 'artifacts-missing'],
  'network-unsupported': ['host-network-conflict'],
  'port-ignored': ['host-network-conflict', 'host-port-taken'],
  'restart-invalid': ['number-ignored'],
  'restart-unused': ['restart-invalid', 'number-ignored'],
  'software-modules-missing': ['checksum-unusable', 'url-scheme'],
  'system-container-listed': ['containers-empty'],
  'unknown-field': ['preconditions-unused'],
  'url-scheme': ['plain-http'],
  'version-missing': ['placeholder-left'],
  // Of a value that no device can read nothing else is told before.
  'wrong-type': [
    'baseline-reference-dropped',
    'baseline-reference-missing',
    'checksum-unusable',
    'domain-config-key-unknown',
    'domain-unknown',
    'domains-missing',
    'software-name',
    'topic-malformed',
    ...ofContainers,
  ],
};

function faultsOfFixes(sample: Sample): string[] {
  const before = problemsIn(sample.format, sample.text);
  const wasFound = counted(before, ({ code }) => code);
  return fixesIn(sample.format, sample.text).flatMap(({ problem, fix, after }) => {
    const { code } = problem;
    const left = problemsIn(sample.format, after);
    const same = (it: DocumentProblem) => it.code === code && it.message === problem.message;
    const told = `${code}: ${fix.title}\n${sample.text}\n→\n${after}\n`;
    const fresh = [...counted(left, (it) => it.code)]
      .filter(([it, count]) => count > (wasFound.get(it) ?? 0))
      .map(([it]) => it)
      .filter((it) => !consequences[code]?.includes(it));
    const wanted = saidAfter(sample.format, sample.text, fix.changes);
    const isMore = fix.changes.length > 0 && !isDeepStrictEqual(saidAfter(sample.format, after, []), wanted);
    return [
      ...(isMore ? [`something else changed: ${told}`] : []),
      ...(left.filter(same).length < before.filter(same).length ? [] : [`still there: ${told}`]),
      ...(fresh.length > 0 ? [`new (${fresh.join(', ')}): ${told}`] : []),
    ];
  });
}

function corpus(name: string): unknown[] {
  const file = new URL(`../../fixtures/corpus/${name}.jsonl.gz`, import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line): unknown => JSON.parse(line).value);
}

/** A part of them is enough for every change; all of them by a flag. */
function sampled<T>(all: readonly T[], every: number): T[] {
  const step = process.env['KANTO_PROPERTY_RUNS'] === undefined ? every : 1;
  return all.filter((_, index) => index % step === 0);
}

describe('every fix removes what it fixes and makes nothing worse', () => {
  it('in the examples of the rules', () => {
    expect(examples.flatMap(faultsOfFixes)).toEqual([]);
  });

  it.each(Object.entries(writings))('in the examples, written as %s', (_, write) => {
    expect(examples.flatMap((it) => rewritten(it, write)).flatMap(faultsOfFixes)).toEqual([]);
  });

  it.each(['desired-states', 'installs', 'removes'])(
    'in generated manifests: %s',
    (name) => {
      const samples = sampled(corpus(name), 25).flatMap((value): Sample[] => [
        { format: 'json', text: JSON.stringify(value, undefined, 2) },
        { format: 'yaml', text: stringify(value) },
        { format: 'yaml', text: stringify(value, { collectionStyle: 'flow', lineWidth: 60 }) },
      ]);
      expect(samples.flatMap(faultsOfFixes)).toEqual([]);
    },
    process.env['KANTO_PROPERTY_RUNS'] === undefined ? 60_000 : 1_800_000,
  );
});
