/** The `metadata` of a software module: its names are taken to the letter, and only software-update reads them. */
import { t } from '@vscode/l10n';
import type { SoftwareModule } from '../../manifest/model.ts';
import type { ObjectNode, Property } from '../../text/node.ts';
import { asObject, asText, field, property } from '../../text/tree.ts';
import { setProperty } from '../fixes.ts';
import type { Fix } from '../rule.ts';
import { fillProperty } from '../skeletons.ts';

interface Metadata {
  readonly holder: Property | undefined;
  readonly object: ObjectNode | undefined;
  entry(name: string): Property | undefined;
  /** Empty where it is missing, as the device takes it. */
  text(name: string): string;
}

export function metadataOf({ node }: SoftwareModule): Metadata {
  const holder = field(node, 'metadata');
  const object = asObject(holder?.value);
  const entry = (name: string) => property(object, name);
  return { holder, object, entry, text: (name) => asText(entry(name)?.value) };
}

export function setMetadata(module: SoftwareModule, name: string, value: string): Fix[] {
  const { holder, object, entry } = metadataOf(module);
  if (object) return [setProperty(object, entry(name), name, value)];
  return fillProperty(t('Add "{0}"', name), module.node, holder, 'metadata', { [name]: value });
}
