import { t } from '@vscode/l10n';
import { parseMount } from '../../agents/containerValues.ts';
import { inContainer } from '../exampleTexts.ts';
import { removeEntry, setEntry } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { shown, valueSpot } from '../support.ts';

export const mountIgnored: ContainerRule = {
  id: 'mount-ignored',
  scope: 'container',
  severity: 'warning',
  summary: 'A mount that the device cannot read is ignored: the container runs without it.',
  *check({ component }) {
    for (const entry of component.config) {
      if (entry.key !== 'mount') continue;
      const mount = parseMount(entry.value);
      if (!('wrong' in mount)) continue;
      yield {
        at: valueSpot(entry),
        message: t(
          'The device ignores {0}: {1}. A mount is `<source>:<destination>[:<propagation>]`.',
          shown(entry.value),
          mount.wrong,
        ),
        fixes: () => [
          ...(/^\/[^:\s]*$/.test(entry.value) ? [setEntry(entry, `${entry.value}:${entry.value}`)] : []),
          removeEntry(entry),
        ],
      };
    }
  },
  examples: [{ text: inContainer('mount: «/data»'), fixed: inContainer('mount: /data:/data') }],
};
