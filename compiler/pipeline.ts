// source → config → model → findings or modules → bundle: all phases, each giving new values.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { analyse, analysisRules } from './analysis/index.ts';
import type { Bundled, BundleFile, WayFlag } from './bundle/index.ts';
import type { Finding, Range } from './diagnostics/finding.ts';
import { createPositions, type SourceText } from './diagnostics/position.ts';
import { sortFindings } from './diagnostics/sort.ts';
import { suppress } from './diagnostics/suppress.ts';
import { createBuilder } from './emit/builder.ts';
import type { Code } from './emit/code.ts';
import type { Generated, HostName, PolicyFacts, Recorded } from './emit/generated.ts';
import { expressionFindings } from './language/expressions.ts';
import { generatePlan, generateServersPlan } from './language/plan.ts';
import type { Dialect } from './language/room.ts';
import { type Models, rooms } from './language/rooms.ts';
import { createScope } from './language/scope.ts';
import { openLock } from './lock/open.ts';
import { validatorsModule } from './lock/validators.ts';
import type { GatewayConfig } from './schema/config.ts';
import { environmental, validateGateway } from './schema/validate.ts';
import { type Loaded, readGateway } from './source/gateway.ts';
import { diskIo, type SourceIo } from './source/io.ts';
import type { MapNode } from './source/node.ts';
import { plainValue } from './source/plain.ts';
import { version } from './version.ts';

export interface CheckOptions {
  /** Where files come from; the disk unless given. */
  readonly io?: SourceIo;
  /** Files that go over the gateway file, in order: what one environment has of its own. */
  readonly overlays?: readonly string[];
  /** A day as `2026-11-20`: comments that accept a warning until an earlier one no longer count. Without it none ends. */
  readonly today?: string;
  /** Warn where a condition means something else than in the npm package `cel-js`. */
  readonly from?: Dialect | undefined;
  /** The one host that the bundle is for. Without it: every host of `hosts` that runs it as a program. */
  readonly target?: HostName | undefined;
}

export interface CompileOptions extends CheckOptions {
  /** Name of the bundle, without folder; `gateway.mjs` unless given. */
  readonly output?: string;
  readonly minify?: boolean;
  /** What the bundle can be told as a program, beside where it listens: it grows by the parts that do it. Nothing unless given. */
  readonly flags?: readonly WayFlag[];
}

/** What is known of a gateway file. */
export interface Checked {
  /** Sorted by place. */
  readonly findings: readonly Finding[];
  /** The texts that the findings speak of, the gateway file first. */
  readonly sources: readonly SourceText[];
  /** Null when the file does not have the shape of the language. */
  readonly config: GatewayConfig | null;
  /** The resolved gateway; null where `config` is. */
  readonly models: Models | null;
}

export interface Compiled extends Checked {
  /** Null when a finding is an error. */
  readonly bundle: Bundled | null;
  /** What the bundle was made from; null where it is. */
  readonly generated: Generated | null;
}

/** Every finding of a gateway file. Wrong input gives findings, never a throw. */
export function check(file: string, options: CheckOptions = {}): Checked {
  return examine(load(file, options), options);
}

/** The bundle of a gateway file, or its findings. */
export async function compile(file: string, options: CompileOptions = {}): Promise<Compiled> {
  // Loaded only here: a check needs no bundler. Its process starts while this one reads and checks.
  const { bundle, startBundler } = await import('./bundle/index.ts');
  await startBundler();
  const loaded = load(file, options);
  const checked = examine(loaded, options);
  const { models, config } = checked;
  if (models === null || config === null || hasErrors(checked.findings)) {
    return Object.freeze({ ...checked, bundle: null, generated: null });
  }
  const generated = await generate(models, policyOf(loaded, models, config, options));
  const { output = 'gateway.mjs', minify = false, flags = [] } = options;
  const made = await bundle(generated, {
    gateway: basename(file),
    overlays: loaded.overlays,
    output,
    minify,
    flags,
  });
  return Object.freeze({ ...checked, bundle: made, generated });
}

/** A program that lists the servers of a gateway, or why there is none. */
export interface Lister extends Pick<Checked, 'findings' | 'sources'> {
  /** Null where the servers are not understood. */
  readonly bundle: BundleFile | null;
  /** `catalog.lock`: relative to the gateway file's folder; null where it is not given. */
  readonly lock: string | null;
}

/** The rooms without which nothing is known of the servers. What is wrong elsewhere may well be for want of a lock. */
const ofServers = ['source/', 'schema/', 'servers/'];

/** The bundle that asks the servers what they offer. The lock in Git, old or missing, plays no part. */
export async function compileLister(file: string, options: CheckOptions = {}): Promise<Lister> {
  const loaded = withoutLock(load(file, options));
  const checked = examine(loaded, options);
  const { models, config, sources } = checked;
  const findings = checked.findings.filter(({ rule }) => ofServers.some((room) => rule.startsWith(room)));
  const told = { findings, sources, lock: config?.catalog?.lock ?? null };
  if (models === null || config === null || hasErrors(findings)) return { ...told, bundle: null };
  const policy = policyOf(loaded, models, config, options);
  const builder = createBuilder();
  const plan = generateServersPlan(models, policy, builder);
  const { bundleLister } = await import('./bundle/lister.ts');
  return { ...told, bundle: await bundleLister({ ...builder.finish(plan), policy }) };
}

