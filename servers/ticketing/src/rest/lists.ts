import { ToolError } from '@ashlar/kit/errors';
import { clip, quoted } from '@ashlar/kit/files';
import { badValue } from '../tracker/refusals.ts';
import type { Doing } from '../tracker/tracker.ts';
import type { RestDesk } from './desk.ts';
import { textAt, valueAt } from './json-path.ts';
import type { Project } from './projects.ts';
import type { Json } from './template.ts';

/** Milliseconds for which a list is taken to be as it was. */
const KNOWN_MS = 60_000;

/** Something that a tracker takes by an id and people by its name. */
export interface Named {
  name: string;
  id: Json;
  entry: unknown;
}

/** Lists of names: statuses, priorities, people. */
export class Lists {
  readonly #desk: RestDesk;
  readonly #known = new Map<string, { at: number; named: Promise<readonly Named[]> }>();

  constructor(desk: RestDesk) {
    this.#desk = desk;
  }

  /** In the tracker's own order. */
  async of(list: string, project: Project, { signal }: Doing = {}): Promise<readonly Named[]> {
    const key = JSON.stringify([list, project.name]);
    const known = this.#known.get(key);
    if (known !== undefined && this.#desk.clock() - known.at < KNOWN_MS) return known.named;
    const named = this.#ask(list, project, signal);
    this.#known.set(key, { at: this.#desk.clock(), named });
    named.catch(() => this.#known.delete(key));
    return named;
  }

  /** Throws `ToolError` (`invalid_input`) for a name that is not there, with those that are, and for one of two. */
  async id(list: string, project: Project, field: string, name: string, doing: Doing = {}): Promise<Json> {
    const named = await this.of(list, project, doing);
    const exact = named.filter((one) => one.name === name);
    const fitting = exact.length > 0 ? exact : named.filter((one) => same(one.name, name));
    const [found] = fitting;
    if (found === undefined) {
      throw badValue(
        field,
        name,
        named.map((one) => one.name),
      );
    }
    if (fitting.length > 1) throw ambiguous(field, name);
    return found.id;
  }

  async #ask(list: string, project: Project, signal: AbortSignal | undefined): Promise<readonly Named[]> {
    const spec = this.#desk.profile.names[list];
    if (spec === undefined) return [];
    const { data } = await this.#desk.ask(spec.request, {
      project: project.name,
      values: { project: project.name, projectId: project.id },
      signal,
    });
    const items = spec.items === '' ? data : valueAt(data, spec.items);
    return (Array.isArray(items) ? items : []).flatMap((entry) => {
      const [name, id] = [textAt(entry, spec.name), valueAt(entry, spec.id)];
      return name === undefined || id === undefined ? [] : [{ name, id: id as Json, entry }];
    });
  }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function ambiguous(field: string, name: string): ToolError {
  return new ToolError('invalid_input', `${field}: there are several ${quoted(clip(name, 60))}.`, {
    hint: 'Choose another one, or have one of them renamed in the tracker.',
  });
}
