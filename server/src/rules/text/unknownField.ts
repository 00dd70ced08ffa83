import type { ShapeFault } from '../../schema/shape.ts';
import { didYouMean } from '../../schema/suggest.ts';
import { inComponents } from '../exampleTexts.ts';
import type { PartRule } from '../rule.ts';
import { quote } from '../support.ts';

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
      yield {
        at: key,
        message: `No field ${quote(name)} is known here${title === undefined ? '' : ` (${title})`}: the device ignores it without a word.${didYouMean(name, candidates)}`,
      };
    }
  },
  examples: [
    {
      text: 'baselines:\n  - title: b\n    «precondition»: x\ndomains:\n  - id: containers\n    components: []',
      says: 'Did you mean `preconditions`?',
    },
    { text: inComponents(['- id: a', '  version: "1"', '  «vesion»: "2"']), says: 'Did you mean `version`?' },
  ],
};

/** Protocols and checksums have rules that know which daemon takes which. */
function isElsewhere({ path }: ShapeFault): boolean {
  const above = path.at(-2);
  return above === 'download' || above === 'checksums' || above === 'headers';
}
