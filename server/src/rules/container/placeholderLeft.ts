import { inContainer } from '../exampleTexts.ts';
import { placeholderIn } from '../placeholders.ts';
import type { ContainerRule } from '../rule.ts';
import { quote, type Spotted, visible, within } from '../support.ts';

/** There `$NAME` is often meant for a shell in the container. */
const shellKeys = ['cmd', 'env'];

export const placeholderLeft: ContainerRule = {
  id: 'placeholder-left',
  scope: 'container',
  severity: 'warning',
  summary: 'Nothing on the way to the device replaces `$name`: it is taken as it is written.',
  *check({ component }) {
    const texts: Spotted[] = component.config
      .filter(({ key, valueNode }) => valueNode && !shellKeys.includes(key))
      .map((entry) => ({ text: entry.value, at: entry.valueNode ?? entry.node }));
    const version = visible(component.versionNode);
    if (version) texts.push({ text: component.version, at: version });
    for (const { text, at } of texts) {
      const found = placeholderIn(text);
      if (found === undefined) continue;
      yield {
        at: within(at, found),
        message: `${quote(found)} was not replaced: nothing on the way does it, and the device takes it as it is written.`,
      };
    }
  },
  examples: [
    { text: inContainer('image: x:«$version»'), says: 'was not replaced' },
    { text: inContainer('mount: "«{{data}}»:/data"') },
  ],
};
