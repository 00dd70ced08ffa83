/** From a connection's form to its entry in the settings: tested first, and its secrets stored with it. */
import { t } from '@vscode/l10n';
import { certificateLines } from '../connections/certificate.ts';
import { type StepResult, stepTitles } from '../connections/doctor/finding.ts';
import { nextTitle } from '../connections/doctor/words.ts';
import { examine } from '../connections/doctor.ts';
import type { ConnectionProfile } from '../connections/profile.ts';
import { parseProfile } from '../connections/profiles.ts';
import type { Engine } from '../engine.ts';
import { FaultError, fault } from '../errors.ts';
import { plainText } from '../words/words.ts';
import { type ReviewPlace, review } from './connectionReview.ts';
import type { Connector } from './connector.ts';
import { asked } from './modal.ts';
import type { Draft } from './model/connectionFields.ts';
import { entryOf, formAdvice, withField } from './model/connectionForm.ts';
import { type Secret, secretsOf } from './model/passwords.ts';
import type { PasswordStore } from './passwordStore.ts';
import type { Profiles } from './profiles.ts';
import { shownWhile } from './progress.ts';
import { readUserFile } from './userFiles.ts';

export interface EditorParts {
  readonly engine: Engine;
  readonly connector: Connector;
  readonly passwords: PasswordStore;
  readonly profiles: Profiles;
}

export interface Editing extends ReviewPlace {
  readonly draft: Draft;
  /** The connection that is changed; absent for a new one. */
  readonly original?: ConnectionProfile;
}

/** Secrets typed for a connection that is not saved yet. */
type Typed = Map<Secret['kind'], string>;

const goBack = () => t('Go Back');
const accept = () => t('Accept This Certificate');
const saveAnyway = () => t('Save Anyway');

/** Resolves once the connection is saved and, where the test went well, open; or where the user gave up. */
export async function editConnectionForm(parts: EditorParts, editing: Editing): Promise<void> {
  const { original } = editing;
  const taken = parts.profiles.names.filter((name) => name !== original?.name);
  let { draft } = editing;
  let isReviewed = false;
  for (;;) {
    const reviewed = isReviewed ? draft : await review(editing, draft, taken);
    if (reviewed === undefined) return;
    draft = reviewed;
    isReviewed = false;
    const profile = profileOf(draft);
    const typed: Typed = new Map();
    if (draft.password) typed.set('password', draft.password);
    if (draft.passphrase) typed.set('passphrase', draft.passphrase);
    if (draft.registryPassword) typed.set('registryPassword', draft.registryPassword);
    const failure = await test(parts, profile, typed, original);
    if (failure?.code === 'cancelled') continue;
    const answer = failure === undefined ? saveAnyway() : await ask(profile, failure);
    if (answer === saveAnyway()) {
      await save(parts, draft, profile, typed, original);
      if (failure === undefined) await parts.connector.open(profile.name);
      return;
    }
    if (answer === undefined) return;
    // What was typed for the test is not asked for again, unless it was what failed.
    if (failure?.code === 'registry-refused') typed.delete('registryPassword');
    if (!/^(credentials|passphrase)-/.test(failure?.code ?? '')) {
      draft = { ...draft, ...Object.fromEntries(typed) };
    }
    if (answer === accept() && failure?.certificate !== undefined) {
      draft = withField(draft, 'fingerprint', failure.certificate.fingerprint);
      isReviewed = true;
    }
  }
}

function profileOf(draft: Draft): ConnectionProfile {
  const { profile, faults } = parseProfile(entryOf(draft), t('The connection'));
  if (profile !== undefined) return profile;
  throw new FaultError(faults[0] ?? fault('settings-malformed', t('The connection cannot be read.')));
}

/** The first link that does not hold, of those up to the broker: a device need not be there yet. */
async function test(
  { engine, passwords }: EditorParts,
  profile: ConnectionProfile,
  typed: Typed,
  original: ConnectionProfile | undefined,
): Promise<StepResult | undefined> {
  const secret = (kind: Secret['kind']) => async () => {
    const known = typed.get(kind) ?? (await passwords.stored(profile, kind));
    if (known !== undefined) return known;
    const value = await passwords.ask(profile, kind);
    if (value !== undefined) typed.set(kind, value);
    return value;
  };
  const access = {
    password: secret('password'),
    passphrase: secret('passphrase'),
    registryPassword: secret('registryPassword'),
    readFile: readUserFile,
  };
  const open = engine.connections.find((it) => it.profile.name === original?.name);
  const isOpen = open !== undefined && open.state.kind !== 'disconnected';
  return shownWhile(t('Testing {0}', profile.name), async (signal, report) => {
    const examination = examine(profile, access, { isOpen, withDevice: false, signal });
    let done = 0;
    for await (const result of examination) {
      if (result.state === 'failed' || result.code === 'cancelled') return result;
      done += 1;
      report(nextTitle(examination.steps, done));
    }
    return undefined;
  });
}

async function ask({ name }: ConnectionProfile, failure: StepResult): Promise<string | undefined> {
  const { step, message, advice, certificate, code } = failure;
  const detail = [
    `${stepTitles()[step]}: ${plainText(message)}`,
    ...(advice === undefined ? [] : [plainText(formAdvice(code, advice))]),
    ...(certificate === undefined ? [] : [certificateLines(certificate).join('\n')]),
  ].join('\n\n');
  const answers = [goBack(), ...(certificate === undefined ? [] : [accept()]), saveAnyway()];
  return asked({ message: t('The connection {0} does not work yet.', name), detail }, ...answers);
}

async function save(
  { profiles, passwords }: EditorParts,
  draft: Draft,
  profile: ConnectionProfile,
  typed: Typed,
  original: ConnectionProfile | undefined,
): Promise<void> {
  await profiles.write(original?.name, entryOf(draft));
  // Afterwards, because what belongs to no connection of the settings is deleted.
  for (const { kind, key } of secretsOf(profile)) {
    const value = typed.get(kind);
    if (value !== undefined) await passwords.store(key, value);
  }
}
