import { booleanKeys } from '../../agents/containers.ts';
import { parseBoolean } from '../../agents/goValues.ts';
import { inContainer } from '../exampleTexts.ts';
import type { ContainerRule } from '../rule.ts';
import { quote, valueSpot } from '../support.ts';

export const booleanIgnored: ContainerRule = {
  id: 'boolean-ignored',
  scope: 'container',
  severity: 'warning',
  summary: 'What is neither true nor false as the device reads it counts as false.',
  *check({ component, reading }) {
    for (const key of booleanKeys) {
      const entry = component.config[reading.single.get(key) ?? -1];
      if (!entry || parseBoolean(entry.value) !== undefined) continue;
      yield {
        at: valueSpot(entry),
        message: `${entry.value === '' ? 'An empty text' : quote(entry.value)} is neither \`true\` nor \`false\`: the device takes it for \`false\`.`,
      };
    }
  },
  examples: [{ text: inContainer('privileged: «"yes"»'), says: 'takes it for `false`' }],
};
