import { t } from '@vscode/l10n';
import { imageVersion } from '../../agents/containerValues.ts';
import { inComponents, inContainer } from '../exampleTexts.ts';
import { setEntry } from '../fixes.ts';
import { readsConfig } from '../readable.ts';
import type { ContainerRule } from '../rule.ts';
import { quote, valueSpot, visible } from '../support.ts';
import { isPullable } from './imageUnpullable.ts';

export const imageMoving: ContainerRule = {
  id: 'image-moving',
  scope: 'container',
  severity: 'information',
  summary: 'Images are compared as text: a new image under the same tag does not replace the container.',
  *check({ component, reading }) {
    const entry = component.config[reading.single.get('image') ?? -1];
    const version = visible(component.versionNode);
    // Without an image it is `<id>:<version>`.
    if (!entry && version && component.version === 'latest' && readsConfig(component))
      yield {
        at: version,
        message: t(
          'The version becomes the tag of the image, `latest`, which moves; but the device compares images as text: once it runs, a newer one is never pulled. Name a version.',
        ),
      };
    if (!entry || entry.value.includes('@') || !isPullable(entry.value)) return;
    const tag = imageVersion(entry.value);
    if (tag !== undefined && tag !== 'latest') return;
    yield {
      at: valueSpot(entry),
      message: t(
        '{0} moves, but the device compares images as text: once it runs, a newer one is never pulled. Name a version or a digest.',
        tag === undefined ? t('An image without a tag') : t('The tag {0}', quote(tag)),
      ),
      fixes: () =>
        /^[\w][\w.-]{0,127}$/.test(component.version) && component.version !== 'latest'
          ? [setEntry(entry, `${entry.value.replace(/:(?:latest)?$/, '')}:${component.version}`)]
          : [],
    };
  },
  examples: [
    { text: inContainer('image: «nginx:latest»'), fixed: inContainer('image: nginx:2.7.1') },
    { text: inComponents(['- id: nginx', '  version: «latest»']), says: 'becomes the tag' },
  ],
};
