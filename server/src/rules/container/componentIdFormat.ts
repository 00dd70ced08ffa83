import { t } from '@vscode/l10n';
import { containersDomain } from '../../agents/containers.ts';
import { inComponents } from '../exampleTexts.ts';
import { renameId } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { idSpot, quote, rejects } from '../support.ts';

export const componentIdFormat: ContainerRule = {
  id: 'component-id-format',
  scope: 'container',
  severity: 'error',
  summary:
    'The id of a container component becomes the name of the container; the device rejects other characters.',
  *check(view) {
    const { id } = view.component;
    const rejection = view.rejections.find(({ fault }) => fault === 'name');
    if (!rejection || id.startsWith(`${containersDomain}:`)) return;
    yield {
      at: idSpot(view),
      message: t(
        '{0} is no name for a container: it has letters, digits, `_`, `.` and `-`, and begins with a letter, a digit or `_`. {1}',
        quote(id),
        rejects(rejection.message),
      ),
      fixes: () => {
        const name = id
          .trim()
          .replaceAll(/[^a-zA-Z0-9_.-]+/g, '-')
          .replace(/^[.-]+/, '');
        const { idNode } = view.component;
        return name === '' || !idNode ? [] : [renameId(idNode, name)];
      },
    };
  },
  examples: [
    {
      text: inComponents(['- id: «my app»', '  version: "1"']),
      fixed: inComponents(['- id: my-app', '  version: "1"']),
      says: 'invalid container name format : my app',
    },
  ],
};
