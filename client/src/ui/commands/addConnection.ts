/** Add Connection…: asks for what a connection needs, shows it all, tests it and writes it into the user's settings. */
import { t } from '@vscode/l10n';
import { isBrokerUrl, parseBrokerUrl } from '../../connections/url.ts';
import { type EditorParts, editConnectionForm } from '../connectionEditor.ts';
import {
  appliesTo,
  atHono,
  choicesOf,
  type Draft,
  type FieldId,
  fieldOf,
  promptOf,
} from '../model/connectionFields.ts';
import { freeName } from '../model/newConnection.ts';
import { ask, type Question } from '../multiStep.ts';
import { isTrusted } from '../trust.ts';

const title = () => t('Add Connection');
/** What nearly every connection needs; the rest is in the review, which is the last step. */
const steps: readonly FieldId[] = ['url', 'name', 'tenant', 'username', 'password', 'devices', 'receive'];
/** What only Hono cannot do without. */
const honoSteps: ReadonlySet<FieldId> = new Set(['tenant', 'receive']);

export async function addConnection(parts: EditorParts): Promise<void> {
  if (!isTrusted()) return;
  const taken = parts.profiles.names;
  const answers = await ask(
    title(),
    steps.map((id) => (before) => question(id, draftOf(before), taken)),
    1,
  );
  if (answers === undefined) return;
  const draft = draftOf(answers);
  const asked = steps.filter((id) => isAsked(id, draft)).length;
  await editConnectionForm(parts, { title: title(), step: asked + 1, draft });
}

function draftOf(answers: readonly string[]): Draft {
  return Object.fromEntries(answers.map((answer, index) => [steps[index], answer]));
}

function isAsked(id: FieldId, draft: Draft): boolean {
  return appliesTo(draft, id) && (atHono(draft) || !honoSteps.has(id));
}

function question(id: FieldId, draft: Draft, taken: readonly string[]): Question | undefined {
  if (!isAsked(id, draft)) return undefined;
  const { placeholder, kind, problem } = fieldOf(id);
  const choices = choicesOf(draft, id);
  return {
    prompt: promptOf(draft, id),
    validate: (text) => problem?.(text, draft, taken),
    ...(placeholder !== undefined && { placeholder }),
    ...(kind !== undefined && { kind }),
    ...(choices !== undefined && { choices }),
    ...(id === 'name' && draft.url && { value: freeName(hostIn(draft.url), taken) }),
  };
}

function hostIn(url: string): string {
  const parsed = parseBrokerUrl(url);
  return isBrokerUrl(parsed) ? parsed.host : url;
}
