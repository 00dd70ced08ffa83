import { imageVersion } from '../../agents/containerValues.ts';
import { inContainer } from '../exampleTexts.ts';
import { setEntry } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { quote, valueSpot } from '../support.ts';

export const imageMoving: ContainerRule = {
  id: 'image-moving',
  scope: 'container',
  severity: 'information',
  summary: 'Images are compared as text: a new image under the same tag does not replace the container.',
  *check({ component, reading }) {
    const entry = component.config[reading.single.get('image') ?? -1];
    if (!entry || entry.value === '' || entry.value.includes('@')) return;
    const tag = imageVersion(entry.value);
    if (tag !== undefined && tag !== 'latest') return;
    yield {
      at: valueSpot(entry),
      message: `${tag === undefined ? 'An image without a tag' : `The tag ${quote(tag)}`} moves, but the device compares images as text: once it runs, a newer one is never pulled. Name a version or a digest.`,
      fixes: () =>
        /^[\w][\w.-]{0,127}$/.test(component.version) && component.version !== 'latest'
          ? [setEntry(entry, `${entry.value.replace(/:(?:latest)?$/, '')}:${component.version}`)]
          : [],
    };
  },
  examples: [{ text: inContainer('image: «nginx:latest»') }],
};
