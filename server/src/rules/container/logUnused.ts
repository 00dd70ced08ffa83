import { inContainer } from '../exampleTexts.ts';
import type { ContainerRule } from '../rule.ts';
import { keySpot, quote } from '../support.ts';

export const logUnused: ContainerRule = {
  id: 'log-unused',
  scope: 'container',
  severity: 'warning',
  summary:
    'Sizes of log files count with the driver `json-file` only, that of the buffer with `non-blocking` only.',
  *check({ component, reading }) {
    const { logDriver, logMode } = reading.container;
    const unused: [string, string][] = [];
    if (logDriver === 'none')
      unused.push(['logMaxFiles', '`logDriver` = `none`'], ['logMaxSize', '`logDriver` = `none`']);
    if (logMode === 'blocking') unused.push(['logMaxBufferSize', '`logMode` = `blocking` (the default)']);
    for (const [key, reason] of unused) {
      const entry = component.config[reading.single.get(key) ?? -1];
      if (entry && entry.value !== '')
        yield { at: keySpot(entry), message: `With ${reason} the device ignores ${quote(key)}.` };
    }
  },
  examples: [{ text: inContainer('logDriver: none', '«logMaxSize»: 1M') }],
};
