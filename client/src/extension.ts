/** Composition root of the extension: builds the parts, wires them, disposes them. */
import { join } from 'node:path';
import { config } from '@vscode/l10n';
import { type ExtensionContext, l10n, window, workspace } from 'vscode';
import { createEngine, type Engine } from './engine.ts';
import { registerCommands } from './ui/commands/register.ts';
import { startSimulator } from './ui/commands/simulator.ts';
import { Connector } from './ui/connector.ts';
import { watchConsents } from './ui/consentNotices.ts';
import { keepContextKeys } from './ui/contextKeys.ts';
import { watchLanguages } from './ui/detection.ts';
import { DeviceDocuments } from './ui/deviceDocuments.ts';
import { DevicesTree } from './ui/devicesTree.ts';
import { watchDrift } from './ui/driftWatch.ts';
import { HistoryTree } from './ui/historyTree.ts';
import { showLanguageStatus } from './ui/languageStatus.ts';
import { tellGivenUp } from './ui/lostConnections.ts';
import { markManifests } from './ui/manifestMarks.ts';
import { ManifestServer } from './ui/manifestServer.ts';
import { KnownRuns } from './ui/model/knownRuns.ts';
import { LiveRuns } from './ui/model/liveRuns.ts';
import { planRows } from './ui/model/planRows.ts';
import { Rollouts } from './ui/model/rollouts.ts';
import { runRows } from './ui/model/runRows.ts';
import { ShownPlans } from './ui/model/shownPlans.ts';
import { Notices } from './ui/notices.ts';
import { logEngine } from './ui/output.ts';
import { PasswordStore } from './ui/passwordStore.ts';
import { keepPinned, PinStore } from './ui/pinStore.ts';
import { PlanDocuments } from './ui/planDocuments.ts';
import { Planner } from './ui/planner.ts';
import { Profiles } from './ui/profiles.ts';
import { Reports } from './ui/reports.ts';
import { RolloutPlans } from './ui/rolloutAsking.ts';
import { RolloutMatrices } from './ui/rolloutMatrices.ts';
import { RolloutsTree } from './ui/rolloutsTree.ts';
import { watchRollouts } from './ui/rolloutWatch.ts';
import { RunDocuments } from './ui/runDocuments.ts';
import { openHistory, recordRuns, workspaceFolder } from './ui/runHistory.ts';
import { showRuns } from './ui/runStatus.ts';
import { SentDocuments } from './ui/sentDocuments.ts';
import { startsSimulator } from './ui/settings.ts';
import { SimulatedDevices } from './ui/simulatedDevices.ts';
import { showTarget } from './ui/statusBar.ts';
import { TargetPicker } from './ui/targetPicker.ts';
import { readUserFile } from './ui/userFiles.ts';
import { watchVocabularies } from './ui/vocabularies.ts';
import { differenceFrom } from './updates/afterApply.ts';
import { differencesOf } from './updates/confirm.ts';
import { plainText } from './words/words.ts';

/** What other extensions, and the tests in a real VS Code, can watch. */
export interface KantoApi {
  readonly engine: Pick<Engine, 'connections' | 'devices' | 'runs' | 'onConnections' | 'onDevices' | 'onRun'>;
}

