import { t } from '@vscode/l10n';
import { field } from '../../text/tree.ts';
import { inContainer } from '../exampleTexts.ts';
import { removeEntries, setConfig } from '../fixes.ts';
import { readsConfig, readsValue } from '../readable.ts';
import type { ContainerRule } from '../rule.ts';
import { keySpot, quote, valueSpot } from '../support.ts';

export const logUnused: ContainerRule = {
  id: 'log-unused',
  scope: 'container',
  severity: 'warning',
  summary:
    'Sizes of log files count with the driver `json-file` only, that of the buffer with `non-blocking` only.',
  *check({ component, reading }) {
    const { logDriver, logMode } = reading.container;
    const unused: [key: string, reason: string, cause: string][] = [];
    if (logDriver === 'none')
      for (const key of ['logMaxFiles', 'logMaxSize'])
        unused.push([key, '`logDriver` = `none`', 'logDriver']);
    if (logMode === 'blocking')
      unused.push(['logMaxBufferSize', t('`logMode` = `blocking` (the default)'), 'logMode']);
    for (const [key, reason, setting] of unused) {
      const cause = component.config[reading.single.get(setting) ?? -1];
      const entry = component.config[reading.single.get(key) ?? -1];
      if (cause ? !readsValue(cause) : !readsConfig(component)) continue;
      if (entry && entry.value !== '')
        yield {
          at: keySpot(entry),
          message: t('With {0} the device ignores {1}.', reason, quote(key)),
          ...(cause && {
            related: [{ at: valueSpot(cause), message: t('{0} is set here.', quote(setting)) }],
          }),
          fixes: () => {
            const [name, value] =
              key === 'logMaxBufferSize' ? ['logMode', 'non-blocking'] : ['logDriver', 'json-file'];
            const set = component.config[reading.single.get(name) ?? -1];
            return [
              removeEntries(component.config, key),
              ...setConfig(set, field(component.node, 'config')?.value, name, value),
            ];
          },
        };
    }
  },
  examples: [
    {
      text: inContainer('logDriver: none', '«logMaxSize»: 1M'),
      fixed: inContainer('logDriver: none'),
    },
  ],
};
