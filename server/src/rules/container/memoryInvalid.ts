import { t } from '@vscode/l10n';
import { parseSize } from '../../agents/containerValues.ts';
import type { ConfigEntry } from '../../manifest/model.ts';
import { inContainer } from '../exampleTexts.ts';
import { obvious, removeEntries, setEntry } from '../fixes.ts';
import type { ContainerRule, ContainerView, Fix } from '../rule.ts';
import { meantSize, sizeHint } from '../sizes.ts';
import { quote, rejectionFindings, rejects } from '../support.ts';

export const memoryInvalid: ContainerRule = {
  id: 'memory-invalid',
  scope: 'container',
  severity: 'error',
  summary:
    'Memory limits are sizes with a unit, at least 3M, swap not below and reservation not above the limit.',
  check: (view) =>
    rejectionFindings(
      view,
      'memory',
      ({ message }, entry) => {
        const value = entry?.value ?? '';
        const { memory } = view.reading.container;
        return `${explain(entry?.key ?? '', value, memory)} ${rejects(message)}`;
      },
      (entry) => fixes(entry, view),
    ),
  examples: [
    { text: inContainer('memory: «512MB»'), fixed: inContainer('memory: 512M'), says: 'write `512M`' },
    { text: inContainer('memory: «1M»'), says: 'at least `3M`' },
    { text: inContainer('memorySwap: «100M»'), says: 'set `memory` too' },
  ],
};

function fixes(entry: ConfigEntry, { component, reading }: ContainerView): Fix[] {
  const { memory } = reading.container;
  if (parseSize(entry.value) === undefined) {
    const size = meantSize(entry.value);
    if (size !== undefined) return [obvious(setEntry(entry, size))];
    return /^\d+$/.test(entry.value)
      ? ['M', 'k'].map((unit) => setEntry(entry, `${entry.value}${unit}`))
      : [];
  }
  if (entry.key === 'memory') return [setEntry(entry, '3M')];
  // Swap or reservation that does not go with the memory.
  return [
    ...(parseSize(memory) === undefined ? [] : [setEntry(entry, memory)]),
    removeEntries(component.config, entry.key),
  ];
}

function explain(key: string, value: string, memory: string): string {
  if (parseSize(value) === undefined)
    return key === 'memorySwap' ? t('{0} Or `-1`: no limit.', sizeHint(value)) : sizeHint(value);
  if (key === 'memorySwap')
    return memory === ''
      ? t('`memorySwap` is memory and swap together: set `memory` too.')
      : t(
          '`memorySwap` is memory and swap together: {0} is less than the memory, {1}.',
          quote(value),
          quote(memory),
        );
  if (key === 'memoryReservation')
    return t('The reservation {0} is more than the memory, {1}.', quote(value), quote(memory));
  return t('{0} is too little for any container: at least `3M` is wanted.', quote(value));
}