export function activate(context: ExtensionContext): KantoApi {
  const began = performance.now();
  // Undefined in English, which is what stands in the sources.
  if (l10n.bundle) config({ contents: l10n.bundle });
  const log = window.createOutputChannel('Kanto', { log: true });
  const notices = new Notices(log);
  const { extensionUri } = context;
  const server = new ManifestServer(extensionUri);
  const passwords = new PasswordStore(context.secrets, context.globalState);
  const engine = createEngine({
    password: (profile) => passwords.forConnect(profile, 'password'),
    passphrase: (profile) => passwords.forConnect(profile, 'passphrase'),
    registryPassword: (profile) => passwords.forConnect(profile, 'registryPassword'),
    readFile: readUserFile,
    describe: (text, target) => server.describeJson(text, target),
    differences: async (sent, inventory) => {
      const manifest = { text: JSON.stringify(sent), format: 'json' } as const;
      return differencesOf(await differenceFrom({ manifest }, inventory, (it) => server.plan(it)));
    },
  });
  const simulated = new SimulatedDevices((line) => log.debug(`simulated device  ${line}`));
  const targets = new TargetPicker(engine, context.workspaceState);
  const pins = new PinStore(context.globalState);
  const plans = new ShownPlans();
  const planDocuments = new PlanDocuments(plans);
  const live = new LiveRuns(engine);
  const tree = new DevicesTree({
    engine,
    isSimulated: (connection) => simulated.isSimulated(connection),
    pins,
    memory: context.globalState,
    sources: [runRows(live), planRows(plans)],
  });
  const documents = new DeviceDocuments(engine, (connection) => simulated.isSimulated(connection));
  const profiles = new Profiles(engine, simulated, notices, passwords, (faults) => {
    tree.showMessage(plainText(faults.map((fault) => fault.message).join(' ')));
  });
  const connector = new Connector(engine, notices, profiles);
  const reports = new Reports();
  const planner = new Planner(engine, server, notices);
  const history = openHistory(context);
  const known = new KnownRuns(engine, history);
  const sentDocuments = new SentDocuments(known, live);
  const historyTree = new HistoryTree({
    history,
    memory: context.globalState,
    fail: (error) => notices.log(error),
  });
  const runDocuments = new RunDocuments(live, known);
  const drift = watchDrift(engine, server, notices, history);
  const rollouts = new Rollouts(join(workspaceFolder(context), 'rollouts'));
  const rolloutPlans = new RolloutPlans();
  const matrices = new RolloutMatrices(rollouts, extensionUri);
  const parts = {
    engine,
    connector,
    notices,
    server,
    targets,
    tree,
    pins,
    documents,
    passwords,
    simulated,
    profiles,
    reports,
    planner,
    plans,
    planDocuments,
    drift,
    history,
    historyTree,
    known,
    sentDocuments,
    runDocuments,
    rollouts,
    rolloutPlans,
    matrices,
    log,
    extensionUri,
    extensionId: context.extension.id,
    logUri: context.logUri,
  };
  context.subscriptions.push(
    log,
    server,
    // Before the engine is gone: a rollout is left as it is, and what becomes of its commands is found out when it is resumed.
    { dispose: () => void rollouts.dispose() },
    { dispose: () => engine.dispose() },
    simulated,
    profiles,
    reports,
    plans,
    planDocuments,
    drift,
    recordRuns(engine, history, notices),
    historyTree,
    history,
    runDocuments,
    sentDocuments,
    rolloutPlans,
    matrices,
    new RolloutsTree(rollouts),
    watchRollouts(rollouts),
    watchConsents(engine),
    tree,
    documents,
    live,
    markManifests({ plans, live, engine }),
    showRuns(live),
    keepPinned(engine, pins),
    tellGivenUp(engine, notices, connector),
    logEngine(engine, log),
    showTarget(engine, () => targets.recent),
    keepContextKeys(engine, simulated),
    showLanguageStatus(server, notices),
    watchVocabularies(server, notices),
    watchLanguages(server, context.workspaceState, notices),
    registerCommands(parts),
  );
  const begin = async () => {
    await Promise.all([profiles.takeOver(), rollouts.load()]);
    if (workspace.isTrusted && startsSimulator()) await startSimulator(parts, 'things');
  };
  const beginOrTell = () => void begin().catch((error: unknown) => notices.error(error));
  context.subscriptions.push(workspace.onDidGrantWorkspaceTrust(beginOrTell));
  beginOrTell();
  log.debug(`activated in ${(performance.now() - began).toFixed(1)} ms`);
  return { engine };
}
