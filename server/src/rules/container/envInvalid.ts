import { t } from '@vscode/l10n';
import type { ConfigEntry } from '../../manifest/model.ts';
import { inContainer } from '../exampleTexts.ts';
import { fix, removeEntry } from '../fixes.ts';
import type { ContainerRule, Fix } from '../rule.ts';
import { isSecret } from '../secrets.ts';
import { quote, rejectionFindings, rejects } from '../support.ts';

/** The value may be a secret: no title repeats it. */
function meant({ value, valueNode }: ConfigEntry): Fix[] {
  const [, name, text] = /^\s*([^\s=:]+)(?:\s*[=:]\s*|\s+)([^\n]*)$/.exec(value) ?? [];
  if (name === undefined || text === undefined || !valueNode) return [];
  const variable = name.replaceAll(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_');
  return [fix(t('Write "{0}=…"', variable), { op: 'replace', value: valueNode, by: `${variable}=${text}` })];
}

export const envInvalid: ContainerRule = {
  id: 'env-invalid',
  scope: 'container',
  severity: 'error',
  summary: 'An environment variable is `NAME=value` on one line; the device rejects anything else.',
  check: (view) =>
    rejectionFindings(
      view,
      'env',
      (_, entry) => {
        const text = entry?.value ?? '';
        // The value may be a secret and is not repeated, nor what is meant for one: `PASSWORD: x`, `PASSWORD x`.
        const [, first = '', second = ''] = /^\s*([^\s=:]+)[\s:]+([^=]+)$/.exec(text) ?? [];
        const isTold = isSecret(first, second.trim());
        const name = isTold ? first : (text.split('=')[0] ?? '');
        const rest = isTold ? '…' : text.includes('=') ? '=…' : '';
        const words = `invalid environmental variable declaration provided : ${name}${rest}`;
        if (/[\n]/.test(text) && /^[a-zA-Z_][a-zA-Z0-9_]*=/.test(text))
          return t(
            'The value of {0} has more than one line, which cannot be sent to a container. {1}',
            quote(name),
            rejects(words),
          );
        return t(
          '{0}: `NAME=value` is wanted, the name of letters, digits and `_`, with no digit in front. {1}',
          name === ''
            ? t('The name of the variable is missing')
            : t('{0} is no name of a variable', quote(name + (rest === '…' ? rest : ''))),
          rejects(words),
        );
      },
      (entry) => [...meant(entry), removeEntry(entry)],
    ),
  examples: [
    {
      text: inContainer('env: «1A=b»'),
      fixed: inContainer('env: _1A=b'),
      says: '`1A` is no name of a variable',
    },
    { text: inContainer('env: «"A=b\\nc"»'), says: 'more than one line' },
  ],
};
