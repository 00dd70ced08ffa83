/** While a composed value is written: what it is made of, and which part of it the cursor is in. */
import { t } from '@vscode/l10n';
import { MarkupKind, type Position, type SignatureHelp } from 'vscode-languageserver-types';
import { containersDomain } from '../agents/containers.ts';
import type { ManifestDocument } from '../manifest/document.ts';
import type { SchemaLookup } from '../schema/lookup.ts';
import type { TextPart } from '../schema/schemas.ts';
import { entryOf } from './completion/ask.ts';
import { type Cursor, pathOf } from './context/cursor.ts';
import { cursorsAt } from './context/index.ts';
import { pathForm, topicForm } from './messageAddress.ts';
import { configPlace, isReference, isStep } from './place.ts';
import { containerValueParts, pathParts, referenceParts, topicParts, type ValuePart } from './valueParts.ts';

/** The form of a value, and what of it stands before the cursor. */
interface Composed {
  readonly form: readonly TextPart[];
  readonly written: readonly ValuePart[];
  readonly description: string | undefined;
}

/** Null where the cursor is in no composed value. Reads no more than what is around the cursor, in damaged text too. */
export function signatureHelp(
  document: ManifestDocument,
  position: Position,
  lookup: SchemaLookup,
): SignatureHelp | null {
  if (!document.ours) return null;
  const offset = document.text.offsetAt(position);
  for (const cursor of cursorsAt(document.parsed.text, offset, document.parsed.format)) {
    const composed = composedAt(cursor, lookup);
    if (composed) return helpOf(composed);
  }
  return null;
}

function helpOf({ form, written, description }: Composed): SignatureHelp {
  const last = written.at(-1)?.name;
  let end = 0;
  const parameters = form.map(({ label, description: text }) => {
    const start = end;
    end += label.length;
    const place: [number, number] = [start, end];
    return { label: place, documentation: { kind: MarkupKind.Markdown, value: text } };
  });
  const active = form.findIndex(({ label }) => partName(label) === last);
  return {
    signatures: [
      {
        label: form.map(({ label }) => label).join(''),
        parameters,
        ...(description !== undefined && {
          documentation: { kind: MarkupKind.Markdown, value: description },
        }),
      },
    ],
    activeSignature: 0,
    activeParameter: Math.max(0, active),
  };
}

/** The name in a label, or the word that stands there always. */
function partName(label: string): string {
  return /<(.*)>/.exec(label)?.[1] ?? label.replaceAll(/\W/g, '');
}

function composedAt(cursor: Cursor, lookup: SchemaLookup): Composed | undefined {
  const path = pathOf(cursor.levels);
  if (cursor.place === 'item' && isReference([...path, 0]))
    return { form: referenceForm(), written: referenceParts(cursor.typed), description: undefined };
  if (cursor.place !== 'value') return undefined;
  // In YAML `- containers:` is a key as long as nothing follows.
  if (isReference(path) && !cursor.blankBefore)
    return {
      form: referenceForm(),
      written: referenceParts(`${cursor.property}:${cursor.typed}`),
      description: undefined,
    };
  if (path.length === 0 && isStep(cursor.property, 'topic'))
    return { form: topicForm(), written: topicParts(cursor.typed), description: undefined };
  if (path.length === 0 && isStep(cursor.property, 'path'))
    return { form: pathForm(), written: pathParts(cursor.typed), description: undefined };
  return isStep(cursor.property, 'value') ? configValue(cursor, path, lookup) : undefined;
}

const referenceForm = (): readonly TextPart[] => [
  { label: '<domain>', description: t('The id of a domain of this desired state.') },
  { label: ':<component>', description: t('The id of one of its components.') },
];

function configValue(
  { levels, typed }: Cursor,
  path: readonly (string | number)[],
  lookup: SchemaLookup,
): Composed | undefined {
  const config = configPlace(path);
  if (config?.of !== 'component') return undefined;
  // A domain whose id is not written yet is likely this one.
  const domain = entryOf(levels[config.domain.length], 'id') || containersDomain;
  if (domain !== containersDomain) return undefined;
  const key = entryOf(levels.at(-1), 'key') ?? '';
  const word = lookup.vocabulary(containersDomain)?.component.find((it) => it.key === key);
  const form = word?.field.parts;
  return form && { form, written: containerValueParts(key, typed), description: word.field.description };
}
