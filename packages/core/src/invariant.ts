/** Something that must be true by construction is not. The center fences off what it was doing and goes on. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

export function invariant(holds: boolean, what: string): asserts holds {
  if (!holds) throw new InvariantError(what);
}

/** For switches over a union: the compiler proves that this is never reached. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable: ${JSON.stringify(value)}`);
}
