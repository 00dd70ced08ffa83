import { t } from '@vscode/l10n';
import { isPullable } from '../container/imageUnpullable.ts';
import { inComponents } from '../exampleTexts.ts';
import type { ManifestRule } from '../rule.ts';
import { valueSpot } from '../support.ts';

/** Only where the author pins others: a tag alone is no fault. */
export const imageUnpinned: ManifestRule = {
  id: 'image-unpinned',
  scope: 'manifest',
  severity: 'information',
  summary:
    'Other images here are pinned by a digest, this one is not: whoever moves its tag decides what the device runs.',
  why: 'There is no quick fix: only the registry knows the digest of a tag, and nothing is asked there while you write. `docker buildx imagetools inspect <image>` shows it.',
  *check(_, { containers }) {
    if (!containers.pinImages) return;
    const pinned = containers.views.find(({ shared }) => shared.image?.value.includes('@'))?.shared.image;
    if (!pinned) return;
    for (const { shared } of containers.views) {
      const entry = shared.image;
      if (!entry || entry.value.includes('@') || !isPullable(entry.value)) continue;
      yield {
        at: valueSpot(entry),
        message: t(
          'This image has no digest, while others here have one: its tag can be moved, and each device runs what it found when it pulled.',
        ),
        related: [{ at: valueSpot(pinned), message: t('An image that is pinned.') }],
      };
    }
  },
  examples: [
    {
      text: inComponents([
        `- {id: a, version: "1", config: [{key: image, value: "a:1@sha256:${'0'.repeat(64)}"}]}`,
        '- {id: b, version: "1", config: [{key: image, value: «b:1»}]}',
      ]),
      says: 'has no digest',
    },
  ],
};
