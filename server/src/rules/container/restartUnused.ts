import { t } from '@vscode/l10n';
import { field } from '../../text/tree.ts';
import { inContainer } from '../exampleTexts.ts';
import { removeEntries, setConfig } from '../fixes.ts';
import { readsConfig, readsValue } from '../readable.ts';
import type { ContainerRule } from '../rule.ts';
import { keySpot, quote, valueSpot } from '../support.ts';

export const restartUnused: ContainerRule = {
  id: 'restart-unused',
  scope: 'container',
  severity: 'warning',
  summary: '`restartMaxRetries` and `restartTimeout` are read with the policy `on-failure` only.',
  *check({ component, reading }) {
    const policy = reading.container.restartPolicy;
    if (policy === 'on-failure') return;
    const cause = component.config[reading.single.get('restartPolicy') ?? -1];
    if (cause ? !readsValue(cause) : !readsConfig(component)) return;
    for (const key of ['restartMaxRetries', 'restartTimeout']) {
      const entry = component.config[reading.single.get(key) ?? -1];
      if (!entry) continue;
      yield {
        at: keySpot(entry),
        message: t(
          '{0} counts with `restartPolicy` = `on-failure` only; here the policy is {1}, and the device ignores it.',
          quote(key),
          quote(policy),
        ),
        ...(cause && { related: [{ at: valueSpot(cause), message: t('The policy is set here.') }] }),
        fixes: () => {
          const set = component.config[reading.single.get('restartPolicy') ?? -1];
          const list = field(component.node, 'config')?.value;
          return [
            removeEntries(component.config, key),
            ...setConfig(set, list, 'restartPolicy', 'on-failure'),
          ];
        },
      };
    }
  },
  examples: [
    {
      text: inContainer('restartPolicy: always', '«restartMaxRetries»: "3"'),
      fixed: inContainer('restartPolicy: always'),
    },
  ],
};
