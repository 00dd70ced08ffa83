import { t } from '@vscode/l10n';
import { imageVersion } from '../../agents/containerValues.ts';
import { inComponents } from '../exampleTexts.ts';
import { obvious, setEntry, write } from '../fixes.ts';
import { hasPlaceholder } from '../placeholders.ts';
import type { ContainerRule } from '../rule.ts';
import { quote, valueSpot, visible } from '../support.ts';
import { isPullable } from './imageUnpullable.ts';

export const versionImageMismatch: ContainerRule = {
  id: 'version-image-mismatch',
  scope: 'container',
  severity: 'warning',
  summary:
    'With an `image`, the `version` is only repeated in feedback: what runs, and what is reported, is the tag.',
  *check({ component, reading }) {
    const entry = component.config[reading.single.get('image') ?? -1];
    const at = visible(component.versionNode);
    if (!entry || !at || component.version === '') return;
    const tag = imageVersion(entry.value);
    if (tag === undefined || entry.value.includes('@') || tag.trim() === component.version) return;
    if (!isPullable(entry.value) || hasPlaceholder(component.version)) return;
    yield {
      at,
      message: t(
        'The image has the tag {0}: that is what the device runs and reports. {1} only shows in feedback.',
        quote(tag),
        quote(component.version),
      ),
      related: [{ at: valueSpot(entry), message: t('The image that the device runs.') }],
      fixes: () => [
        obvious(write(at, tag)),
        ...(/^\w[\w.-]{0,127}$/.test(component.version) && component.version !== 'latest'
          ? [setEntry(entry, `${entry.value.slice(0, -tag.length)}${component.version}`)]
          : []),
      ],
    };
  },
  examples: [
    {
      text: inComponents(['- id: a', '  version: «"2"»', '  config:', '    - {key: image, value: "x:1"}']),
      fixed: inComponents(['- id: a', '  version: "1"', '  config:', '    - {key: image, value: "x:1"}']),
      says: 'tag `1`',
    },
  ],
};
