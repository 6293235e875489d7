/** One folder (or file) that this server may touch, as configured by the operator. */
export interface Root {
  /** Short unique name, shown when there are several roots: the folder's own name, with a number when taken. */
  name: string;
  /** The path as the operator wrote it, made absolute. */
  given: string;
  /** The same with every link resolved: what open descriptors are compared with. */
  real: string;
  writable: boolean;
}
