/** Our own client at a bus, or at the Hono that stands before it, put together as the extension and the command line do. */
import type { Engine } from '../../client/src/engine.ts';
import { differenceFrom } from '../../client/src/updates/afterApply.ts';
import { differencesOf } from '../../client/src/updates/confirm.ts';
import type { JsonValue, ManifestDescription, SoftwareUpdatableTarget } from '../../server/src/messages.ts';
import { createLanguageService } from '../../server/src/service.ts';
import { connectedEngine } from '../integration/forThisTest.ts';
import type { KantoBus } from './bus.ts';

const service = createLanguageService();

export function kantoEngine(
  { url }: Pick<KantoBus, 'url'>,
  setup: Omit<Parameters<typeof connectedEngine>[0], 'url'> = {},
): Promise<Engine> {
  return connectedEngine({
    ...setup,
    url,
    describe: async (text, target) => service.describe({ text, format: 'json', target }),
    differences: async (sent, now) => {
      const text = { text: JSON.stringify(sent), format: 'json' } as const;
      return differencesOf(await differenceFrom({ manifest: text }, now, async (it) => service.plan(it)));
    },
  });
}

/** A manifest as the editor knows it. */
export function described(content: JsonValue, target?: SoftwareUpdatableTarget): ManifestDescription {
  return service.describe({ text: JSON.stringify(content), format: 'json', ...(target && { target }) });
}
