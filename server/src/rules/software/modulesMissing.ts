import { t } from '@vscode/l10n';
import { asArray } from '../../text/tree.ts';
import { daemonOf } from '../envelope/target.ts';
import { inMessage } from '../exampleTexts.ts';
import type { Fixes, ManifestRule } from '../rule.ts';
import { fillProperty, firstItem, moduleSkeleton } from '../skeletons.ts';
import { missingSpot, visible } from '../support.ts';

export const modulesMissing: ManifestRule = {
  id: 'software-modules-missing',
  scope: 'manifest',
  severity: 'error',
  summary: 'An install without a software module is answered with 400.',
  *check(manifest) {
    const { softwareModules: list, value, envelope, root } = manifest;
    if (!list || (envelope?.value?.value && !value && envelope.value.value.type !== 'null')) return;
    if (list.node && list.node.type !== 'null' && asArray(list.node)?.items.length !== 0) return;
    const at = visible(list.property?.value) ?? missingSpot(value ?? root, list.property ?? envelope?.value);
    const fixes: Fixes = ({ newId }) =>
      value || list.node
        ? firstItem(
            t('Add a software module to fill in'),
            moduleSkeleton,
            list.node,
            value,
            'softwareModules',
          )
        : fillProperty(t('Add a software module to fill in'), envelope?.node, envelope?.value, 'value', {
            correlationId: newId(),
            softwareModules: [moduleSkeleton],
          });
    if (daemonOf(manifest) === 'containers')
      yield {
        at,
        message: t(
          'There is no software module: name at least one in `softwareModules` (or in `software` to remove it). The device answers 400: "there are no SoftwareModules to be installed".',
        ),
        fixes,
      };
    else
      yield {
        at,
        severity: 'warning',
        message: t('There is no software module: the device answers 204 and does nothing.'),
        fixes,
      };
  },
  examples: [
    {
      text: inMessage('install', { value: '{correlationId: c, softwareModules: «[]»}' }),
      fixed: inMessage('install', {
        value:
          '{correlationId: c, softwareModules: [{softwareModule: {name: <name>, version: <version>}, artifacts: [{filename: <file>, download: {HTTPS: {url: https://<host>/<file>}}, checksums: {SHA256: <sha256>}}]}]}',
      }),
    },
    {
      severity: 'warning',
      text: inMessage('download', {
        topic: 'edge/device/things/live/messages/download',
        value: '{correlationId: c, softwareModules: «[]»}',
      }),
    },
  ],
};
