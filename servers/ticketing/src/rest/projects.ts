import { ToolError } from '@ashlar/kit/errors';
import { noSuchProject, noSuchTicket } from '../tracker/refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { RestDesk } from './desk.ts';
import { textAt, valueAt } from './json-path.ts';

/** A project that the operator allows. */
export interface Project {
  /** As the operator names it, and ids begin. */
  name: string;
  /** As the tracker's tickets name it. */
  id: string;
}

/** A ticket of one of them. */
export interface Place {
  project: Project;
  number: string;
}

const ID = /^(?:(?<name>.+)[-#]|#)?(?<number>[1-9][0-9]{0,14})$/u;

export class Projects {
  readonly names: readonly string[];
  readonly #desk: RestDesk;
  readonly #known = new Map<string, Promise<Project>>();

  constructor(desk: RestDesk, names: readonly string[]) {
    this.#desk = desk;
    this.names = [...new Set(names)];
  }

  /** Throws `not_found` for the projects of others as for those that are not there. */
  async named(who: Who, name: string | undefined): Promise<Project> {
    if (!this.#desk.isFor(who)) throw notTheirs();
    const found = name === undefined ? this.names[0] : this.names.find((one) => same(one, name));
    if (found === undefined) throw noSuchProject(name ?? '', this.names);
    return this.#project(found);
  }

  /**
   * Where an id leads: `web-12`, as this server gives it, and what people write: `web#12`, `#12`. Throws `ToolError`
   * (`not_found`) for any other project, which is never asked.
   */
  async placeOf(id: string): Promise<Place> {
    const { name, number } = ID.exec(id.trim())?.groups ?? {};
    const fitting = this.names.filter((one) => name === undefined || same(one, name));
    const [found] = fitting;
    if (number === undefined || found === undefined || fitting.length > 1) throw noSuchTicket(id);
    return { project: await this.#project(found), number };
  }

  /** The tracker is asked once for each; a failure is not kept. */
  #project(name: string): Promise<Project> {
    const known = this.#known.get(name) ?? this.#ask(name);
    this.#known.set(name, known);
    known.catch(() => this.#known.delete(name));
    return known;
  }

  async #ask(name: string): Promise<Project> {
    const { projects } = this.#desk.profile;
    if (projects === undefined) return { name, id: name };
    const { data } = await this.#desk.ask(projects.request, { project: name, values: { project: name } });
    const found = projects.at === undefined ? data : valueAt(data, projects.at);
    const id = textAt(found, projects.id);
    const called = projects.name === undefined ? name : textAt(found, projects.name);
    // A number may be the id of another project than the one that goes by that name.
    if (id === undefined || called === undefined || !same(called, name))
      throw noSuchProject(name, this.names);
    return { name, id };
  }
}

export function idOf({ project, number }: Place): string {
  return `${project.name}-${number}`;
}

/** Trackers take capitals in such names for the same, or have no two that differ in them alone. */
function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The one answer to those of another tenant. */
function notTheirs(): ToolError {
  return new ToolError('not_found', 'project: there is none here.', { hint: 'Tell the operator.' });
}
