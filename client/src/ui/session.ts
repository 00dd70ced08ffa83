/** Composes all that deals with devices: connections, updates, history, rollouts and every command. */
import { type ExtensionContext, type LogOutputChannel, workspace } from 'vscode';
import { createEngine, type Engine } from '../engine.ts';
import { differenceFrom } from '../updates/afterApply.ts';
import { differencesOf } from '../updates/confirm.ts';
import { plainText } from '../words/words.ts';
import { bindCommands, type CommandBindings } from './commands/bindings.ts';
import { startSimulator } from './commands/simulator.ts';
import { Connector } from './connector.ts';
import { watchConsents } from './consentNotices.ts';
import { keepContextKeys, tellDevicesLoaded } from './contextKeys.ts';
import { DeviceDocuments } from './deviceDocuments.ts';
import { DevicesTree } from './devicesTree.ts';
import { watchDrift } from './driftWatch.ts';
import { HistoryTree } from './historyTree.ts';
import type { LateTree } from './lateTree.ts';
import { tellGivenUp } from './lostConnections.ts';
import { markManifests } from './manifestMarks.ts';
import type { ManifestServer } from './manifestServer.ts';
import type { HistoryElement } from './model/historyRows.ts';
import { KnownRuns } from './model/knownRuns.ts';
import { LiveRuns } from './model/liveRuns.ts';
import { planRows } from './model/planRows.ts';
import type { RolloutElement } from './model/rolloutRows.ts';
import { Rollouts } from './model/rollouts.ts';
import { runRows } from './model/runRows.ts';
import { ShownPlans } from './model/shownPlans.ts';
import type { TreeElement } from './model/treeElements.ts';
import type { Notices } from './notices.ts';
import { logEngine } from './output.ts';
import { PasswordStore } from './passwordStore.ts';
import { keepPinned, PinStore } from './pinStore.ts';
import { PlanDocuments } from './planDocuments.ts';
import { Planner } from './planner.ts';
import { Profiles } from './profiles.ts';
import { Reports } from './reports.ts';
import { RolloutPlans } from './rolloutAsking.ts';
import { RolloutMatrices } from './rolloutMatrices.ts';
import { RolloutsTree } from './rolloutsTree.ts';
import { tellStanding, watchRollouts } from './rolloutWatch.ts';
import { RunDocuments } from './runDocuments.ts';
import { openHistory, recordRuns } from './runHistory.ts';
import { showRuns } from './runStatus.ts';
import { SentDocuments } from './sentDocuments.ts';
import { startsSimulator } from './settings.ts';
import { SimulatedDevices } from './simulatedDevices.ts';
import { showTarget } from './statusBar.ts';
import { rolloutsFolder } from './storage.ts';
import { TargetPicker } from './targetPicker.ts';
import { readUserFile } from './userFiles.ts';

/** What there is already when a session begins. */
export interface SessionParts {
  readonly log: LogOutputChannel;
  readonly notices: Notices;
  readonly server: ManifestServer;
  readonly places: {
    readonly devices: LateTree<TreeElement>;
    readonly rollouts: LateTree<RolloutElement>;
    readonly history: LateTree<HistoryElement>;
  };
}

export interface Session {
  readonly engine: Engine;
  readonly commands: CommandBindings;
  readonly matrices: RolloutMatrices;
}

/** Begins the session of a window, of which there is one: it ends with the extension. */
export function openSession(
  context: ExtensionContext,
  { log, notices, server, places }: SessionParts,
): Session {
  const { extensionUri } = context;
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
    place: places.devices,
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
    place: places.history,
    history,
    memory: context.globalState,
    fail: (error) => notices.log(error),
  });
  const runDocuments = new RunDocuments(live, known);
  const drift = watchDrift(engine, server, notices, history);
  const rollouts = new Rollouts(rolloutsFolder(context));
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
    new RolloutsTree(places.rollouts, rollouts),
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
    keepContextKeys(engine, simulated, plans),
  );
  const begin = async () => {
    try {
      await Promise.all([profiles.takeOver(), rollouts.load()]);
      // Not awaited: the notification may stay as long as the user likes.
      if (workspace.isTrusted) void tellStanding(rollouts);
      if (workspace.isTrusted && startsSimulator()) await startSimulator(parts, 'things');
    } finally {
      // Nothing of the settings is used before the workspace is trusted.
      if (workspace.isTrusted) tellDevicesLoaded();
    }
  };
  const beginOrTell = () => void begin().catch((error: unknown) => notices.error(error));
  context.subscriptions.push(workspace.onDidGrantWorkspaceTrust(beginOrTell));
  beginOrTell();
  return { engine, commands: bindCommands(parts), matrices };
}