/** The same document, as if it named no lock. */
function withoutLock(loaded: Loaded): Loaded {
  const files = loaded.files.filter((file) => file !== loaded.lock?.file);
  return Object.freeze({ ...loaded, files, lock: null });
}

/** A gateway file that was read, to generate plans from changed documents. */
export interface OpenDocument {
  readonly root: MapNode;
  readonly models: Models;
  /** The plan's module of another document; null where that has errors. */
  plan(root: MapNode): Code | null;
}

/** Reads a gateway file; null where it has errors. */
export function openDocument(file: string, options: CheckOptions = {}): OpenDocument | null {
  const loaded = load(file, options);
  const { models } = resolve(loaded, options);
  if (loaded.root === null || models === null) return null;
  return Object.freeze({
    root: loaded.root,
    models,
    plan(root: MapNode): Code | null {
      const changed = { ...loaded, root, value: plainValue(root) };
      const found = resolve(changed, options);
      if (found.models === null || found.config === null || hasErrors(found.findings)) return null;
      return record(found.models, policyOf(changed, found.models, found.config, options)).plan;
    },
  });
}

/** Files to one document. */
function load(file: string, { io = diskIo, overlays = [] }: CheckOptions): Loaded {
  return readGateway(file, io, { files: overlays, environmental });
}

/** Document to config, to models, to findings. */
function examine(loaded: Loaded, options: CheckOptions): Checked {
  const { files, findings, suppressions } = loaded;
  const { today } = options;
  const { config, models, ...found } = resolve(loaded, options);
  const kept = suppress([...findings, ...found.findings], suppressions, {
    today,
    rules: [...rooms.rules, ...analysisRules],
  });
  return Object.freeze({
    findings: sortFindings(
      kept,
      files.map(({ path }) => path),
    ),
    sources: files,
    config,
    models,
  });
}

type Resolved = Pick<Checked, 'config' | 'models' | 'findings'>;

/**
 * Config and models where the document is whole and has the language's shape; else what is wrong with it, conditions
 * included. Nothing is said of how things fit together while some may be missing; beside parts that are not understood, only errors are.
 */
function resolve(loaded: Loaded, { from, target }: CheckOptions): Resolved {
  const { value, files, includes } = loaded;
  if (loaded.root === null) return { config: null, models: null, findings: [] };
  const validated = validateGateway(value, loaded.root);
  const { root } = validated;
  const config = hasErrors(loaded.findings) ? null : validated.config;
  if (config === null || root.kind !== 'map') {
    return {
      config: null,
      models: null,
      findings: [...validated.findings, ...expressionFindings(loaded.root)],
    };
  }
  const entries = new Map(includes.map((include) => [include.file, include]));
  const included = (file: string) => entries.get(file) ?? null;
  const { lock, findings: ofLock } = openLock(loaded.lock);
  const scope = createScope({ root, positions: createPositions(files), included, from, target, lock });
  const models = rooms.resolve(scope);
  rooms.check(models, scope);
  const whole = validated.findings.length === 0;
  if (whole && !hasErrors(scope.findings)) analyse(models, scope);
  const said = scope.findings.filter(
    ({ severity, rule }) => whole || (severity === 'error' && validated.stands(rule)),
  );
  const unread = expressionsIn(validated.spoilt, loaded.root);
  return { config, models, findings: [...validated.findings, ...unread, ...ofLock, ...said] };
}

/** What is wrong in conditions that stand in parts which were not understood. */
function expressionsIn(spoilt: readonly Range[], root: MapNode): readonly Finding[] {
  if (spoilt.length === 0) return [];
  const isIn = (range: Range | null): boolean =>
    spoilt.some(({ file, start, end }) => range?.file === file && range.start >= start && range.end <= end);
  return expressionFindings(root).filter(({ range }) => isIn(range));
}

/** Models to the plan module, the record of what it needs, and validators. */
async function generate(models: Models, policy: PolicyFacts): Promise<Generated> {
  const { schemas } = models.lock;
  const recorded = record(models, policy);
  const checks = schemas.size === 0 ? {} : { checks: await validatorsModule(schemas) };
  return Object.freeze({ ...recorded, policy, ...checks });
}

function record(models: Models, policy: PolicyFacts): Recorded {
  const builder = createBuilder();
  const plan = generatePlan(models, policy, builder);
  return builder.finish(plan, [`The policy of ${policy.name}.`]);
}

/** The hash is over the compiler, the very bytes of the sources and the target picked: what was decided, by what, for where. */
function policyOf(
  { files }: Loaded,
  models: Models,
  { name }: GatewayConfig,
  { target }: CheckOptions,
): PolicyFacts {
  const sources = files.map(({ path, sha256 }) => Object.freeze({ path, sha256 }));
  const compiler = version();
  return Object.freeze({
    name,
    hash: createHash('sha256').update(JSON.stringify({ compiler, sources, target })).digest('hex'),
    compiler,
    sources: Object.freeze(sources),
    hosts: Object.freeze(models.hosts.map(({ kind, text }) => Object.freeze({ kind, text }))),
    target: target ?? null,
  });
}

function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
