import { inContainer } from '../exampleTexts.ts';
import type { ContainerRule } from '../rule.ts';
import { quote, rejectionFindings, rejects } from '../support.ts';

export const envInvalid: ContainerRule = {
  id: 'env-invalid',
  scope: 'container',
  severity: 'error',
  summary: 'An environment variable is `NAME=value` on one line; the device rejects anything else.',
  check: (view) =>
    rejectionFindings(view, 'env', (_, entry) => {
      const text = entry?.value ?? '';
      const name = text.split('=')[0] ?? '';
      // The value may be a secret and is not repeated.
      const words = `invalid environmental variable declaration provided : ${name}${text.includes('=') ? '=…' : ''}`;
      if (/[\n]/.test(text) && /^[a-zA-Z_][a-zA-Z0-9_]*=/.test(text))
        return `The value of ${quote(name)} has more than one line, which cannot be sent to a container. ${rejects(words)}`;
      return `${name === '' ? 'The name of the variable is missing' : `${quote(name)} is no name of a variable`}: \`NAME=value\` is wanted, the name of letters, digits and \`_\`, with no digit in front. ${rejects(words)}`;
    }),
  examples: [
    { text: inContainer('env: «1A=b»'), says: '`1A` is no name of a variable' },
    { text: inContainer('env: «"A=b\\nc"»'), says: 'more than one line' },
  ],
};
