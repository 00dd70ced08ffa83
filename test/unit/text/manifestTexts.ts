/** Manifests by chance, as texts: what is edited, converted and formatted in the tests of laws. */
import fc from 'fast-check';

const versions = [
  ...['1.2', '"3"', "'4'", '1.2.3 # v', '*a', '&a x', '{a: 1}', '!!str 4', '{\n¦    a: 1\n¦  }'],
  ...['|\n¦    a\n¦    b', '>-\n¦     f\n\n¦     g', '[1,\n¦   2]', 'multi\n¦    line', '"multi\n¦    line"'],
];

interface ComponentShape {
  readonly version: string;
  readonly flowEntry: boolean;
  readonly above: string;
}

const component: fc.Arbitrary<ComponentShape> = fc.record({
  version: fc.constantFrom(...versions),
  flowEntry: fc.boolean(),
  above: fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom('# low\n', '¦    # mid\n', '¦        # high\n', '\n', '   \n') },
  ),
});

function yamlComponent({ version, flowEntry, above }: ComponentShape, index: number, indent: string): string {
  const entry = flowEntry
    ? '¦    - {key: port, value: 80:80}\n'
    : '¦    - key: restartPolicy\n¦      value: sometimes\n';
  const text = `${above}¦- id: c${index}\n¦  version: ${version}\n¦  config:\n¦    - key: image\n¦      value: r/i:${index}\n${entry}`;
  return text.replaceAll('¦', indent);
}

const domains = fc.array(
  fc.record({
    components: fc.array(component, { maxLength: 5 }),
    indent: fc.constantFrom('    ', '    ', '  '),
    extra: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
);

const head = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['\ufeff', '---\n', '# head\n', '%YAML 1.2\n---\n', 'x-d: &a {id: q}\n'],
      ...['x-d: &a\n  id: q\n  version: &b 3\n', 'x-l: &a\n  - one\n  - two\n'],
    ),
  },
);
const tail = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom('tail: 1\n', '---\nb: 1\n', '...\n', '# end', '\n\n') },
);
const lineEnds = fc.constantFrom('\n', '\n', '\n', '\r\n');

/** Desired states in YAML, and now and then a bare list. */
export const yamlTexts: fc.Arbitrary<string> = fc
  .record({
    head,
    tail,
    lineEnds,
    domains,
    baselines: fc.nat(3),
    indent: fc.constantFrom('    ', '  '),
    list: fc.nat(6),
  })
  .map(({ head, tail, lineEnds, domains, baselines, indent, list }) => {
    const parts = [head];
    if (list === 0) {
      for (const [index, shape] of (domains[0]?.components ?? []).entries())
        parts.push(yamlComponent(shape, index, ''));
    } else {
      parts.push('activityId: abc\ndesiredState:\n  baselines:\n');
      for (let index = 0; index < baselines; index++)
        parts.push(
          `${indent}- title: b${index}\n${indent}  components:\n${indent}    - containers:c${index}\n${indent}    - containers:c1\n`,
        );
      parts.push('  domains:\n');
      for (const [index, { components, indent: inner, extra }] of domains.entries()) {
        const id = index === 0 ? 'containers' : `d${index}`;
        parts.push(
          `${indent}- id: ${id}\n${indent}  config:\n${indent}    - key: source\n${indent}      value: cloud\n${indent}  components:\n`,
        );
        for (const [place, shape] of components.entries())
          parts.push(yamlComponent(shape, place, indent + inner));
        if (extra) parts.push(`${indent}  extra: 1\n`);
      }
    }
    parts.push(tail);
    return parts.join('').replaceAll('\n', lineEnds);
  });

/** Desired states in JSON, some with comments. */
export const jsonTexts: fc.Arbitrary<string> = fc
  .record({
    domains,
    lineEnds,
    spaces: fc.constantFrom(0, 2, 2, 4),
    head: fc.constantFrom('', '', '', '\ufeff', '// head\n', '/* head */ '),
    comments: fc.boolean(),
  })
  .map(({ domains, lineEnds, spaces, head, comments }) => {
    const manifest = {
      activityId: 'abc',
      desiredState: {
        baselines: [{ title: 'b', components: ['containers:c0', 'containers:c1'] }],
        domains: domains.map(({ components, extra }, index) => ({
          id: index === 0 ? 'containers' : `d${index}`,
          config: [{ key: 'source', value: 'cloud' }],
          components: components.map(({ flowEntry }, place) => ({
            id: `c${place}`,
            version: `1.${place}`,
            config: [
              { key: 'image', value: `r/i:${place}` },
              flowEntry ? { key: 'port', value: '80:80' } : { key: 'restartPolicy', value: 'sometimes' },
            ],
          })),
          ...(extra && { extra: [null, 1e3, true, 'é😀', [], {}] }),
        })),
      },
    };
    const text = JSON.stringify(manifest, undefined, spaces);
    const commented = comments
      ? text.replaceAll('"version"', '/* v */ "version"').replaceAll('},\n', '}, // c\n')
      : text;
    return (head + commented).replaceAll('\n', lineEnds);
  });
