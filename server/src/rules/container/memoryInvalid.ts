import { parseSize } from '../../agents/containerValues.ts';
import { inContainer } from '../exampleTexts.ts';
import type { ContainerRule } from '../rule.ts';
import { sizeHint } from '../sizes.ts';
import { quote, rejectionFindings, rejects } from '../support.ts';

export const memoryInvalid: ContainerRule = {
  id: 'memory-invalid',
  scope: 'container',
  severity: 'error',
  summary:
    'Memory limits are sizes with a unit, at least 3M, swap not below and reservation not above the limit.',
  check: (view) =>
    rejectionFindings(view, 'memory', ({ message }, entry) => {
      const value = entry?.value ?? '';
      const { memory } = view.reading.container;
      return `${explain(entry?.key ?? '', value, memory)} ${rejects(message)}`;
    }),
  examples: [
    { text: inContainer('memory: «512MB»'), says: 'write `512M`' },
    { text: inContainer('memory: «1M»'), says: 'at least `3M`' },
    { text: inContainer('memorySwap: «100M»'), says: 'set `memory` too' },
  ],
};

function explain(key: string, value: string, memory: string): string {
  if (parseSize(value) === undefined)
    return key === 'memorySwap' ? `${sizeHint(value)} Or \`-1\`: no limit.` : sizeHint(value);
  if (key === 'memorySwap')
    return memory === ''
      ? '`memorySwap` is memory and swap together: set `memory` too.'
      : `\`memorySwap\` is memory and swap together: ${quote(value)} is less than the memory, ${quote(memory)}.`;
  if (key === 'memoryReservation')
    return `The reservation ${quote(value)} is more than the memory, ${quote(memory)}.`;
  return `${quote(value)} is too little for any container: at least \`3M\` is wanted.`;
}
