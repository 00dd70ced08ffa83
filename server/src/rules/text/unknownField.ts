import { t } from '@vscode/l10n';
import { componentKeys } from '../../agents/containers.ts';
import type { Shape, ShapeFault } from '../../schema/shape.ts';
import { didYouMean } from '../../schema/suggest.ts';
import type { Property } from '../../text/node.ts';
import { asArray, asObject, asScalar, asText, field, nodeAtPath } from '../../text/tree.ts';
import { inComponents } from '../exampleTexts.ts';
import { fix, meantKeys, removeProperty } from '../fixes.ts';
import type { Fix, PartRule } from '../rule.ts';
import { quote, visible } from '../support.ts';

export const unknownField: PartRule = {
  id: 'unknown-field',
  scope: 'part',
  severity: 'warning',
  summary: 'Fields that the device does not know are ignored without a word.',
  *check({ shape }) {
    for (const fault of shape.faults) {
      if (fault.kind !== 'unknown' || !fault.property || isElsewhere(fault)) continue;
      const { name, key } = fault.property;
      // By custom a key of one's own, to hang anchors on.
      if (name.startsWith('x-')) continue;
      const candidates = Object.keys(fault.schema.properties ?? {});
      const title = fault.schema.title;
      if (name === '')
        yield {
          at: visible(key) ?? visible(fault.node) ?? shape.node,
          message: t('This has no name: the device ignores it without a word.'),
        };
      else
        yield {
          at: key,
          message: t(
            'No field {0} is known here{1}: the device ignores it without a word.{2}',
            quote(name),
            title === undefined ? '' : ` (${title})`,
            didYouMean(name, candidates),
          ),
          fixes: () => fixes(shape, fault, candidates),
        };
    }
  },
  examples: [
    {
      text: 'baselines:\n  - title: b\n    «precondition»: x\ndomains:\n  - id: containers\n    components: []',
      fixed:
        'baselines:\n  - title: b\n    preconditions: x\ndomains:\n  - id: containers\n    components: []',
      says: 'Did you mean `preconditions`?',
    },
    { text: inComponents(['- id: a', '  version: "1"', '  «vesion»: "2"']), says: 'Did you mean `version`?' },
    { text: inComponents(['- id: a', '  version: "1"', '  : «x»']), says: 'has no name' },
  ],
};

function fixes(shape: Shape, fault: ShapeFault, candidates: readonly string[]): Fix[] {
  const { property, path } = fault;
  const object = asObject(nodeAtPath(shape.node, path.slice(0, -1)));
  if (!property || !object) return [];
  const taken = candidates.filter((name) => field(object, name));
  return [
    ...(candidates.includes('config') ? intoConfig(property, field(object, 'config')) : []),
    ...meantKeys(property.key, property.name, candidates, taken),
    removeProperty(property),
  ];
}

/** What is a config key stands at its component by mistake. */
function intoConfig({ key, name, value }: Property, config: Property | undefined): Fix[] {
  const entry = { key: name, value: asText(value) };
  if (!componentKeys.includes(name) || !value || !asScalar(value)) return [];
  const list = asArray(config?.value);
  const title = t('Move it into "config"');
  if (list) return [fix(title, { op: 'removeProperty', key }, { op: 'append', list, item: entry })];
  if (config) return [];
  return [fix(title, { op: 'rename', key, to: 'config' }, { op: 'replace', value, by: [entry] })];
}

/** Protocols and checksums have rules that know which daemon takes which. */
function isElsewhere({ path }: ShapeFault): boolean {
  const above = path.at(-2);
  return above === 'download' || above === 'checksums' || above === 'headers';
}
