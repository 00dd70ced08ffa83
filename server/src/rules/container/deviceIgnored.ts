import { t } from '@vscode/l10n';
import { parseDevice } from '../../agents/containerValues.ts';
import { inContainer } from '../exampleTexts.ts';
import { removeEntry, setEntry } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { shown, valueSpot } from '../support.ts';

export const deviceIgnored: ContainerRule = {
  id: 'device-ignored',
  scope: 'container',
  severity: 'warning',
  summary: 'A device that the agent cannot read is ignored: the container runs without it.',
  *check({ component }) {
    for (const entry of component.config) {
      if (entry.key !== 'device') continue;
      const device = parseDevice(entry.value);
      if (!('wrong' in device)) continue;
      yield {
        at: valueSpot(entry),
        message: t(
          'The device ignores {0}: {1}. Write `<on the host>:<in the container>[:<permissions>]`.',
          shown(entry.value),
          device.wrong,
        ),
        fixes: () => [
          ...(/^\/[^:\s]*$/.test(entry.value) ? [setEntry(entry, `${entry.value}:${entry.value}`)] : []),
          removeEntry(entry),
        ],
      };
    }
  },
  examples: [
    {
      text: inContainer('device: «/dev/a:/dev/b:rwx»'),
      fixed: inContainer(),
      says: 'no permissions',
    },
  ],
};
