import { t } from '@vscode/l10n';
import { field } from '../../text/tree.ts';
import { inComponents } from '../exampleTexts.ts';
import { setProperty } from '../fixes.ts';
import type { ContainerRule, ContainerView } from '../rule.ts';
import { idSpot, isAbsent } from '../support.ts';

/** The name of its image, without registry and tag. */
function suggestedId({ component, reading }: ContainerView): string {
  const image = component.config[reading.single.get('image') ?? -1]?.value ?? '';
  const name = /([^/:@]+)(?:[:@][^/]*)?$/.exec(image)?.[1];
  return name !== undefined && /^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$/.test(name) ? name : 'component';
}

export const componentIdMissing: ContainerRule = {
  id: 'component-id-missing',
  scope: 'container',
  severity: 'warning',
  summary: 'A component without an id becomes a new container, with a random name, at every apply.',
  *check(view) {
    if (!isAbsent(field(view.component.node, 'id'))) return;
    yield {
      at: idSpot(view),
      message: t(
        'This component has no `id`: the device gives the container a random name, so every apply destroys it and makes a new one.',
      ),
      fixes: () => {
        const { node } = view.component;
        return [setProperty(node, field(node, 'id'), 'id', suggestedId(view), true)];
      },
    };
  },
  examples: [
    {
      text: inComponents(['- «version»: "1"']),
      fixed: inComponents(['- id: component', '  version: "1"']),
      says: 'random name',
    },
  ],
};
