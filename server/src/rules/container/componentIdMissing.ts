import { field } from '../../text/tree.ts';
import { inComponents } from '../exampleTexts.ts';
import type { ContainerRule } from '../rule.ts';
import { idSpot, isAbsent } from '../support.ts';

export const componentIdMissing: ContainerRule = {
  id: 'component-id-missing',
  scope: 'container',
  severity: 'warning',
  summary: 'A component without an id becomes a new container, with a random name, at every apply.',
  *check(view) {
    if (!isAbsent(field(view.component.node, 'id'))) return;
    yield {
      at: idSpot(view),
      message:
        'This component has no `id`: the device gives the container a random name, so every apply destroys it and makes a new one.',
    };
  },
  examples: [{ text: inComponents(['- «version»: "1"']), says: 'random name' }],
};
