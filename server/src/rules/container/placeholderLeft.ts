import { t } from '@vscode/l10n';
import { imageVersion } from '../../agents/containerValues.ts';
import type { Component, ConfigEntry } from '../../manifest/model.ts';
import { inComponents, inContainer } from '../exampleTexts.ts';
import { setEntry, write } from '../fixes.ts';
import { hasPlaceholder, importedSecret, placeholderIn } from '../placeholders.ts';
import type { ContainerRule, Fix } from '../rule.ts';
import { quote, type Spotted, visible, within } from '../support.ts';

/** There `$NAME` is often meant for a shell in the container. */
const shellKeys = ['cmd', 'env'];

export const placeholderLeft: ContainerRule = {
  id: 'placeholder-left',
  scope: 'container',
  severity: 'warning',
  summary: 'Nothing on the way to the device replaces `$name`: it is taken as it is written.',
  why: 'What belongs there only you know. Where the version of the component tells the tag of its image, or the tag the version, there is a quick fix; otherwise there is none.',
  *check({ component, reading }) {
    const image = component.config[reading.single.get('image') ?? -1];
    // Of a key that may stand once the device drops the entries before the last.
    const counts = (key: string, at: number) => (reading.single.get(key) ?? at) === at;
    const texts: Spotted[] = component.config
      .filter(({ key, value, valueNode }, at) => {
        const isShells = shellKeys.includes(key) && !value.includes(importedSecret);
        return valueNode && !isShells && counts(key, at);
      })
      .map((entry) => ({ text: entry.value, at: entry.valueNode ?? entry.node }));
    const version = visible(component.versionNode);
    if (version) texts.push({ text: component.version, at: version });
    for (const { text, at } of texts) {
      const found = text.includes(importedSecret) ? importedSecret : placeholderIn(text);
      if (found === undefined) continue;
      yield {
        at: within(at, found),
        message: t(
          '{0} was not replaced: nothing on the way does it, and the device takes it as it is written.',
          quote(found),
        ),
        fixes: () => (at === version || at === image?.valueNode ? told(component, image) : []),
      };
    }
  },
  examples: [
    {
      text: inContainer('image: x:«$version»'),
      fixed: inContainer('image: x:2.7.1'),
      says: 'was not replaced',
    },
    {
      text: inComponents(['- {id: a, version: «$version», config: [{key: image, value: "x:1"}]}']),
      fixed: inComponents(['- {id: a, version: "1", config: [{key: image, value: "x:1"}]}']),
    },
    { text: inContainer('mount: "«{{data}}»:/data"') },
    { text: inContainer('env: "TOKEN=«<secret>»"') },
  ],
};

/** Version and tag are the same: the one that is written tells the other. */
function told({ version, versionNode }: Component, image: ConfigEntry | undefined): Fix[] {
  const tag = imageVersion(image?.value ?? '');
  if (!image || !versionNode || tag === undefined || image.value.includes('@')) return [];
  if (!hasPlaceholder(version) && placeholderIn(tag) === tag && isTag.test(version))
    return [setEntry(image, `${image.value.slice(0, -tag.length)}${version}`)];
  return placeholderIn(version) === version && isTag.test(tag) && tag !== 'latest'
    ? [write(versionNode, tag)]
    : [];
}

const isTag = /^\w[\w.-]{0,127}$/;
