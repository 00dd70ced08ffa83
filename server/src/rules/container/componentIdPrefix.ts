import { t } from '@vscode/l10n';
import { containersDomain } from '../../agents/containers.ts';
import { inComponents } from '../exampleTexts.ts';
import { obvious, renameId } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { idSpot, quote, rejects } from '../support.ts';

/** The documentation's own example does this (Update Manager API, apply request). */
export const componentIdPrefix: ContainerRule = {
  id: 'component-id-prefix',
  scope: 'container',
  severity: 'error',
  summary:
    'The id of a container component becomes the name of the container; with the domain in front the device rejects it.',
  *check(view) {
    const { id } = view.component;
    const prefix = `${containersDomain}:`;
    const rejection = view.rejections.find(({ fault }) => fault === 'name');
    if (!rejection || !id.startsWith(prefix)) return;
    yield {
      at: idSpot(view),
      message: t(
        'The id of a container has no domain in front, which is for baselines and feedback only: write {0}. {1}',
        quote(id.slice(prefix.length)),
        rejects(rejection.message),
      ),
      fixes: () => {
        const { idNode } = view.component;
        return idNode ? [obvious(renameId(idNode, id.slice(prefix.length)))] : [];
      },
    };
  },
  examples: [
    {
      text: inComponents(['- id: «containers:influxdb»', '  version: "1"']),
      fixed: inComponents(['- id: influxdb', '  version: "1"']),
      says: 'write `influxdb`',
    },
  ],
};
